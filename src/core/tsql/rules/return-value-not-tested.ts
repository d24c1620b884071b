import { is } from '../calls/cursor.ts';
import type { BatchReading } from '../calls/call-finder.ts';
import { localVariable } from '../quoting.ts';
import { declarations } from './declarations.ts';
import { fixes } from './edits.ts';
import { testBehind } from './return-test.ts';
import type { KubernetesRule } from './rule.ts';

/** True when anything in the batch but a DECLARE, SET or EXEC that fills it names the variable. Whatever reads it may test it. */
const isRead = ({ tokens, index }: BatchReading, variable: string): boolean =>
  index.of(variable).some((place) => {
    const [before, after] = [tokens[place - 1], tokens[place + 1]];
    const filled = is(before, 'exec', 'execute', 'set') && is(after, '=');
    return !filled && !is(before, 'declare') && !(is(before, ',') && isDeclared(tokens, place));
  });

/** True for the second and later names of a DECLARE: a type follows. */
const isDeclared = (tokens: BatchReading['tokens'], index: number): boolean => {
  const next = tokens[index + 1];
  return next?.kind === 'word' && !is(next, 'output', 'out', 'from');
};

/** A refusal is only in the return value (documented). */
export const returnValueNotTested: KubernetesRule = {
  name: 'return-value-not-tested',
  about: 'kubernetes',
  severity: 'warning',
  summary: 'The return value of a call is kept but never looked at.',
  check: (facts) => {
    const { returnVariable } = facts.call;
    const { batch } = facts.around;
    if (returnVariable === undefined) return [];
    const name = returnVariable.text.toLowerCase();
    // A parameter of the procedure around the call is read by whoever calls that.
    if (!declarations(batch).has(name) || isRead(batch, name)) return [];
    return [
      {
        span: returnVariable.span,
        message: `Nothing looks at ${returnVariable.text}, so a refusal goes unseen. Test it behind the call: 0 is success, else it is the HTTP status.`,
        ...fixes('Test it behind the call', testBehind(facts, localVariable(returnVariable.text))),
      },
    ];
  },
};
