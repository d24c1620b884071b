import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { forwardedMethods } from '../../core/proxy/limits.ts';
import type { OwnErrorName } from '../../core/proxy/own-error.ts';
import { classifyTarget } from '../../core/proxy/target.ts';
import { patches, views } from '../../core/proxy/translation.ts';
import { hostOf, rawTarget } from './request-head.ts';

/** What becomes of a request: answered by the proxy itself, refused, or forwarded. */
export type Judgement = 'health' | 'forward' | OwnErrorName;

/** What a proxy was told about requests. */
export interface JudgementRules {
  readonly hosts: ReadonlySet<string>;
  /** By method and raw target. */
  readonly isAllowed: (method: string, target: string) => boolean;
}

/** Decides in the order in which the generated nginx configuration does. */
export function judge(request: IncomingMessage, { hosts, isAllowed }: JudgementRules): Judgement {
  const { headers, method = 'GET' } = request;
  const known: readonly string[] = forwardedMethods;
  const target = classifyTarget(rawTarget(request));
  if (!hosts.has(hostOf(request))) return 'wrong-host';
  if (!known.includes(method)) return 'method-not-allowed';
  if (target === 'malformed') return 'malformed-path';
  if (target === 'health') return judgeHealth(method, headers);
  if (target === 'subresource' || target === 'stream') return target;
  if (!isAllowed(method, rawTarget(request))) return 'not-in-access';
  // nginx takes an empty string and "0" for false in a condition.
  if (headers.upgrade !== undefined && headers.upgrade !== '' && headers.upgrade !== '0') return 'upgrade';
  if (!isKnown(views, viewOf(headers))) return 'unknown-view';
  if (!isKnown(patches, patchOf(headers))) return 'unknown-patch';
  return 'forward';
}

/** nginx has neither a date nor a tag for it, so that no condition on them can hold (observed, 1.22). */
function judgeHealth(method: string, headers: IncomingHttpHeaders): Judgement {
  if (method !== 'GET' && method !== 'HEAD') return 'method-not-allowed';
  const isUnmet = headers['if-unmodified-since'] !== undefined || (headers['if-match'] ?? '*') !== '*';
  return isUnmet ? 'precondition' : 'health';
}

/** `X-Kube-View` in lower case, empty when absent; nginx' maps do not tell cases apart. */
export const viewOf = (headers: IncomingHttpHeaders): string => single(headers['x-kube-view']);

/** `X-Kube-Patch`, likewise. */
export const patchOf = (headers: IncomingHttpHeaders): string => single(headers['x-kube-patch']);

const single = (value: string | string[] | undefined): string => String(value ?? '').toLowerCase();

const isKnown = (names: readonly string[], value: string): boolean => value === '' || names.includes(value);
