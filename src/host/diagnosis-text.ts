import { linkStateInWords } from '../core/decode/chain.ts';
import { candidates, confidenceInWords } from '../core/decode/diagnosis.ts';
import { paletteOf } from '../core/decode/palette.ts';
import { linkNames, surenessInWords } from '../core/decode/terms.ts';
import { titleOf, type PanelCause, type PanelDiagnosis, type PanelEntry, type PanelStep } from '../protocol/panel.ts';
import { escapeProse, fenced } from './markdown.ts';

/** What a page about a failure holds. */
export interface DiagnosisPage {
  readonly from: string;
  /** Whose error it was taken for, and why. */
  readonly assumed?: string;
  readonly diagnoses: readonly PanelDiagnosis[];
  readonly chain?: PanelEntry['chain'];
  readonly notUnderstood?: readonly string[];
  /** T-SQL that mends it. */
  readonly script?: string;
}

/**
 * A failure as a Markdown page: what is, what it means, what can be behind it, how to confirm and mend each, by whom, how sure
 * that is, and the evidence word by word. What came from outside cannot become links or images in it.
 */
export function diagnosisMarkdown({
  from,
  assumed,
  diagnoses,
  chain,
  notUnderstood = [],
  script,
}: DiagnosisPage): string {
  const [root, ...rest] = diagnoses;
  return [
    `# ${escapeProse(titleOf({ diagnoses, chain: chain ?? [] }))}`,
    '',
    `**Where:** ${escapeProse(from)}`,
    ...(assumed === undefined ? [] : ['', escapeProse(assumed)]),
    ...(chain === undefined ? [] : ['', chain.map(linkText).join(' → ')]),
    ...(root === undefined ? [] : sections(root)),
    ...(script === undefined ? [] : ['', '## T-SQL', '', '```sql', script, '```']),
    ...rest.flatMap((next) => ['', `# And: ${escapeProse(next.headline)}`, ...sections(next)]),
    ...list('Not understood', notUnderstood),
    '',
  ].join('\n');
}

const linkText = ({ link, state, note }: PanelEntry['chain'][number]): string =>
  `${linkNames[link]}: ${linkStateInWords[state]}${note === undefined ? '' : ` (${escapeProse(note)})`}`;

function sections(diagnosis: PanelDiagnosis): string[] {
  const { why, owner, sureness, link, causes, confidence, evidence, sources } = diagnosis;
  return [
    '',
    `**Broken:** ${linkNames[link]}`,
    '',
    `**Who:** ${owner}`,
    '',
    '## What it means',
    '',
    why,
    '',
    surenessInWords[sureness],
    '',
    `## ${confidenceInWords[confidence]}`,
    ...causes.flatMap((cause, index) => causeLines(cause, index + 1)),
    ...(evidence.length === 0 ? [] : ['', '## Evidence', '', fenced(evidence)]),
    ...list('Sources', sources),
  ];
}

function causeLines(cause: PanelCause, number: number): string[] {
  const because = cause.because === undefined ? '' : ` ${escapeProse(cause.because)}`;
  return [
    '',
    `${number}. ${cause.text}${because} _${cause.owner}, ${cause.sureness}_`,
    ...cause.confirm.flatMap((step) => stepLines('Confirm', step)),
    ...cause.fixes.flatMap((step) => stepLines('Fix', step)),
  ];
}

function stepLines(title: string, { text, script, action }: PanelStep): string[] {
  const line = `   - ${title}: ${text}${action === undefined ? '' : ` \`${paletteOf(action)}\``}`;
  if (script === undefined) return [line];
  const code = ['```' + script.language, ...script.text.split('\n'), '```'];
  return [`${line} On ${escapeProse(script.on)}:`, '', ...code.map((part) => `     ${part}`), ''];
}

const list = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines.map((line) => `- ${escapeProse(line)}`)];

/** The same as data, for a ticket or a program. */
export function diagnosisJson({ from, assumed, at, chain, diagnoses, recognised, notUnderstood }: PanelEntry): string {
  const told = diagnoses.map((diagnosis) => ({
    ...diagnosis,
    candidates: candidates(diagnosis).map(({ code }) => code),
  }));
  return `${JSON.stringify({ from, assumed, at, chain, diagnoses: told, recognised, notUnderstood }, undefined, 2)}\n`;
}
