import type { IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import type { RequestOptions } from 'node:https';
import { checkServerIdentity, TLSSocket } from 'node:tls';
import { isIP } from 'node:net';
import { headerBytes } from '../../core/rest/header-rules.ts';
import type { HeaderPair } from '../../core/rest/header-rules.ts';
import type { EndpointUrl } from '../../core/rest/endpoint-url.ts';
import type { RestLimitValues } from '../../core/rest/limits.ts';
import { watchHandshake } from './handshake.ts';
import { hresults } from './hresults.ts';
import type { Hresult } from './hresults.ts';
import { errorCode, transportFault } from './transport-fault.ts';

/** One HTTP request, complete but for Content-Length. */
export interface ExchangeRequest {
  readonly url: EndpointUrl;
  /** The IP address that the host name stands for. */
  readonly address: string;
  readonly method: string;
  readonly headers: readonly HeaderPair[];
  readonly body: Uint8Array | undefined;
}

/** How SQL Server's HTTP client is set up. */
export interface ExchangeSettings {
  readonly trusted: readonly string[];
  /** Outbound TLS 1.3 of the engine is unverified, so 1.2 is the usual maximum here. */
  readonly maxTls: 'TLSv1.2' | 'TLSv1.3';
  readonly limits: RestLimitValues;
  /** For judging a refused certificate's dates. */
  readonly now: () => Date;
}

export interface Answer {
  readonly kind: 'answer';
  readonly status: number;
  readonly description: string;
  readonly headers: readonly HeaderPair[];
  readonly body: Buffer;
}

export type ExchangeOutcome =
  Answer | { readonly kind: 'fault'; readonly hresult: Hresult } | { readonly kind: 'response-headers-too-large' };

/**
 * One HTTPS request as WinHTTP makes it for SQL Server: no redirect followed, no compression asked, certificate always
 * verified against the given trust list alone. Rejects only when `signal` aborts, with its reason.
 */
export function exchange(
  call: ExchangeRequest,
  settings: ExchangeSettings,
  signal: AbortSignal,
): Promise<ExchangeOutcome> {
  signal.throwIfAborted();
  const agent = new Agent({ keepAlive: false });
  const outgoing = httpsRequest({ ...requestOptions(call, settings), agent });
  const handshake = watchHandshake(call.url.host, settings);
  const done = new AbortController();
  return new Promise<ExchangeOutcome>((resolve, reject) => {
    const fail = (error: unknown): void => resolve(fault(error, handshake.shown()));
    signal.addEventListener('abort', () => reject(abortReason(signal)), { signal: done.signal });
    outgoing.on('socket', (socket) => socket instanceof TLSSocket && handshake.watch(socket));
    outgoing.on('response', (incoming) => void receive(incoming, settings.limits).then(resolve, fail));
    outgoing.on('error', fail);
    outgoing.end(call.body);
  }).finally(() => {
    done.abort();
    outgoing.destroy();
    agent.destroy();
  });
}

function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('The call was cancelled.');
}

function fault(error: unknown, shown: Parameters<typeof transportFault>[1]): ExchangeOutcome {
  if (errorCode(error) === 'HPE_HEADER_OVERFLOW') return { kind: 'response-headers-too-large' };
  return { kind: 'fault', hresult: transportFault(error, shown) };
}

function requestOptions(call: ExchangeRequest, settings: ExchangeSettings): RequestOptions {
  const { url } = call;
  return {
    host: call.address,
    port: url.port,
    path: url.path + url.query,
    method: call.method,
    // As a flat list, so that nothing is added, merged or reordered.
    headers: call.headers.flatMap(({ name, value }): readonly string[] => [name, value]),
    // Far above the engine's own limit, which `receive` applies with its own message.
    maxHeaderSize: Math.max(64 * 1024, 8 * settings.limits.responseHeaderBytes),
    ca: [...settings.trusted],
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    maxVersion: settings.maxTls,
    servername: isIP(url.host) ? '' : url.host,
    checkServerIdentity: (_, certificate) => checkServerIdentity(url.host, certificate),
  };
}

async function receive(incoming: IncomingMessage, limits: RestLimitValues): Promise<ExchangeOutcome> {
  const headers = pairs(incoming.rawHeaders);
  if (headerBytes(headers) > limits.responseHeaderBytes) {
    incoming.destroy();
    return { kind: 'response-headers-too-large' };
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limits.responseBytes) return { kind: 'fault', hresult: hresults.bodyTooLarge };
    chunks.push(chunk);
  }
  return {
    kind: 'answer',
    status: incoming.statusCode ?? 0,
    description: incoming.statusMessage ?? '',
    headers,
    body: Buffer.concat(chunks, size),
  };
}

function pairs(raw: readonly string[]): readonly HeaderPair[] {
  const result: HeaderPair[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    result.push({ name: raw[index] ?? '', value: raw[index + 1] ?? '' });
  }
  return result;
}
