import type { KubernetesRule } from './rule.ts';
import { isInTransaction } from './surroundings.ts';

/** The engine waits inside the transaction (observed: up to 230 s); that HTTP is outside it is inferred, nothing else is possible. */
export const callInTransaction: KubernetesRule = {
  name: 'call-in-transaction',
  about: 'kubernetes',
  severity: 'warning',
  summary: 'A call is made inside a transaction, whose locks wait for it and whose ROLLBACK does not undo it.',
  // No fix: what belongs into the transaction is for the author to say.
  check: ({ call, around }) =>
    isInTransaction(around.batch, call.span.start)
      ? [
          {
            span: call.name,
            message:
              'The transaction keeps its locks while this call waits, and a ROLLBACK does not undo what Kubernetes did. Call before BEGIN or after COMMIT.',
          },
        ]
      : [],
};
