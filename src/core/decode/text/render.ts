import { candidates, confidenceInWords, type Cause, type Decoded, type Diagnosis, type Step } from '../diagnosis.ts';
import { paletteOf } from '../palette.ts';
import { plain } from '../plain.ts';
import { linkNames, surenessInWords } from '../terms.ts';

/** What was decoded as plain text, for a terminal. Ends with a line feed. */
export function renderDecoded({ parts, diagnoses, notUnderstood }: Decoded): string {
  const [root, ...rest] = diagnoses;
  const known = parts.filter(({ kind }) => kind !== 'noise').map(({ label }) => `  ${label}`);
  const unknown = notUnderstood.map(({ text }) => `  ${shortened(text)}`);
  const sections = [
    root === undefined ? 'No error that we know is in this text.' : renderDiagnosis(root),
    ...(rest.length === 0 ? [] : ['What follows from it, or stands beside it:', ...rest.map(renderDiagnosis)]),
    ...(known.length === 0 ? [] : [['Recognised:', ...known].join('\n')]),
    ...(unknown.length === 0 ? [] : [['Not understood:', ...unknown].join('\n')]),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** One diagnosis as plain text. */
function renderDiagnosis(diagnosis: Diagnosis): string {
  const { headline, why, owner, sureness, link, causes, confidence, evidence, sources, code } = diagnosis;
  const among = new Set(candidates(diagnosis));
  return [
    headline,
    `  Broken:    ${linkNames[link]}`,
    `  Mended by: ${owner}`,
    `  Means:     ${plain(why)}`,
    `  How sure:  ${surenessInWords[sureness]}`,
    `  ${confidenceInWords[confidence]}:`,
    ...causes.flatMap((cause, index) => renderCause(cause, index + 1, among.has(cause))),
    ...evidence.map((line) => `  Seen:      ${line.replaceAll(/\s+/g, ' ')}`),
    ...sources.map((line) => `  Source:    ${line}`),
    `  Code:      ${code}`,
  ].join('\n');
}

function renderCause(cause: Cause, number: number, isCandidate: boolean): string[] {
  const marks = [cause.owner, cause.sureness, cause.code].join(', ');
  const because = cause.because === undefined ? '' : ` ${cause.because}`;
  return [
    `    ${number}. ${plain(cause.text)}${because} (${marks})`,
    // What is unlikely is named, and not spelt out.
    ...(isCandidate || number === 1
      ? [
          ...cause.confirm.flatMap((step) => renderStep('Confirm:', step)),
          ...cause.fixes.flatMap((step) => renderStep('Fix:    ', step)),
        ]
      : []),
  ];
}

function renderStep(title: string, { text, script, action }: Step): string[] {
  const head = `       ${title} ${plain(text)}${action === undefined ? '' : ` ${paletteOf(action)}`}`;
  if (script === undefined) return [head];
  return [`${head} Run on ${script.on}:`, ...script.text.split('\n').map((line) => `                  ${line}`)];
}

const longest = 160;

function shortened(text: string): string {
  const flat = text.replaceAll(/\s+/g, ' ').trim();
  return flat.length <= longest ? flat : `${flat.slice(0, longest - 1)}…`;
}
