import { integer } from '../quoting.ts';
import type { CallFacts } from './call-facts.ts';
import { fixes } from './edits.ts';
import type { Finding } from './rule.ts';

/** A number that the procedure refuses; the fix takes the nearest one that it accepts. */
export const rangeFindings = (
  facts: CallFacts,
  parameter: string,
  { minimum, maximum }: { readonly minimum: number; readonly maximum: number },
  unit: string,
): readonly Finding[] => {
  const value = facts.argument(parameter)?.value;
  const constant = facts.constant(parameter);
  if (value === undefined || constant.kind !== 'number') return [];
  if (constant.value >= minimum && constant.value <= maximum) return [];
  const allowed = Math.min(Math.max(constant.value, minimum), maximum);
  return [
    {
      span: value.span,
      message: `${parameter} takes ${minimum} to ${maximum} ${unit}, not ${constant.value}.`,
      ...(value.kind === 'literal' ? fixes(`Change to ${allowed}`, { span: value.span, text: integer(allowed) }) : {}),
    },
  ];
};
