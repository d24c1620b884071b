import { localVariable, sql } from '../quoting.ts';
import type { CallFacts } from './call-facts.ts';
import { fixes } from './edits.ts';
import { indentOf, testBehind } from './return-test.ts';
import type { Fix, KubernetesRule } from './rule.ts';

const names = ['@code', '@return_code', '@http_status'];

/** HTTP errors are return values, not exceptions (documented): without the variable a refusal goes unseen. */
export const returnValueNotCaptured: KubernetesRule = {
  name: 'return-value-not-captured',
  about: 'kubernetes',
  severity: 'warning',
  summary: 'The return value of a call, which holds the HTTP status of a refusal, is not kept.',
  check: (facts) =>
    facts.call.returnVariable === undefined
      ? [
          {
            span: facts.call.name,
            message:
              'An HTTP error raises nothing here: it is only in the return value. Write EXEC @code = … and test @code.',
            ...keepAndTest(facts),
          },
        ]
      : [],
};

/** Declares a variable that the batch does not have yet, fills it, and tests it. */
const keepAndTest = (facts: CallFacts): { readonly fixes?: readonly Fix[] } => {
  const { call, around } = facts;
  const taken = new Set(around.batch.tokens.map((token) => token.lower));
  const free = names.find((name) => !taken.has(name));
  if (free === undefined) return {};
  const variable = localVariable(free);
  const [front, name] = [call.span.start, call.name.start];
  return fixes(
    `Keep it in ${free} and test it`,
    {
      span: { start: front, end: front },
      text: sql`DECLARE ${variable} int;
${indentOf(facts)}`,
    },
    { span: { start: name, end: name }, text: sql`${variable} = ` },
    testBehind(facts, variable),
  );
};
