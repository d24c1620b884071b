import type { Failure } from '../core/failure.ts';
import type { AccessAnswer } from '../core/kube/access.ts';
import { selfSubjectAccessReviewPath } from '../core/kube/path.ts';
import { err, ok, type Result } from '../core/result.ts';
import { noResult, unexpected } from './call-answer.ts';
import type { Caller } from './caller.ts';
import type { AccessQuestion, Link } from './cluster-reader.ts';
import { text } from './fields.ts';
import { accessReview } from './statements/objects.ts';

/** Asks Kubernetes, through SQL Server, whether the endpoint's token may do something. Nothing is done. */
export async function reviewAccess(
  call: Caller,
  link: Link,
  question: AccessQuestion,
  signal: AbortSignal,
): Promise<Result<AccessAnswer, Failure>> {
  const payload = JSON.stringify({
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: question },
  });
  const answer = await call(link, { path: selfSubjectAccessReviewPath, payload }, accessReview, signal);
  if (!answer.ok) return answer;
  if (answer.value.resultType === undefined) return err(noResult(answer.value));
  const row = answer.value.rows[0];
  const allowed = row === undefined ? undefined : text(row, 'allowed');
  if (answer.value.kind !== 'SelfSubjectAccessReview' || row === undefined || allowed === undefined) {
    return err(unexpected(answer.value, 'the answer to a SelfSubjectAccessReview'));
  }
  const reason = text(row, 'reason');
  return ok({ allowed: allowed === 'true', ...(reason === undefined ? {} : { reason }) });
}
