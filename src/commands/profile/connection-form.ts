import type { ConnectionProfile, Encryption } from '../../core/connection.ts';
import { checkDatabase, checkName, checkPassword, checkServer, checkUser } from '../../host/field-checks.ts';
import { defaultName } from '../../host/profiles.ts';
import type { Choice, Prompts } from '../../host/prompts.ts';
import { answered, runSteps } from '../../host/steps.ts';
import type { Step } from '../../host/steps.ts';

/** What the form has learnt so far; the password is kept in memory until the test succeeded. */
export interface ConnectionDraft {
  readonly profile: ConnectionProfile;
  /** Empty to keep the stored one, while it would go where it went before. */
  readonly password: string;
  /** A password is stored for this profile, so an empty box keeps it. */
  readonly hasStored?: true;
}

type SignIn = 'sql' | 'windows' | 'entra';

const signIns: readonly Choice<SignIn>[] = [
  { label: 'SQL login', description: 'name and password', value: 'sql' },
  {
    label: 'Windows Integrated',
    description: 'not yet',
    detail: 'Use a SQL login (CREATE LOGIN, CREATE USER) with the same permissions.',
    value: 'windows',
    why: 'Windows Integrated sign-in is not supported yet. Use a SQL login.',
  },
  {
    label: 'Microsoft Entra',
    description: 'not yet',
    detail: 'Use a SQL login (CREATE LOGIN, CREATE USER) with the same permissions.',
    value: 'entra',
    why: 'Microsoft Entra sign-in is not supported yet. Use a SQL login.',
  },
];

const encryptions: readonly Choice<Encryption>[] = [
  {
    label: 'Mandatory',
    description: 'default',
    detail: 'TLS inside the login. Every SQL Server can do it.',
    value: 'mandatory',
  },
  { label: 'Strict', detail: 'TDS 8: TLS before anything else. SQL Server 2022 and newer.', value: 'strict' },
  { label: 'None', detail: 'Your password is readable on the network. Asked to be confirmed.', value: 'none' },
];

const steps = (prompts: Prompts): readonly Step<ConnectionDraft>[] => {
  const set = (draft: ConnectionDraft, change: Partial<ConnectionProfile>): ConnectionDraft => ({
    ...draft,
    profile: { ...draft.profile, ...change },
  });
  return [
    (draft, place) =>
      answered(
        () =>
          prompts.text({
            place,
            prompt: 'Server: host, host,port or host\\instance. Next: the database.',
            placeholder: 'sql01.corp.example,1433',
            value: draft.profile.server,
            check: checkServer,
          }),
        (text) => set(draft, { server: text.trim() }),
      ),
    (draft, place) =>
      answered(
        () =>
          prompts.text({
            place,
            prompt: 'Database that holds, or will hold, the database scoped credential. Next: how to sign in.',
            placeholder: 'orders',
            value: draft.profile.database,
            check: checkDatabase,
          }),
        (text) => set(draft, { database: text.trim() }),
      ),
    (draft, place) =>
      answered(
        () =>
          prompts.choose({
            place,
            prompt: `How to sign in to ${draft.profile.server}. Next: the login.`,
            choices: signIns,
            current: 'sql',
          }),
        () => draft,
      ),
    (draft, place) =>
      answered(
        () =>
          prompts.text({
            place,
            prompt: 'SQL login. Next: its password.',
            placeholder: 'app_reader',
            value: draft.profile.user,
            check: checkUser,
          }),
        (text) => set(draft, { user: text.trim() }),
      ),
    (draft, place) =>
      answered(
        () =>
          prompts.text({
            place,
            prompt: `Password of ${draft.profile.user}. Kept in VS Code’s secret storage, never in settings. Next: encryption.`,
            value: draft.password,
            secret: true,
            ...(draft.hasStored && { placeholder: 'Leave empty to keep the stored one' }),
            check: (text) => (draft.hasStored && text === '' ? undefined : checkPassword(text)),
          }),
        (password) => ({ ...draft, password }),
      ),
    (draft, place) =>
      answered(
        () =>
          prompts.choose({
            place,
            prompt: 'Encryption; the certificate is always checked. Next: the name in the tree.',
            choices: encryptions,
            current: draft.profile.encryption,
          }),
        (encryption) => set(draft, { encryption }),
      ),
    (draft, place) =>
      answered(
        () =>
          prompts.text({
            place,
            prompt: 'Name in the tree. Next: the connection is tested.',
            value: draft.profile.name || defaultName(draft.profile.server, draft.profile.database),
            check: checkName,
          }),
        (text) => set(draft, { name: text.trim() }),
      ),
  ];
};

/** Asks for all of a connection. Undefined when the user backed out; nothing was stored then. */
export async function askConnection(
  prompts: Prompts,
  title: string,
  initial: ConnectionDraft,
): Promise<ConnectionDraft | undefined> {
  const draft = await runSteps(title, steps(prompts), initial);
  if (draft?.profile.encryption !== 'none') return draft;
  const { server } = draft.profile;
  const sure = await prompts.confirm(
    `Connect to ${server} without encryption?`,
    'Your password is readable on the network, by anyone between this computer and SQL Server. Choose this only for a server on this computer.',
    'Connect Without Encryption',
  );
  return sure
    ? draft
    : await askConnection(prompts, title, { ...draft, profile: { ...draft.profile, encryption: 'mandatory' } });
}

/** A draft with nothing in it. */
export const emptyDraft = (id: string): ConnectionDraft => ({
  profile: { id, name: '', server: '', database: '', user: '', encryption: 'mandatory' },
  password: '',
});
