import type { ServedCertificate } from '../decode/served-certificate.ts';
import { surenessInWords } from '../decode/terms.ts';
import { paletteOf } from '../decode/palette.ts';
import { plain } from '../decode/plain.ts';
import { redact } from '../redact.ts';
import { checkOf, docOf } from './checks.ts';
import type { Finding, Fix } from './finding.ts';
import type { Subject } from './hands.ts';
import { chainOf, counts, firstBroken, verdictOf } from './summary.ts';
import { causesTitle, chainInWords, headlineOf, labelOf } from './words.ts';

/** A finished run. */
export interface DoctorRun {
  readonly subject: Subject;
  readonly findings: readonly Finding[];
  readonly at: Date;
  /** What this computer was shown, where a check looked. */
  readonly certificate?: ServedCertificate;
  /** Secrets that the caller holds; whatever spells one is masked. */
  readonly secrets?: readonly string[];
}

const outcomes: Readonly<Record<Finding['outcome'], string>> = {
  pass: 'pass',
  warn: 'WARN',
  fail: 'FAIL',
  skipped: 'skipped',
  'could not check': 'could not check',
};

/** A run in one of its three forms. */
export function renderDoctor(run: DoctorRun, as: 'markdown' | 'json' | 'text'): string {
  switch (as) {
    case 'markdown':
      return renderMarkdown(run);
    case 'json':
      return renderJson(run);
    case 'text':
      return renderText(run);
  }
}

/** The report as Markdown. Holds no secret. */
function renderMarkdown(run: DoctorRun): string {
  const { subject, findings, at } = run;
  const broken = firstBroken(findings);
  const lines = [
    `# Doctor: ${subject.endpoint.url} through ${subject.connection.name}`,
    '',
    `**${verdictOf(findings)}**`,
    '',
    chainOf(findings)
      .map(({ name, state }) => `${name}: ${chainInWords[state]}`)
      .join(' → '),
    '',
    `${counts(findings)}. Looked at on ${at.toISOString()}; nothing was changed.`,
    '',
    ...(broken ? ['## What to mend first', '', ...section(broken), ''] : []),
    '## All checks',
    '',
    ...findings.flatMap((finding) => (finding === broken ? [brief(finding)] : full(finding))),
    '',
  ];
  return redact(lines.join('\n'), run.secrets);
}

const brief = (finding: Finding): string =>
  `- **${outcomes[finding.outcome]}** ${checkOf(finding.check).title}: ${headlineOf(finding)} (\`${finding.check}\`)`;

function full(finding: Finding): readonly string[] {
  if (finding.outcome === 'pass' || finding.outcome === 'skipped') return [brief(finding)];
  return [brief(finding), ...detail(finding).map((line) => (line === '' ? '' : `  ${line}`))];
}

const section = (finding: Finding): readonly string[] => [
  `### ${headlineOf(finding)}`,
  '',
  `Who mends it: **${finding.owner}**. Check \`${finding.check}\` (${docOf(finding.check)}), ${finding.durationMs} ms.`,
  '',
  ...detail(finding),
];

function detail(finding: Finding): readonly string[] {
  const { why = '', causes = [], fixes = [], evidence = [], sureness, outcome } = finding;
  return [
    ...(why === '' ? [] : [why, '']),
    ...(causes.length === 0 ? [] : [`${causesTitle(finding)}:`, ...causes.map(({ text }) => `- ${text}`), '']),
    ...(fixes.length === 0 ? [] : ['What to do:', ...fixes.flatMap(fixLines), '']),
    ...(evidence.length === 0 ? [] : ['What was seen:', ...evidence.map((line) => `- ${quoted(line)}`), '']),
    ...(outcome === 'fail' && sureness !== undefined ? [surenessInWords[sureness]] : []),
  ];
}

/** Evidence is text from outside: nothing in it is to be taken for Markdown. */
const quoted = (line: string): string => `\`${line.replaceAll('`', "'").replaceAll(/\s+/g, ' ')}\``;

function fixLines({ text, script, action }: Fix): readonly string[] {
  if (script === undefined) return [`- ${text}${action === undefined ? '' : ` \`${paletteOf(action)}\``}`];
  return [
    `- ${text} On ${script.on}:`,
    '',
    `  \`\`\`${script.language}`,
    ...script.text.split('\n').map((line) => `  ${line}`),
    '  ```',
    '',
  ];
}

/** The report as JSON, for tickets and scripts. Holds no secret. */
function renderJson(run: DoctorRun): string {
  const { subject, findings, at } = run;
  const broken = firstBroken(findings);
  const report = {
    kind: 'SqlKubeDoctor',
    version: 1,
    at: at.toISOString(),
    connection: {
      name: subject.connection.name,
      server: subject.connection.server,
      database: subject.connection.database,
    },
    endpoint: { url: subject.endpoint.url, signsInBy: subject.endpoint.authentication.kind },
    verdict: verdictOf(findings),
    firstBroken: broken?.check ?? null,
    chain: chainOf(findings),
    findings: findings.map((finding) => ({
      ...finding,
      title: checkOf(finding.check).title,
      link: checkOf(finding.check).link,
      doc: docOf(finding.check),
    })),
  };
  // Strings are redacted before they are written as JSON, so that masking cannot break it.
  return `${JSON.stringify(report, (_, value: unknown) => (typeof value === 'string' ? redact(value, run.secrets) : value), 2)}\n`;
}

/** The report as plain text for a terminal: one line a check, and everything about those that are not well. */
function renderText(run: DoctorRun): string {
  const { findings } = run;
  const lines = [
    verdictOf(findings),
    chainOf(findings)
      .map(({ name, state }) => `${name} ${chainInWords[state]}`)
      .join(' > '),
    '',
    ...findings.flatMap((finding) => [
      `${outcomes[finding.outcome].padEnd(16)}${labelOf(finding)}${durationOf(finding)}`,
      ...(finding.outcome === 'fail' || finding.outcome === 'warn' ? textDetail(finding) : []),
    ]),
    '',
    counts(findings),
    '',
  ];
  return redact(lines.join('\n'), run.secrets);
}

const durationOf = ({ durationMs }: Finding): string =>
  durationMs < 1000 ? '' : `  (${(durationMs / 1000).toFixed(1)} s)`;

const indent = ' '.repeat(16);

function textDetail(finding: Finding): readonly string[] {
  const { why = '', causes = [], fixes = [], evidence = [] } = finding;
  return [
    ...(why === '' ? [] : [plain(why)]),
    ...(causes.length === 0 ? [] : [`${causesTitle(finding)}:`, ...causes.map(({ text }) => `  - ${plain(text)}`)]),
    `To be mended by: ${finding.owner}`,
    ...fixes.flatMap(({ text, script, action }) => [
      `  - ${plain(text)}${action === undefined ? '' : ` ${paletteOf(action)}`}`,
      ...(script ? [`    On ${script.on}:`, ...script.text.split('\n').map((line) => `      ${line}`)] : []),
    ]),
    ...(evidence.length === 0 ? [] : ['Seen:', ...evidence.map((line) => `  - ${line}`)]),
  ].map((line) => indent + line);
}
