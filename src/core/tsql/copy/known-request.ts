import { err, ok } from '../../result.ts';
import type { Result } from '../../result.ts';
import type { CallFacts, HeaderEntry } from '../rules/call-facts.ts';
import { readKubernetesUrl } from '../rules/kubernetes-request.ts';
import type { KubernetesRequest } from '../rules/kubernetes-request.ts';

/** A call that is known well enough to be said in another language. Nothing in it is a secret any more. */
export interface KnownRequest {
  readonly method: string;
  readonly url: string;
  /** Without Authorization, whatever it was. */
  readonly headers: readonly Pick<HeaderEntry, 'name' | 'value'>[];
  /** True when SQL Server would sign in: by a credential, or by a header. */
  readonly signsIn: boolean;
  readonly payload?: string;
  readonly timeout?: number;
  readonly kubernetes?: KubernetesRequest;
}

const isAuthorization = ({ name }: Pick<HeaderEntry, 'name'>): boolean => /^(?:proxy-)?authorization$/iu.test(name);

/** Reads a call as far as its literals tell. `clear` takes secrets out of every part. The error is a sentence. */
export const knownRequest = (facts: CallFacts, clear: (text: string) => string): Result<KnownRequest, string> => {
  if (!facts.call.complete) return err('The call is not finished.');
  const url = facts.text('@url');
  if (url === undefined) return err('The URL is not known before the script runs.');
  const { method } = facts;
  if (method === undefined) return err('The method is not known before the script runs.');
  const headers = facts.headers;
  if (headers === undefined && !facts.hasNoHeaders) return err('The headers are not known before the script runs.');
  if (headers !== undefined && !headers.json.valid) return err('The headers are no JSON.');
  const payload = facts.constant('@payload');
  if (payload.kind !== 'text' && payload.kind !== 'null')
    return err('The payload is not known before the script runs.');
  const timeout = facts.constant('@timeout');
  const entries = headers?.entries ?? [];
  const kubernetes = readKubernetesUrl(url, facts.around.knownEndpoints);
  return ok({
    method,
    url: clear(url.value),
    headers: entries
      .filter((entry) => !isAuthorization(entry))
      .map(({ name, value }) => ({ name, value: /token|cookie|key|secret/iu.test(name) ? '...' : clear(value) })),
    signsIn: entries.some(isAuthorization) || facts.constant('@credential').kind !== 'null',
    ...(payload.kind === 'text' ? { payload: clear(payload.value) } : {}),
    ...(timeout.kind === 'number' ? { timeout: timeout.value } : {}),
    ...(kubernetes === undefined ? {} : { kubernetes }),
  });
};
