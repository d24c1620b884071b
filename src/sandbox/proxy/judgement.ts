import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { forwardedMethods, proxyLimits } from '../../core/proxy/limits.ts';
import type { OwnErrorName } from '../../core/proxy/own-error.ts';
import { classifyTarget } from '../../core/proxy/target.ts';
import { patches, views } from '../../core/proxy/translation.ts';

/** What becomes of a request: answered by the proxy itself, refused, or forwarded. */
export type Judgement = 'health' | 'forward' | OwnErrorName;

/** The raw target without scheme and host, as nginx keeps it of an absolute request line. */
export function rawTarget(request: IncomingMessage): string {
  const target = (request.url ?? '/').replace(/^https?:\/\/[^/?#]*/i, '');
  return target.startsWith('/') ? target : `/${target}`;
}

/** Decides in the order in which the generated nginx configuration does. */
export function judge(request: IncomingMessage, hosts: ReadonlySet<string>): Judgement {
  const { headers, method = 'GET' } = request;
  const known: readonly string[] = forwardedMethods;
  const target = classifyTarget(rawTarget(request));
  if (!hosts.has(hostOf(headers))) return 'wrong-host';
  if (!known.includes(method)) return 'method-not-allowed';
  if (target === 'malformed') return 'malformed-path';
  if (target === 'health') return method === 'GET' || method === 'HEAD' ? 'health' : 'method-not-allowed';
  if (target === 'subresource' || target === 'stream') return target;
  // nginx takes an empty string and "0" for false in a condition.
  if (headers.upgrade !== undefined && headers.upgrade !== '' && headers.upgrade !== '0') return 'upgrade';
  if (!isKnown(views, viewOf(headers))) return 'unknown-view';
  if (!isKnown(patches, patchOf(headers))) return 'unknown-patch';
  return 'forward';
}

/** What nginx refuses while it reads a request head, before any rule of ours. */
export function judgeHead(request: IncomingMessage): OwnErrorName | undefined {
  const line = `${request.method ?? ''} ${request.url ?? ''} HTTP/1.1\r\n`;
  if (line.length > proxyLimits.headerLineBytes) return 'uri-too-long';
  let total = line.length;
  for (let i = 0; i < request.rawHeaders.length; i += 2) {
    const length = (request.rawHeaders[i]?.length ?? 0) + (request.rawHeaders[i + 1]?.length ?? 0) + 4;
    total += length;
    if (length > proxyLimits.headerLineBytes) return 'headers-too-large';
  }
  if (total > proxyLimits.headerBytes) return 'headers-too-large';
  const proper = countOf(request, 'host') === 1 && countOf(request, 'authorization') <= 1;
  return proper ? undefined : 'malformed-request';
}

/** `X-Kube-View` in lower case, empty when absent; nginx' maps do not tell cases apart. */
export const viewOf = (headers: IncomingHttpHeaders): string => single(headers['x-kube-view']);

/** `X-Kube-Patch`, likewise. */
export const patchOf = (headers: IncomingHttpHeaders): string => single(headers['x-kube-patch']);

const single = (value: string | string[] | undefined): string => String(value ?? '').toLowerCase();

const isKnown = (names: readonly string[], value: string): boolean => value === '' || names.includes(value);

const hostOf = (headers: IncomingHttpHeaders): string => (headers.host ?? '').toLowerCase().replace(/:\d*$/, '');

const countOf = (request: IncomingMessage, name: string): number =>
  request.rawHeaders.filter((text, i) => i % 2 === 0 && text.toLowerCase() === name).length;
