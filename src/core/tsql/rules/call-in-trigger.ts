import type { KubernetesRule } from './rule.ts';
import { isTrigger } from './surroundings.ts';

/** A trigger runs inside the transaction of the statement that fires it (documented). */
export const callInTrigger: KubernetesRule = {
  name: 'call-in-trigger',
  about: 'kubernetes',
  severity: 'warning',
  summary: 'A trigger calls, so every change of its table waits for Kubernetes.',
  // No fix: a queue and a job are needed.
  check: ({ call, around }) =>
    isTrigger(around.batch)
      ? [
          {
            span: call.name,
            message:
              'Every statement that fires this trigger waits for Kubernetes with its locks held, and fails when the call throws. Write to a queue table and call from a job.',
          },
        ]
      : [],
};
