import { statefulSetRights } from './cluster-rights.ts';
import { plainFile } from './file.ts';
import type { SetupFile } from './file.ts';
import { hostKinds } from './host-files.ts';
import type { HostKind } from './host-files.ts';
import { bullets, codeBlock, inlineCode } from './markdown.ts';
import type { Setup } from './options.ts';
import { loginStep } from './login-step.ts';
import { ownerNames } from './owner.ts';
import type { Owner } from './owner.ts';
import { plainRight } from './right.ts';
import type { Right } from './right.ts';
import { renderRights } from './run-book-rights.ts';
import { sqlPath } from './sql-files.ts';
import { sqlSteps } from './sql-steps.ts';
import type { SqlStep } from './step.ts';
import type { Trust } from './trust-options.ts';

/** One step as the run book shows it. Texts are Markdown; put names into `inlineCode`. */
export interface RunBookStep {
  readonly title: string;
  readonly owner: Owner;
  /** What its owner must be allowed to do: exactly that, for the step, its checks and its rollback. */
  readonly rights: readonly Right[];
  /** To be done before the files are run or applied, in order. */
  readonly before?: readonly string[];
  /** Paths of files, relative to the run book. */
  readonly files: readonly string[];
  /** To be done after them. */
  readonly after?: readonly string[];
  readonly notes: readonly string[];
  /** How its owner sees that it worked. */
  readonly checks: readonly string[];
  /** How to take it back; empty when it leaves nothing. */
  readonly undo: readonly string[];
}

/** What one run book is about. Holds no secret, so that neither can it. */
export interface RunBook {
  readonly setup: Setup;
  readonly trust: Trust;
  readonly hosts: readonly HostKind[];
  /** Proxy, access and token, which other generators describe; they come first. */
  readonly inCluster: readonly RunBookStep[];
}

/** The run book as one Markdown file beside the others. */
export const runBookFile = (book: RunBook): SetupFile => plainFile('RUNBOOK.md', renderRunBook(book));

/** All steps in order, the rollback in the other order, the checks, and who owns what. */
export const renderRunBook = (book: RunBook): string => {
  const steps = runBookSteps(book);
  return [
    ...opening(book),
    '## Who does what',
    '',
    '| step | owner |',
    '| --- | --- |',
    ...steps.map(({ title, owner }, index) => `| ${index + 1}. ${title} | ${ownerNames[owner]} |`),
    '',
    ...renderRights(steps),
    ...secrets,
    '## Steps',
    '',
    ...steps.flatMap((step, index) => renderStep(step, index + 1)),
    ...rollback(steps),
    ...afterwards(book),
  ].join('\n');
};

/** Every step in the order in which it runs. */
export const runBookSteps = ({ setup, trust, hosts, inCluster }: RunBook): readonly RunBookStep[] => [
  ...inCluster,
  nameStep(trust),
  ...hosts.map((kind) => hostStep(trust, kind)),
  ...sqlSteps(setup).flatMap((step) => [...(step.id === '40-grants' ? loginStep(setup) : []), sqlStep(step)]),
];

const opening = ({ setup, trust }: RunBook): readonly string[] => [
  `# Run book: ${setup.origin}${setup.basePath}`,
  '',
  'It lets SQL Server call the Kubernetes API. Each step names its owner; each owner needs only the rights of their own steps.',
  '',
  ...bullets([
    `endpoint ${inlineCode(setup.origin + setup.basePath)}`,
    `database ${inlineCode(setup.database)}, credential ${inlineCode(setup.credential)}, role ${inlineCode(setup.role)}`,
    ...setup.members.map(({ user, forLogin }) =>
      forLogin === undefined
        ? `user ${inlineCode(user)}`
        : `user ${inlineCode(user)} for login ${inlineCode(forLogin)}`,
    ),
    `SHA-256 of the CA certificate: ${inlineCode(trust.fingerprint256)}`,
  ]),
  '',
];

const secrets: readonly string[] = [
  '## Secrets',
  '',
  'No file here holds one. The token and the password of the master key are given when the scripts run, from a vault:',
  '',
  ...codeBlock(
    'bash',
    `read -rs TOKEN   # paste it; nothing is shown
if [[ $TOKEN =~ ^[A-Za-z0-9._-]+$ ]]
then TOKEN=$TOKEN sqlcmd -S SERVER -b -i sql/30-credential.sql
else echo 'this is no token'
fi
unset TOKEN`,
  ),
  '',
  ...codeBlock(
    'powershell',
    `$env:TOKEN = [System.Net.NetworkCredential]::new('', (Read-Host -AsSecureString 'token')).Password
if ($env:TOKEN -match '^[A-Za-z0-9._-]+$') { sqlcmd -S SERVER -b -i sql/30-credential.sql } else { 'This is no token.' }
Remove-Item Env:TOKEN`,
  ),
  '',
  `${inlineCode('SERVER')} is the instance; add ${inlineCode('-E')} or ${inlineCode('-U')} as you sign in. sqlcmd puts the value into the script as text, hence the check.`,
  `The same goes for ${inlineCode('MASTER_KEY_PASSWORD')} and ${inlineCode('sql/20-master-key.sql')}: choose one without a single quote.`,
  '',
];

const nameStep = (trust: Trust): RunBookStep => ({
  title: 'Make the name known, open the way',
  owner: 'network-team',
  rights: [plainRight('may change the DNS zone that the SQL Server nodes ask, and the firewall before them')],
  files: ['network/name.md'],
  notes: [
    `SQL Server's host has to resolve ${inlineCode(trust.host)} and reach port ${trust.port}; nothing else, if you can.`,
  ],
  checks: ['On the host: the name resolves and the port answers. The next step checks both.'],
  undo: ['Remove the record, the hosts entries and the firewall rule.'],
});

const hostStep = (trust: Trust, kind: HostKind): RunBookStep => {
  const ending = kind === 'windows' ? 'ps1' : 'sh';
  const at = (name: string): string => `host/${kind}/${name}`;
  return {
    title: `Trust the CA where SQL Server runs ${hostKinds[kind].place}`,
    owner: hostKinds[kind].owner,
    rights: hostRights(trust, kind),
    files: [at(`trust.${ending}`)],
    notes: [
      `Needs ${inlineCode('ca.crt')}, never ${inlineCode('ca.key')}. The script refuses a file with another fingerprint.`,
      ...hostNotes[kind],
    ],
    checks: ['The script ends without an error.', ...hostChecks(trust, kind)],
    undo: [inlineCode(at(`untrust.${ending}`))],
  };
};

const hostRights = (trust: Trust, kind: HostKind): readonly Right[] => {
  switch (kind) {
    case 'linux':
    case 'wsl':
      return [plainRight('is root there (sudo): files below `/var/opt/mssql`, and a restart of `mssql-server`')];
    case 'container':
      return [plainRight('may copy into the container, run commands in it as root, and restart it')];
    case 'windows':
      return [
        plainRight('is a local administrator there: the Root store of the machine, and a restart of the service'),
      ];
    case 'stateful-set':
      return statefulSetRights(trust);
  }
};

const perNode =
  'It restarts SQL Server only when told to. Every node of an availability group or failover cluster needs it.';

const hostNotes: Readonly<Record<HostKind, readonly string[]>> = {
  linux: [perNode],
  wsl: ['It restarts SQL Server only when told to.'],
  container: [
    'It restarts the container only when told to.',
    `Where compose makes the container, lay ${inlineCode('host/container/compose.trust.yaml')} over its file instead; leave it out again to undo.`,
  ],
  'stateful-set': [
    `It shows the change first, and applies ${inlineCode('host/stateful-set/patch.yaml')} when told to; the undo applies ${inlineCode('host/stateful-set/unpatch.yaml')}.`,
    'Both replace the pods, which ends every connection.',
  ],
  windows: [perNode],
};

const hostChecks = ({ host, port }: Trust, kind: HostKind): readonly string[] => {
  const handshake = `It says that ${inlineCode(`${host}:${port}`)} shows a certificate which this host trusts.`;
  const errorLog = `After the restart it shows ${inlineCode('Installing Client TLS certificates to the store.')} from the error log.`;
  switch (kind) {
    case 'linux':
    case 'wsl':
      return [handshake, errorLog];
    case 'windows':
      return [handshake, `${inlineCode('certlm.msc')} shows it under Trusted Root Certification Authorities.`];
    case 'container':
      return [`It shows the address of ${inlineCode(host)}, as the container resolves it.`, errorLog];
    case 'stateful-set':
      return [errorLog];
  }
};

const sqlStep = (step: SqlStep): RunBookStep => ({
  title: step.title,
  owner: step.owner,
  rights: step.rights,
  files: [sqlPath(step, 'run')],
  notes: [`Needs ${step.needs}.`, ...step.notes],
  checks: [sqlChecks[step.id]],
  undo: step.undo.length === 0 ? [] : [inlineCode(sqlPath(step, 'undo')), ...step.undoNotes],
});

const sqlChecks: Readonly<Record<SqlStep['id'], string>> = {
  '10-switch': 'Its last result shows 1 as configured and in use.',
  '20-master-key': 'It ends without an error, or says that there is a key already. Write down which.',
  '30-credential': 'Its last result shows the credential with the identity HTTPEndpointHeaders.',
  '40-grants': 'Its last result shows EXECUTE ANY EXTERNAL ENDPOINT and REFERENCES, each with GRANT.',
  '50-proof': 'Every call shows return_value 0, and as its answer the service account of the token, or PodList.',
  '60-audit': 'After another run of the proof, its last result shows the calls.',
};

const renderStep = (step: RunBookStep, number: number): readonly string[] => [
  `### ${number}. ${step.title}`,
  '',
  `Owner: **${ownerNames[step.owner]}**`,
  '',
  ...(step.before ?? []).map((task) => `- [ ] ${task}`),
  ...step.files.map((file) => `- [ ] ${taskFor(file)}`),
  ...(step.after ?? []).map((task) => `- [ ] ${task}`),
  ...step.checks.map((check) => `- [ ] check: ${check}`),
  '',
  ...bullets(step.notes),
  ...(step.notes.length > 0 ? [''] : []),
];

/** What its owner does with a file, by its kind. */
const taskFor = (file: string): string => {
  const name = inlineCode(file);
  if (file.endsWith('.md')) return `read and do ${name}`;
  if (/\.(?:sql|sh|ps1)$/u.test(file)) return `run ${name}`;
  return `apply ${name} with ${inlineCode(`kubectl apply --server-side --field-manager=sqlkube --filename=${file}`)}`;
};

const rollback = (steps: readonly RunBookStep[]): readonly string[] => [
  '## Rollback',
  '',
  'From the last step done to the first. What was there before these steps stays: the scripts say what that was.',
  '',
  ...steps
    .toReversed()
    .flatMap(({ title, owner, undo }, index) =>
      undo.length === 0
        ? []
        : [`- [ ] ${steps.length - index}. ${title} (${ownerNames[owner]})`, ...undo.map((text) => `  - ${text}`)],
    ),
  '',
];

const afterwards = ({ trust }: RunBook): readonly string[] => [
  '## Afterwards',
  '',
  ...bullets([
    `The token ends: the cluster admin issues the next one in time, the DBA of the database runs ${inlineCode('sql/30-credential.sql')} again, then the proof.`,
    `The server certificate of ${inlineCode(trust.host)} ends: the cluster admin renews it under the same CA, and nothing changes for SQL Server.`,
    'The CA ends: every host trusts the next one before the server certificate changes over to it.',
  ]),
  '',
];
