import { lint } from '../rules/linter.ts';
import type { LintOptions } from '../rules/lint-batch.ts';
import type { Fix, TextChange, TextEdit } from '../rules/rule.ts';

/** A fix may bring another finding up, such as the argument that a new one needs; more rounds than this mean a circle. */
const mostRounds = 20;

/** Text after edits that do not overlap. */
export const applyEdits = (text: string, edits: readonly TextChange[]): string =>
  [...edits]
    .sort((left, right) => right.span.start - left.span.start)
    .reduce((rest, { span, text: put }) => rest.slice(0, span.start) + put + rest.slice(span.end), text);

const touches = ({ span }: TextEdit, taken: readonly TextEdit[]): boolean =>
  taken.some((other) => span.start <= other.span.end && other.span.start <= span.end);

/** Edits of fixes that leave each other alone; what has to wait is found again in the next round. */
const compatible = (fixes: readonly Fix[]): readonly TextEdit[] => {
  const taken: TextEdit[] = [];
  for (const { edits } of fixes) if (!edits.some((edit) => touches(edit, taken))) taken.push(...edits);
  return taken;
};

/** The document after the first fix of everything that has one and is no hint: a hint is for a person to weigh. */
export const fixAll = (document: string, options: LintOptions): string => {
  let text = document;
  const seen = new Set<string>();
  for (let round = 0; round < mostRounds && !seen.has(text); round += 1) {
    seen.add(text);
    const fixes = lint(text, options)
      .filter(({ severity }) => severity !== 'hint')
      .flatMap(({ fixes: [best] }) => (best === undefined ? [] : [best]));
    if (fixes.length === 0) return text;
    text = applyEdits(text, compatible(fixes));
  }
  return text;
};
