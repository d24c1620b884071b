import { plainFile } from './file.ts';
import type { SetupFile } from './file.ts';
import { hostKinds } from './host-files.ts';
import type { HostKind } from './host-files.ts';
import { bullets, codeBlock, inlineCode } from './markdown.ts';
import type { Setup } from './options.ts';
import { ownerNames } from './owner.ts';
import type { Owner } from './owner.ts';
import { secretVariables } from './sql-file.ts';
import { sqlPath } from './sql-files.ts';
import { sqlSteps } from './sql-steps.ts';
import type { SqlStep } from './step.ts';
import type { Trust } from './trust-options.ts';

/** One step as the run book shows it. Texts are Markdown; put names into `inlineCode`. */
export interface RunBookStep {
  readonly title: string;
  readonly owner: Owner;
  /** Paths of files, relative to the run book. */
  readonly files: readonly string[];
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
  ...sqlSteps(setup).map(sqlStep),
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
    `read -rs ${secretVariables.token} && export ${secretVariables.token}   # paste it; nothing is shown
[[ $${secretVariables.token} =~ ^[A-Za-z0-9._-]+$ ]] || { echo 'this is no token'; unset ${secretVariables.token}; }
sqlcmd -S SERVER -b -i sql/30-credential.sql
unset ${secretVariables.token}`,
  ),
  '',
  ...codeBlock(
    'powershell',
    `$env:${secretVariables.token} = [System.Net.NetworkCredential]::new('', (Read-Host -AsSecureString 'token')).Password
if ($env:${secretVariables.token} -notmatch '^[A-Za-z0-9._-]+$') { Remove-Item Env:${secretVariables.token}; throw 'This is no token.' }
sqlcmd -S SERVER -b -i sql/30-credential.sql
Remove-Item Env:${secretVariables.token}`,
  ),
  '',
  `${inlineCode('SERVER')} is the instance; add ${inlineCode('-E')} or ${inlineCode('-U')} as you sign in. The same goes for ${inlineCode(secretVariables.masterKeyPassword)}`,
  `and ${inlineCode('sql/20-master-key.sql')}: no single quote in it. The check is there because sqlcmd puts the value into the script as text.`,
  '',
];

const nameStep = (trust: Trust): RunBookStep => ({
  title: 'Make the name known, open the way',
  owner: 'network-team',
  files: ['network/name.md'],
  notes: [
    `SQL Server's host has to resolve ${inlineCode(trust.host)} and reach port ${trust.port}; nothing else, if you can.`,
  ],
  checks: ['On the host: the name resolves and the port answers. The next step checks both.'],
  undo: ['Remove the record, the hosts entries and the firewall rule.'],
});

const hostStep = (trust: Trust, kind: HostKind): RunBookStep => {
  const [script, other, undo] =
    kind === 'windows' ? ['trust.ps1', undefined, 'untrust.ps1'] : ['trust.sh', otherFiles[kind], 'untrust.sh'];
  const at = (name: string): string => `host/${kind}/${name}`;
  return {
    title: `Trust the CA where SQL Server runs on ${hostKinds[kind].name}`,
    owner: hostKinds[kind].owner,
    files: [at(script), ...(other === undefined ? [] : [at(other)])],
    notes: [
      `Needs ${inlineCode('ca.crt')}, never ${inlineCode('ca.key')}. The script refuses a file with another fingerprint.`,
      'It restarts SQL Server only when told to. Every node of an availability group or failover cluster needs it.',
    ],
    checks: [
      `The script ends without “error:” and says that ${inlineCode(`${trust.host}:${trust.port}`)} shows a certificate of this CA.`,
      kind === 'windows'
        ? `The certificate shows in ${inlineCode('certlm.msc')} under Trusted Root Certification Authorities.`
        : `After the restart the error log says ${inlineCode('Installing Client TLS certificates to the store.')}`,
    ],
    undo: [inlineCode(at(undo))],
  };
};

const otherFiles: Readonly<Partial<Record<HostKind, string>>> = {
  container: 'compose.trust.yaml',
  'stateful-set': 'patch.yaml',
};

const sqlStep = (step: SqlStep): RunBookStep => ({
  title: step.title,
  owner: step.owner,
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
  ...step.files.map((file) => `- [ ] run or apply ${inlineCode(file)}`),
  ...step.checks.map((check) => `- [ ] check: ${check}`),
  '',
  ...bullets(step.notes),
  ...(step.notes.length > 0 ? [''] : []),
];

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
