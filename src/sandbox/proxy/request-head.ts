import type { IncomingMessage } from 'node:http';
import { proxyLimits } from '../../core/proxy/limits.ts';
import type { OwnErrorName } from '../../core/proxy/own-error.ts';

const absolute = /^https?:\/\/([^/?#]*)/i;

/** The raw target without scheme and host, as nginx keeps it of an absolute request line. */
export function rawTarget(request: IncomingMessage): string {
  const target = (request.url ?? '/').replace(absolute, '');
  return target.startsWith('/') ? target : `/${target}`;
}

/** The host that is asked for: that of an absolute request line before the header's, lower case, without port. */
export function hostOf(request: IncomingMessage): string {
  const host = absolute.exec(request.url ?? '')?.[1] ?? request.headers.host ?? '';
  return host.toLowerCase().replace(/:\d*$/, '');
}

/** What nginx refuses while it reads a request head, before any rule of ours. */
export function judgeHead(request: IncomingMessage): OwnErrorName | undefined {
  // Node's parser lets 2.0 pass, which nginx does not.
  if (request.httpVersionMajor !== 1) return 'http-version';
  const encoding = request.headers['transfer-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'chunked') return 'not-implemented';
  return judgeSize(request) ?? (isProper(request) ? undefined : 'malformed-request');
}

function judgeSize(request: IncomingMessage): OwnErrorName | undefined {
  const line = `${request.method ?? ''} ${request.url ?? ''} HTTP/1.1\r\n`;
  if (line.length > proxyLimits.headerLineBytes) return 'uri-too-long';
  let total = line.length;
  for (const [name, value] of headerLines(request)) {
    const length = name.length + value.length + ': \r\n'.length;
    total += length;
    if (length > proxyLimits.headerLineBytes) return 'headers-too-large';
  }
  return total > proxyLimits.headerBytes ? 'headers-too-large' : undefined;
}

function isProper(request: IncomingMessage): boolean {
  const count = (wanted: string): number => headerLines(request).filter(([name]) => name === wanted).length;
  const hasTarget = request.url?.startsWith('/') === true || absolute.test(request.url ?? '');
  return hasTarget && count('host') === 1 && count('authorization') <= 1 && !/[/\s]/.test(request.headers.host ?? '');
}

const headerLines = ({ rawHeaders }: IncomingMessage): (readonly [name: string, value: string])[] =>
  rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [[name.toLowerCase(), rawHeaders[i + 1] ?? ''] as const] : []));
