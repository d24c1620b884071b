import { decodeAccessReview, decodeSelfReview, type AccessAnswer, type Identity } from '../core/kube/access.ts';
import {
  isPathSegment,
  selfSubjectAccessReviewPath,
  selfSubjectReviewPath,
  tokenRequestPath,
} from '../core/kube/path.ts';
import { numberAt, textAt, timeAt } from '../core/kube/json.ts';
import { err, ok, type Result } from '../core/result.ts';
import { invalidHere } from './failure.ts';
import type { ClusterFailure } from '../core/kube/cluster-failure.ts';
import type { Answered, Send } from './transport.ts';

type Kind<T> = Promise<Result<T, ClusterFailure>>;

/** What may be asked: one verb on one resource. */
export interface AccessQuestion {
  readonly verb: string;
  /** Empty or absent for the core group. */
  readonly group?: string;
  /** Plural and lower case. */
  readonly resource: string;
  readonly subresource?: string;
  /** Absent: cluster-scoped, or in all namespaces. */
  readonly namespace?: string;
  readonly name?: string;
}

/** For whom a token is asked, and for how long; the API server refuses less than 10 minutes. */
export interface TokenWish {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly expirationSeconds: number;
  /** The API server's own when absent, which is what it accepts itself. */
  readonly audiences?: readonly string[];
}

/** What was granted, which may be shorter than what was asked for. Holds a secret. */
export interface GrantedToken {
  readonly token: string;
  /** Milliseconds since 1970, by the API server's clock. */
  readonly expiresAt: number;
  readonly expirationSeconds: number;
}

const unexpected = ({ code }: Answered, expected: string): { readonly ok: false; readonly error: ClusterFailure } =>
  err({ kind: 'unexpected', code, status: { kind: 'Status', message: `The answer is no ${expected}.` } });

/** Who the API server takes the context's user for. */
export async function whoAmI(send: Send, signal: AbortSignal): Kind<Identity> {
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
  const answer = await send({ method: 'POST', path: selfSubjectReviewPath, body }, signal);
  if (!answer.ok) return answer;
  const identity = decodeSelfReview(answer.value.body);
  return identity === undefined ? unexpected(answer.value, 'SelfSubjectReview') : ok(identity);
}

/** Whether the context's user, or a service account that it impersonates, may do something; nothing is done. */
export async function mayI(
  send: Send,
  question: AccessQuestion,
  signal: AbortSignal,
  as?: { readonly namespace: string; readonly name: string },
): Kind<AccessAnswer> {
  const misnamed = [as?.namespace ?? 'none', as?.name ?? 'none'].find((name) => !isPathSegment(name));
  if (misnamed !== undefined) return err(invalidHere(`Not a name in the Kubernetes API: ${JSON.stringify(misnamed)}`));
  const body = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: question },
  };
  const asked = { method: 'POST', path: selfSubjectAccessReviewPath, body, ...(as && { as }) } as const;
  const answer = await send(asked, signal);
  if (!answer.ok) return answer;
  const access = decodeAccessReview(answer.value.body);
  return access === undefined ? unexpected(answer.value, 'SelfSubjectAccessReview') : ok(access);
}

/** A new token for a service account (TokenRequest). It cannot be called back but by deleting the account. */
export async function requestToken(send: Send, wish: TokenWish, signal: AbortSignal): Kind<GrantedToken> {
  const body = {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: {
      expirationSeconds: wish.expirationSeconds,
      ...(wish.audiences === undefined ? {} : { audiences: wish.audiences }),
    },
  };
  const misnamed = [wish.namespace, wish.serviceAccount].find((name) => !isPathSegment(name));
  if (misnamed !== undefined) return err(invalidHere(`Not a name in the Kubernetes API: ${JSON.stringify(misnamed)}`));
  const path = tokenRequestPath(wish.namespace, wish.serviceAccount);
  const answer = await send({ method: 'POST', path, body }, signal);
  if (!answer.ok) return answer;
  const granted = answer.value.body;
  const token = textAt(granted, 'status', 'token');
  const expiresAt = timeAt(granted, 'status', 'expirationTimestamp');
  const expirationSeconds = numberAt(granted, 'spec', 'expirationSeconds');
  if (token === undefined || expiresAt === undefined || expirationSeconds === undefined) {
    return unexpected(answer.value, 'TokenRequest');
  }
  return ok({ token, expiresAt, expirationSeconds });
}
