import { credentialNameProblem, type CredentialNameProblem } from '../rest/credential-name.ts';
import { identityUse } from '../rest/identities.ts';
import { identifierProblem, quoteIdentifier, sql } from '../tsql/quoting.ts';
import { fixBy } from './failed.ts';
import { notNeeded, pass, unknown, type FindingCause, type Fix, type Verdict } from './finding.ts';
import type { ServerState } from './hands.ts';
import type { Probes } from './probes.ts';

/** The endpoint’s credential and the server; a verdict when there is nothing to look at. */
async function look(probes: Probes, judge: (name: string, server: ServerState) => Verdict): Promise<Verdict> {
  const { authentication } = probes.subject.endpoint;
  if (authentication.kind === 'token')
    return notNeeded('This endpoint signs in with a token that is stored on this computer');
  if (authentication.kind === 'none') return notNeeded('This endpoint does not sign in');
  const server = await probes.server;
  return server.ok ? judge(authentication.name, server.value) : unknown('SQL Server could not be asked');
}

const same = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

/** `credential`: there, and REFERENCES granted. A login with few rights cannot tell absence from a missing grant. */
export const judgeCredential = (probes: Probes): Promise<Verdict> =>
  look(probes, (name, server) => {
    const seen = server.credentials.map((credential) => credential.name);
    const evidence = [
      `sys.database_scoped_credentials in ${server.database} shows ${server.login}: ${seen.join(', ') || 'none'}`,
      `HAS_PERMS_BY_NAME('${name}', 'DATABASE SCOPED CREDENTIAL', 'REFERENCES') = ${server.mayUseCredential === undefined ? 'NULL' : Number(server.mayUseCredential)}`,
    ];
    const isThere = seen.some((one) => same(one, name));
    if (isThere && server.mayUseCredential !== false)
      return pass(`${server.login} may use the credential ${name}`, evidence);
    const grant = grantOn(name, server, probes.subject.sqlServerName);
    if (isThere) return notGranted(name, server, grant, evidence, probes);
    return absent({ name, server, evidence, probes, grant });
  });

function notGranted(
  name: string,
  server: ServerState,
  grant: Fix,
  evidence: readonly string[],
  { subject }: Probes,
): Verdict {
  return {
    outcome: 'fail',
    headline: `${server.login} may not use the credential ${name}`,
    why: `It is in ${server.database}, but the permission REFERENCES on it is missing. SQL Server then says that it does not exist.`,
    sureness: 'documented',
    causes: [
      {
        code: 'sql.credential-not-granted',
        text: `REFERENCES on the credential is not granted on ${subject.sqlServerName}.`,
      },
    ],
    evidence,
    fixes: [grant],
  };
}

interface Absent {
  readonly name: string;
  readonly server: ServerState;
  readonly evidence: readonly string[];
  readonly probes: Probes;
  readonly grant: Fix;
}

function absent({ name, server, evidence, probes, grant }: Absent): Verdict {
  const { endpoint } = probes.subject;
  const other = server.credentials.find(
    (credential) => credentialNameProblem(credential.name, endpoint.url) === undefined,
  );
  const missing: FindingCause = {
    code: 'sql.credential-missing',
    text: other
      ? `It has another name in database ${server.database}: ${other.name} fits the URL too.`
      : `No credential of this name was made in database ${server.database}.`,
  };
  const hidden: FindingCause = {
    code: 'sql.credential-not-granted',
    text: `It is there, but REFERENCES on it was not granted to ${server.login}, which then cannot see it either.`,
  };
  const make = fixBy('set-up-sql-server', `Make it in ${server.database}: SQL Kube writes the script.`);
  const use = fixBy('edit-endpoint', `Let the endpoint use ${other?.name ?? ''}.`);
  return {
    outcome: 'fail',
    headline: `There is no credential ${name} that ${server.login} could use in ${server.database}`,
    why: server.seesAll
      ? 'This login sees all credentials of the database, and this one is not among them.'
      : 'SQL Server does not say which: it hides a credential from those who may not use it.',
    sureness: server.seesAll ? 'observed' : 'documented',
    causes: [missing, ...(server.seesAll ? [] : [hidden])],
    evidence,
    fixes: [...(other ? [use] : []), make, ...(server.seesAll ? [] : [grant])],
  };
}

function grantOn(name: string, server: ServerState, on: string): Fix {
  const text = `Have REFERENCES on it granted to the database user of ${server.login}.`;
  if ([name, server.login, server.database].some((one) => identifierProblem(one) !== undefined)) return { text };
  const script = sql`USE ${quoteIdentifier(server.database)};
GRANT REFERENCES ON DATABASE SCOPED CREDENTIAL::${quoteIdentifier(name)} TO ${quoteIdentifier(server.login)};`;
  return { text, script: { language: 'sql', on, text: script } };
}

const nameProblems: Readonly<Record<CredentialNameProblem, string>> = {
  'not-a-url': 'The name is no https address.',
  'query-string': 'The name has a query string, which no credential may have.',
  'scheme-or-host': 'The name is for another host.',
  port: 'The name is for another port.',
  'path-longer': 'The name has a longer path than the URL.',
  'path-differs': 'The name has another path than the URL.',
};

/** `credential-name`: SQL Server refuses a credential whose name is not where the URL begins. */
export const judgeCredentialName = (probes: Probes): Promise<Verdict> =>
  look(probes, (name) => {
    const { url } = probes.subject.endpoint;
    const problem = credentialNameProblem(name, url);
    const evidence = [`Credential ${name}`, `URL ${url}`];
    if (problem === undefined) return pass('The URL begins with the credential’s name', evidence);
    return {
      outcome: 'fail',
      headline: `The credential ${name} is not for ${url}`,
      why: `${nameProblems[problem]} SQL Server uses a credential only for URLs that begin with its name.`,
      owner: 'you',
      sureness: problem === 'port' ? 'derived' : 'observed',
      causes: [
        { code: 'sql.credential-name', text: 'The credential’s name and the endpoint’s URL do not belong together.' },
      ],
      evidence,
      fixes: [
        fixBy('edit-endpoint', 'Choose the credential that is named like the URL, or correct the URL.'),
        fixBy('set-up-sql-server', `Or make a credential named ${originOf(url)}: SQL Kube writes the script.`),
      ],
    };
  });

const originOf = (url: string): string => /^https?:\/\/[^/]+/i.exec(url)?.[0] ?? url;

/** `credential-identity`: HTTPEndpointHeaders sends the secret as headers. */
export const judgeCredentialIdentity = (probes: Probes): Promise<Verdict> =>
  look(probes, (name, server) => {
    const found = server.credentials.find((credential) => same(credential.name, name));
    if (found === undefined) return unknown('The credential cannot be seen');
    const evidence = [`IDENTITY = '${found.identity}'`];
    if (identityUse(found.identity) === 'headers')
      return pass('Its secret is sent as request headers', [...evidence, 'The secret itself cannot be read back.']);
    return {
      outcome: 'fail',
      headline: `The credential ${name} is of the kind ${found.identity}`,
      why: 'A token has to travel as a header, and only the kind HTTPEndpointHeaders sends headers.',
      sureness: 'observed',
      causes: [{ code: 'sql.credential-identity', text: 'The credential was made with another IDENTITY.' }],
      evidence,
      fixes: [
        fixBy(
          'set-up-sql-server',
          "Make it again with `IDENTITY = 'HTTPEndpointHeaders'`: SQL Kube writes the script.",
        ),
      ],
    };
  });
