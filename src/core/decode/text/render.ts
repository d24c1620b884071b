import { surenessInWords, type Explanation } from '../explanation.ts';
import type { Diagnosis } from './decode.ts';

/** A diagnosis as plain text, for a terminal or a report. Ends with a line feed. */
export function renderDiagnosis({ parts, explanations, notUnderstood }: Diagnosis): string {
  const told = explanations.map((explanation, index) => renderExplanation(explanation, index));
  const known = parts.filter(({ kind }) => kind !== 'noise').map(({ label }) => `  ${label}`);
  const unknown = notUnderstood.map(({ text }) => `  ${shortened(text)}`);
  const sections = [
    ...(told.length === 0 ? ['No error that we know is in this text.'] : told),
    ...(known.length === 0 ? [] : [['Recognised:', ...known].join('\n')]),
    ...(unknown.length === 0 ? [] : [['Not understood:', ...unknown].join('\n')]),
  ];
  return `${sections.join('\n\n')}\n`;
}

function renderExplanation(explanation: Explanation, index: number): string {
  const { headline, why, fix, owner, sureness, evidence, sources } = explanation;
  return [
    `${index + 1}. ${headline}`,
    `   Why:      ${why}`,
    `   Fix:      ${fix}`,
    `   Who:      ${owner}`,
    `   How sure: ${surenessInWords[sureness]}`,
    ...evidence.map((line) => `   Seen:     ${line.replaceAll(/\s+/g, ' ')}`),
    ...sources.map((line) => `   Source:   ${line}`),
  ].join('\n');
}

const longest = 160;

function shortened(text: string): string {
  const flat = text.replaceAll(/\s+/g, ' ').trim();
  return flat.length <= longest ? flat : `${flat.slice(0, longest - 1)}…`;
}
