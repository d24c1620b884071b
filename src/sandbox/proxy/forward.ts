import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { request as httpsRequest, type Agent } from 'node:https';
import type { Socket } from 'node:net';
import { hiddenResponseHeaders, proxyLimits } from '../../core/proxy/limits.ts';
import { isListTarget } from '../../core/proxy/target.ts';
import {
  acceptFor,
  metadataKindOfList,
  metadataKindOfObject,
  patchTypes,
  type Patch,
  type View,
} from '../../core/proxy/translation.ts';
import { patchOf, viewOf } from './judgement.ts';
import { answerError } from './own-answer.ts';
import { rawTarget } from './request-head.ts';

/** How to reach the API server; times in milliseconds. */
export interface Upstream {
  readonly url: URL;
  readonly agent: Agent;
  readonly connectTimeout: number;
  readonly readTimeout: number;
}

// Hop by hop, or replaced by the proxy's own; nginx drops the same.
const dropped = new Set(
  [...hiddenResponseHeaders, 'Connection', 'Keep-Alive', 'Transfer-Encoding', 'Date', 'Server'].map((name) =>
    name.toLowerCase(),
  ),
);

/** Sends the request on and its answer back, or answers with the proxy's own error when none came. */
export function forward(
  upstream: Upstream,
  request: IncomingMessage,
  body: Buffer | undefined,
  response: ServerResponse,
): void {
  const outgoing = httpsRequest(upstream.url, {
    agent: upstream.agent,
    method: request.method,
    path: rawTarget(request),
    headers: upstreamHeaders(upstream, request, body),
    maxHeaderSize: proxyLimits.responseHeaderBytes,
    timeout: upstream.readTimeout,
  });
  const late = watchTimes(outgoing, upstream);
  const stop = (): unknown => outgoing.destroy();
  response.on('close', stop);
  outgoing.on('response', (answer) => relay(answer, response));
  outgoing.on('error', () => {
    response.off('close', stop);
    if (response.headersSent) response.destroy();
    else if (response.destroyed) return;
    else if (!late() && outgoing.reusedSocket && repeatable.has(request.method ?? ''))
      forward(upstream, request, body, response);
    else answerError(response, late() ? 'gateway-timeout' : 'bad-gateway');
  });
  outgoing.end(body);
}

// The upstream may close a kept connection just when it is used again; nginx then asks once more, unless that could write twice.
const repeatable = new Set(['GET', 'HEAD', 'PUT', 'DELETE']);

function upstreamHeaders(upstream: Upstream, request: IncomingMessage, body: Buffer | undefined): OutgoingHttpHeaders {
  const { headers } = request;
  const view = viewOf(headers) as View | '';
  const patch = patchOf(headers) as Patch | '';
  const kind = isListTarget(rawTarget(request)) ? metadataKindOfList : metadataKindOfObject;
  const accept = view === '' ? headers.accept : acceptFor(view, kind);
  const contentType = request.method === 'PATCH' && patch !== '' ? patchTypes[patch] : headers['content-type'];
  const named = {
    Host: upstream.url.host,
    Authorization: headers.authorization,
    Accept: accept,
    'Content-Type': contentType,
    'User-Agent': headers['user-agent'],
    'Content-Length': body?.length,
  };
  // As in nginx, a header with an empty value is not sent.
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined && value !== ''));
}

function relay(answer: IncomingMessage, response: ServerResponse): void {
  const headers: string[] = [];
  for (let i = 0; i < answer.rawHeaders.length; i += 2) {
    const [name = '', value = ''] = answer.rawHeaders.slice(i, i + 2);
    if (!dropped.has(name.toLowerCase())) headers.push(name, value);
  }
  response.writeHead(answer.statusCode ?? 502, answer.statusMessage ?? '', headers);
  answer.on('error', () => response.destroy());
  answer.pipe(response);
}

/** Ends a request that takes too long to connect or to answer; the result tells whether that was why it failed. */
function watchTimes(outgoing: ClientRequest, upstream: Upstream): () => boolean {
  let late = false;
  const end = (): void => {
    late = true;
    outgoing.destroy(new Error('upstream timed out'));
  };
  outgoing.on('timeout', end);
  outgoing.on('socket', (socket: Socket) => {
    if (!socket.connecting) return;
    const timer = setTimeout(end, upstream.connectTimeout);
    socket.once('secureConnect', () => clearTimeout(timer));
    socket.once('close', () => clearTimeout(timer));
  });
  return () => late;
}
