import type { KubernetesRule } from './rule.ts';

/** HTTP errors are return values, not exceptions (documented): without the variable a refusal goes unseen. */
export const returnValueNotCaptured: KubernetesRule = {
  name: 'return-value-not-captured',
  about: 'kubernetes',
  severity: 'warning',
  summary: 'The return value of a call, which holds the HTTP status of a refusal, is not kept.',
  // No fix: the variable must also be declared and tested, and where is for the author to say.
  check: ({ call }) =>
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
