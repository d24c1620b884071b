import type { Failure } from '../core/failure.ts';
import { versionPath } from '../core/kube/path.ts';
import { healthPath, isProxyHealth } from '../core/proxy/health.ts';
import { err, ok, type Result } from '../core/result.ts';
import { noResult, unexpected } from './call-answer.ts';
import type { Caller } from './caller.ts';
import type { EndpointFacts, Link } from './cluster-reader.ts';
import { text } from './fields.ts';
import { kubernetesVersion, proxyHealth } from './statements/objects.ts';

/** What the generated proxy says of itself. */
type Proxy = NonNullable<EndpointFacts['proxy']>;

/** Knows, for as long as it lives, which endpoints have a proxy that translates. */
export interface ProxyMemory {
  /** The remembered answer, else one call. `none` is a plain proxy or no proxy. */
  ask(link: Link, signal: AbortSignal): Promise<Result<Proxy | 'none', Failure>>;
  /** After an answer that a translating proxy would not have given. */
  forget(link: Link): void;
}

/** Remembers per connection and URL; a failed question is not remembered. */
export function createProxyMemory(call: Caller): ProxyMemory {
  const known = new Map<string, Proxy | 'none'>();
  const keyOf = (link: Link): string => `${link.target.profile.id} ${link.endpoint.url}`;
  return {
    forget: (link) => void known.delete(keyOf(link)),
    async ask(link, signal) {
      const remembered = known.get(keyOf(link));
      if (remembered !== undefined) return ok(remembered);
      const answer = await askHealth(call, link, signal);
      if (answer.ok) known.set(keyOf(link), answer.value);
      return answer;
    },
  };
}

async function askHealth(call: Caller, link: Link, signal: AbortSignal): Promise<Result<Proxy | 'none', Failure>> {
  const answer = await call(link, { path: healthPath }, proxyHealth, signal);
  if (!answer.ok) return isRefusalOfPath(answer.error) ? ok('none') : answer;
  const health = answer.value.rows[0];
  if (!isProxyHealth(health)) return ok('none');
  return ok({ version: health.version, hash: health.hash });
}

/**
 * The answers of an endpoint that does not know the health path: an HTTP error below 500, or 11558 because the path
 * answered 200 with something that is not JSON. Whatever says nothing about the path is a failure of its own.
 */
function isRefusalOfPath(failure: Failure): boolean {
  if (failure.kind === 'http') return failure.code >= 300 && failure.code < 500 && failure.code !== 429;
  return failure.kind === 'sql' && failure.errors.some((error) => error.number === 11558);
}

/** The proxy, anew, and Kubernetes' version. */
export async function probeEndpoint(
  call: Caller,
  memory: ProxyMemory,
  link: Link,
  signal: AbortSignal,
): Promise<Result<EndpointFacts, Failure>> {
  memory.forget(link);
  const proxy = await memory.ask(link, signal);
  if (!proxy.ok) return proxy;
  const answer = await call(link, { path: versionPath }, kubernetesVersion, signal);
  if (!answer.ok) return answer;
  if (answer.value.resultType === undefined) return err(noResult(answer.value));
  const version = answer.value.rows[0];
  const gitVersion = version === undefined ? undefined : text(version, 'gitVersion');
  if (gitVersion === undefined) return err(unexpected(answer.value, 'Kubernetes’ version'));
  return ok({ kubernetesVersion: gitVersion, ...(proxy.value === 'none' ? {} : { proxy: proxy.value }) });
}
