import { createHash } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Agent } from 'node:https';
import type { Socket } from 'node:net';
import { requestFilter } from '../../core/access/path-rules.ts';
import { proxyHealth, proxyVersion } from '../../core/proxy/health.ts';
import { proxyLimits } from '../../core/proxy/limits.ts';
import type { OwnErrorName } from '../../core/proxy/own-error.ts';
import { hostKey } from '../../core/proxy/nginx-maps.ts';
import { apiServerName, defaultRate, defaultTimeouts } from '../../core/proxy/nginx-options.ts';
import { announcesTooMuch, readBody } from './body.ts';
import { answerFault } from './fault-answer.ts';
import { forward, type Upstream } from './forward.ts';
import { faultyJudgement } from './fault-judgement.ts';
import { judge } from './judgement.ts';
import type { ProxyOptions } from './options.ts';
import type { Faults } from '../faults/fault-switch.ts';
import { answerError, answerJson } from './own-answer.ts';
import { createRate } from './rate.ts';
import { judgeHead } from './request-head.ts';

/** What happens to one request after another, and what to end when the proxy closes. */
export interface Exchanges {
  readonly handle: RequestListener;
  close(): void;
}

/** The proxy's work on a request. `reset` resets the connection below a socket. */
export function createExchanges(options: ProxyOptions, reset: (socket: Socket) => void): Exchanges {
  const upstream = createUpstream(options);
  const hosts = new Set([options.host, ...(options.otherHosts ?? ['localhost', '127.0.0.1'])].map(hostKey));
  const { allow = 'everything' } = options;
  const isAllowed = allow === 'everything' ? () => true : requestFilter(allow);
  const limit = options.bodyBytes ?? proxyLimits.bodyBytes;
  const health = createHealth(options);
  const isDue = createRate(options.rate ?? defaultRate);

  /** The proxy's own error, or undefined when the request was answered or sent on. */
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<OwnErrorName | undefined> => {
    const early = judgeHead(request) ?? (announcesTooMuch(request, limit) ? 'body-too-large' : undefined);
    if (early !== undefined) return early;
    const faults: Faults = options.faults?.current ?? new Set();
    if (faults.has('slow')) await delay(options.slowness ?? 5000, response);
    if (answerFault(faults, { request, response, reset: () => reset(request.socket) })) return undefined;
    if (faults.has('plain-proxy')) return await passOn(request, response);
    const judgement = faultyJudgement(faults, request) ?? judge(request, { hosts, isAllowed });
    if (judgement === 'health') {
      answerJson(response, 200, health);
      return undefined;
    }
    if (judgement !== 'forward') return judgement;
    if (!isDue()) return 'too-many-requests';
    return await passOn(request, response, 'translated');
  };

  const passOn = async (
    request: IncomingMessage,
    response: ServerResponse,
    how: 'as it is' | 'translated' = 'as it is',
  ): Promise<OwnErrorName | undefined> => {
    const body = await readBody(request, limit);
    if (body === 'too-large') return 'body-too-large';
    if (how === 'as it is') {
      delete request.headers['x-kube-view'];
      delete request.headers['x-kube-patch'];
    }
    forward(upstream, request, body, response);
    return undefined;
  };

  return {
    handle: (request, response) => {
      response.setHeader('Server', 'sqlkube-sandbox');
      answer(request, response).then(
        (error) => error !== undefined && refuse(request, response, error),
        () => response.destroy(),
      );
    },
    close: () => upstream.agent.destroy(),
  };
}

/** Answers with an error of the proxy's own; what is left of the request is not worth reading. */
function refuse(request: IncomingMessage, response: ServerResponse, error: OwnErrorName): void {
  if (!request.complete) response.setHeader('Connection', 'close');
  answerError(response, error);
}

function createUpstream({ upstream, connectTimeout, readTimeout }: ProxyOptions): Upstream {
  const agent = new Agent({ keepAlive: true, ca: upstream.ca, servername: upstream.serverName ?? apiServerName });
  return {
    url: new URL(upstream.url),
    agent,
    connectTimeout: connectTimeout ?? defaultTimeouts.connect,
    readTimeout: readTimeout ?? defaultTimeouts.read,
  };
}

/** The hash covers what a client could tell apart, as that of the nginx configuration does. */
function createHealth({ host, otherHosts, upstream, version = proxyVersion, bodyBytes }: ProxyOptions): object {
  const told = JSON.stringify([version, host, otherHosts, upstream.url, upstream.serverName, bodyBytes]);
  return proxyHealth(version, createHash('sha256').update(told).digest('hex'));
}

/** Waits, but not for a client that has gone away. */
function delay(milliseconds: number, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    response.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
