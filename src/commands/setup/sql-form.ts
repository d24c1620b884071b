import { checkSetup } from '../../core/setup/check-setup.ts';
import { without } from '../../core/without.ts';
import { outOfReach } from '../../core/setup/credential-reach.ts';
import type { SetupMember, SetupOptions } from '../../core/setup/options.ts';
import { checkDatabase, checkEndpointUrl, cleanEndpointUrl } from '../../host/field-checks.ts';
import type { Prompts } from '../../host/prompts.ts';
import { answered, type Step } from '../../host/steps.ts';

/** What the questions about SQL Server have learnt so far. */
export interface SqlDraft {
  readonly options: SetupOptions;
  /** The credential is to be limited to a path, which is asked for. */
  readonly scoped: boolean;
}

/** What stands in the boxes at first. */
export const firstSqlDraft = (given: Partial<SetupOptions>): SqlDraft => ({
  options: { url: '', database: '', role: 'sqlkube_caller', members: [], audit: false, ...given },
  scoped: given.credentialPath !== undefined,
});

/** The questions about the database: URL, database, credential, role, who holds it, proof, audit. */
export const sqlSteps = <S extends SqlDraft>(prompts: Prompts): readonly Step<S>[] => {
  const set = (draft: S, change: Partial<SetupOptions>): S => ({ ...draft, options: { ...draft.options, ...change } });
  return [
    (draft, place) =>
      answered(
        () =>
          prompts.text({
            place,
            prompt: 'URL of the endpoint as SQL Server reaches it. Next: the database.',
            placeholder: 'https://k8s.corp.example:8443',
            value: draft.options.url,
            check: (text) => checkEndpointUrl(text) ?? wrong(draft.options, 'url', { url: text.trim() }),
          }),
        (text) => set(draft, { url: cleanEndpointUrl(text) }),
      ),
    (draft, place) =>
      answered(
        () =>
          prompts.text({
            place,
            prompt: 'Database whose users call the cluster. Next: how far the credential reaches.',
            value: draft.options.database,
            check: (text) => checkDatabase(text) ?? wrong(draft.options, 'database', { database: text.trim() }),
          }),
        (text) => set(draft, { database: text.trim() }),
      ),
    (draft, place) =>
      answered(
        () =>
          prompts.choose({
            place,
            prompt: 'The name of the credential decides which URLs it serves. Next: the role.',
            choices: [
              {
                label: credentialName(draft.options),
                description: 'the whole endpoint',
                detail: 'Every call to this host and port may use the token.',
                value: false,
              },
              {
                label: 'Only below a path…',
                description: 'such as one namespace',
                detail: 'Fewer calls may use the token; lists of namespaces and the health check no longer can.',
                value: true,
              },
            ],
            current: draft.scoped,
          }),
        (scoped) => (scoped ? { ...draft, scoped } : { ...withoutPath(draft), scoped }),
      ),
    (draft, place) => (draft.scoped ? askPath(prompts, draft, place, set) : undefined),
    (draft, place) =>
      answered(
        () =>
          prompts.text({
            place,
            prompt: 'Database role that may call the endpoint; it is made when it is missing. Next: who belongs to it.',
            value: draft.options.role,
            check: (text) => wrong(draft.options, 'role', { role: text.trim(), members: [] }),
          }),
        (text) => set(draft, { role: text.trim() }),
      ),
    (draft, place) =>
      answered(
        () =>
          prompts.text({
            place,
            prompt:
              'Users of the role, separated by commas. “user = login” makes the user for that login. Next: the proof.',
            placeholder: 'app_reader = app_reader, report; empty for none',
            value: writeMembers(draft.options.members),
            check: (text) => wrong(draft.options, 'members', { members: readMembers(text) }),
          }),
        (text) => set(draft, { members: readMembers(text) }),
      ),
    (draft, place) =>
      answered(
        () =>
          prompts.text({
            place,
            prompt: 'A namespace whose pods the token may list: the proof lists one of them. Next: the audit.',
            placeholder: 'shop; empty to prove only whom the token stands for',
            value: draft.options.namespace ?? '',
            check: (text) => wrongNamespace(draft.options, text.trim()),
          }),
        (text) => set(withoutNamespace(draft), text.trim() === '' ? {} : { namespace: text.trim() }),
      ),
    (draft, place) =>
      answered(
        () =>
          prompts.choose({
            place,
            prompt: 'Record every call of the instance? Next: where SQL Server runs.',
            choices: [
              { label: 'No audit', description: 'no Extended Events session', value: false },
              {
                label: 'An audit session',
                description: 'Extended Events, up to 50 MB of files in the error log folder',
                detail:
                  'Records who called, from where and in which database; not the statement, which may hold a token.',
                value: true,
              },
            ],
            current: draft.options.audit,
          }),
        (audit) => set(draft, { audit }),
      ),
  ];
};

const askPath = <S extends SqlDraft>(
  prompts: Prompts,
  draft: S,
  place: Parameters<Step<S>>[1],
  set: (draft: S, change: Partial<SetupOptions>) => S,
): ReturnType<Step<S>> =>
  answered(
    () =>
      prompts.text({
        place,
        prompt: `Path below ${draft.options.url}: calls outside it can no longer use the token (Msg 31630). Next: the role.`,
        placeholder: '/api/v1/namespaces/shop',
        value: draft.options.credentialPath ?? '',
        check: (text) =>
          text.trim() === ''
            ? 'Type the path, beginning with a slash.'
            : wrong(withoutNamespaceIn(draft.options), 'credentialPath', {
                credentialPath: text.trim(),
                ...namespaceOf(text.trim()),
              }),
      }),
    (text) => set(draft, { credentialPath: text.trim(), ...namespaceOf(text.trim()) }),
  );

/** The path of one namespace names what the proof may list. */
const namespaceOf = (path: string): { readonly namespace?: string } => {
  const [, namespace] = /^\/api\/v1\/namespaces\/([a-z0-9-]+)(?:\/|$)/u.exec(path) ?? [];
  return namespace === undefined ? {} : { namespace };
};

/** What a chosen name can no longer reach, as a sentence; empty for the whole endpoint. */
export const lostReach = (options: SetupOptions): string => {
  const checked = checkSetup(options);
  const lost = checked.ok ? outOfReach(checked.value) : [];
  return lost.length === 0 ? '' : `Out of reach for this credential: ${lost.join('; ')}.`;
};

const credentialName = (options: SetupOptions): string => {
  const checked = checkSetup({ ...withoutNamespaceIn(options), credentialPath: '', members: [] });
  return checked.ok ? checked.value.credential : options.url;
};

const withoutPath = <S extends SqlDraft>(draft: S): S => {
  return { ...draft, options: without(draft.options, 'credentialPath') };
};

const withoutNamespaceIn = (options: SetupOptions): SetupOptions => {
  return without(options, 'namespace');
};

const withoutNamespace = <S extends SqlDraft>(draft: S): S => ({
  ...draft,
  options: withoutNamespaceIn(draft.options),
});

const wrongNamespace = (options: SetupOptions, namespace: string): string | undefined => {
  const without = withoutNamespaceIn(options);
  return namespace === '' ? wrong(without, 'credentialPath', {}) : wrong(without, 'namespace', { namespace });
};

/** The first problem of one field, as the box shows it. */
const wrong = (options: SetupOptions, field: string, change: Partial<SetupOptions>): string | undefined => {
  const checked = checkSetup({ ...options, ...change });
  if (checked.ok) return undefined;
  const problem = checked.error.find((one) => one.field === field || one.field.startsWith(`${field}[`));
  return problem === undefined ? undefined : `${problem.reason} ${problem.fix}`;
};

/** `a, b = login` */
const readMembers = (text: string): readonly SetupMember[] =>
  text
    .split(',')
    .filter((one) => one.trim() !== '')
    .map((one) => {
      const [user = '', login] = one.split('=').map((part) => part.trim());
      return login === undefined || login === '' ? { user } : { user, forLogin: login };
    });

const writeMembers = (members: readonly SetupMember[]): string =>
  members.map(({ user, forLogin }) => (forLogin === undefined ? user : `${user} = ${forLogin}`)).join(', ');
