import { readEndpointUrl } from '../rest/endpoint-url.ts';
import type { UrlProblem } from '../rest/endpoint-url.ts';
import { err, ok } from '../result.ts';
import type { Result } from '../result.ts';
import { identifierProblem } from '../tsql/quoting.ts';
import { proofCalls } from './credential-reach.ts';
import type { Setup, SetupMember, SetupOptions } from './options.ts';
import { inputProblem } from '../input-problem.ts';
import { plainTextProblem } from './plain-text.ts';
import type { InputProblem } from '../input-problem.ts';

/** Credentials cannot live in the first; the others are copied, emptied at start, or SQL Server Agent's. */
const systemDatabases = new Set(['master', 'model', 'tempdb', 'msdb']);

/** Names that are in every database already, with rights of their own. */
const fixedPrincipals =
  /^(?:public|dbo|guest|sys|information_schema|db_(?:owner|accessadmin|securityadmin|ddladmin|backupoperator|datareader|datawriter|denydatareader|denydatawriter))$/iu;

const pathShape = /^(?:\/[A-Za-z0-9._~-]+)*$/u;
/** RFC 1123 label, as Kubernetes has it for namespaces. */
const namespaceShape = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/u;

/** All that is wrong with the options, or the set-up they describe. */
export const checkSetup = (options: SetupOptions): Result<Setup, readonly InputProblem[]> => {
  const url = readUrl(options.url);
  const problems = [
    ...(url.ok ? [] : [url.error]),
    ...credentialProblems(options, url.ok ? url.value.origin : ''),
    ...databaseProblems(options.database),
    ...principalProblems('role', options.role),
    ...memberProblems(options),
    ...namespaceProblems(options.namespace),
  ];
  if (!url.ok || problems.length > 0) return err(problems);
  const setup: Setup = {
    ...url.value,
    credential: url.value.origin + (options.credentialPath ?? ''),
    database: options.database,
    role: options.role,
    members: options.members,
    ...(options.namespace === undefined ? {} : { namespace: options.namespace }),
    audit: options.audit,
    before: options.before ?? {},
  };
  return proofCalls(setup).length > 0 ? ok(setup) : err([nothingToProve]);
};

const nothingToProve = inputProblem(
  'credentialPath',
  'No call that could prove the credential lies below this path.',
  'Name the namespace whose pods may be listed, or leave the path out.',
);

type Address = Pick<Setup, 'host' | 'port' | 'origin' | 'basePath'>;

const readUrl = (text: string): Result<Address, InputProblem> => {
  const url = readEndpointUrl(text);
  if (!url.ok)
    return err(
      inputProblem('url', urlReason(url.error), 'Give https://host:port, such as https://k8s.corp.example:8443.'),
    );
  const { port, path, query } = url.value;
  const basePath = path.replace(/\/+$/u, '');
  if (query !== '' || text.includes('#') || text.includes('?')) {
    return err(inputProblem('url', 'It has a query or a fragment.', 'Leave out what follows “?” or “#”.'));
  }
  if (!pathShape.test(basePath) || hasDotSegment(basePath)) {
    return err(
      inputProblem('url', 'Its path has characters that Kubernetes paths do not have.', 'Leave the path out.'),
    );
  }
  const host = url.value.host.toLowerCase();
  return ok({ host, port, origin: `https://${host}:${port}`, basePath });
};

const urlReason = (error: UrlProblem): string => {
  switch (error.kind) {
    case 'not-https':
      return 'The procedure calls HTTPS only (Msg 31610).';
    case 'unparsable':
      return 'It is no URL.';
    case 'host-characters':
      return 'The procedure takes letters, digits, hyphens, underscores and dots in a host name (Msg 31614).';
    case 'too-long':
      return `Its ${error.part} has ${error.bytes} bytes; the procedure takes ${error.limit}.`;
  }
};

const hasDotSegment = (path: string): boolean => /\/\.{1,2}(?:\/|$)/u.test(path);

const credentialProblems = ({ credentialPath = '' }: SetupOptions, origin: string): InputProblem[] => {
  if (!pathShape.test(credentialPath) || hasDotSegment(credentialPath)) {
    return [
      inputProblem(
        'credentialPath',
        'It is no plain path.',
        'Begin with “/”, end without, and use letters, digits and . _ ~ - only; no “.” or “..” alone.',
      ),
    ];
  }
  const wrong = identifierProblem(origin + credentialPath);
  if (origin === '' || wrong === undefined) return [];
  return [
    inputProblem(
      credentialPath === '' ? 'url' : 'credentialPath',
      `As the credential's name: ${wrong}`,
      'Use a shorter one.',
    ),
  ];
};

const databaseProblems = (database: string): InputProblem[] => {
  if (!systemDatabases.has(database.toLowerCase())) return nameProblems('database', database);
  return [
    inputProblem(
      'database',
      `${database} is a system database; master takes no such credential (Msg 33158).`,
      'Choose the database whose users call the cluster.',
    ),
  ];
};

const nameProblems = (field: string, name: string): InputProblem[] => {
  const plain = plainTextProblem(field, name);
  if (plain) return [plain];
  const wrong = identifierProblem(name);
  return wrong === undefined ? [] : [inputProblem(field, wrong, 'Use a shorter name.')];
};

const principalProblems = (field: string, name: string): InputProblem[] =>
  fixedPrincipals.test(name)
    ? [inputProblem(field, `${name} is one of SQL Server's own.`, 'Choose a name of your own.')]
    : nameProblems(field, name);

const memberProblems = ({ members, role }: SetupOptions): InputProblem[] =>
  members.flatMap(({ user, forLogin }: SetupMember, index) => {
    const field = `members[${index}]`;
    const names = members.map((member) => member.user.toLowerCase());
    return [
      ...principalProblems(`${field}.user`, user),
      ...(forLogin === undefined ? [] : nameProblems(`${field}.forLogin`, forLogin)),
      ...(user.toLowerCase() === role.toLowerCase()
        ? [inputProblem(`${field}.user`, 'It has the name of the role.', 'Give the role another name.')]
        : []),
      ...(names.indexOf(user.toLowerCase()) < index
        ? [inputProblem(`${field}.user`, 'It is named twice.', 'Leave one of the two out.')]
        : []),
    ];
  });

const namespaceProblems = (namespace: string | undefined): InputProblem[] =>
  namespace === undefined || namespaceShape.test(namespace)
    ? []
    : [
        inputProblem(
          'namespace',
          'It is no namespace name.',
          'Use at most 63 lower-case letters, digits and hyphens, with a letter or digit at both ends.',
        ),
      ];
