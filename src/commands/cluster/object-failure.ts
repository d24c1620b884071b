import { referenceText, type ObjectFailure } from '../../cluster/sequence.ts';
import type { Failure } from '../../core/failure.ts';
import { clusterFailureWords } from '../../core/kube/cluster-words.ts';
import { err } from '../../core/result.ts';

/** What one object of a sequence came to, with what the cluster looks like now. */
export function objectFailed(
  { failure, verb, reference }: ObjectFailure,
  context: string,
  left: string,
): { readonly ok: false; readonly error: Failure } {
  if (failure.kind === 'cancelled' && left === 'Nothing was changed.') return err({ kind: 'cancelled' });
  const words = clusterFailureWords(failure, { context, doing: `${verb} ${referenceText(reference)}` });
  return err({ kind: 'refused', reason: `${words} ${left}` });
}
