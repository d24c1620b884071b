import type { Rule } from './rule.ts';

/** HTTP errors are return values, not exceptions (documented): without the variable a refusal goes unseen. */
export const returnValueNotCaptured: Rule = {
  code: 'sqlkube/return-value-not-captured',
  severity: 'warning',
  // No fix: the variable must also be declared and tested, and where is for the author to say.
  check: (call) =>
    call.returnVariable === undefined
      ? [
          {
            span: call.name,
            message:
              'An HTTP error raises nothing here: it is only in the return value. Write EXEC @code = … and test @code.',
          },
        ]
      : [],
};
