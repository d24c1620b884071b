import type { KubernetesRule } from './rule.ts';
import { isInCursorLoop } from './surroundings.ts';

/** One call is one round trip (documented advice: batch rows into one payload). */
export const callInLoop: KubernetesRule = {
  name: 'call-in-loop',
  about: 'kubernetes',
  severity: 'information',
  summary: 'A cursor loop makes one call a row.',
  // No fix: whether one call can serve all rows depends on what is called.
  check: ({ call, around }) =>
    isInCursorLoop(around.batch, call.span.start)
      ? [
          {
            span: call.name,
            message:
              'Each row waits for a call of its own. Ask once for the whole list if you can; else read the rows into a table first and close the cursor.',
          },
        ]
      : [],
};
