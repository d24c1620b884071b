import { request, type RequestOptions } from 'node:https';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { KubeConfig } from '@kubernetes/client-node/dist/config.js';
import { err, ok, type Result } from '../core/result.ts';
import { fromAnswer, fromConnection, fromSignIn } from './failure.ts';
import type { ClusterFailure } from '../core/kube/cluster-failure.ts';

/** One request to the API server; the body goes as JSON. */
interface Asked {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Absolute path with query, below the context's server. */
  readonly path: string;
  readonly body?: unknown;
  /** Of the body; `application/json` when absent. */
  readonly contentType?: string;
  /** Asks as this service account; the context's user must be allowed to impersonate it. */
  readonly as?: { readonly namespace: string; readonly name: string };
}

/** A 2xx answer in JSON. */
export interface Answered {
  readonly code: number;
  readonly body: unknown;
}

/** Sends a request as the context's user; every expected failure is a value. */
export type Send = (asked: Asked, signal: AbortSignal) => Promise<Result<Answered, ClusterFailure>>;

/** Where to, as whom, and how long one request may take in milliseconds, sign-in included. */
export interface Target {
  /** Holds exactly one context, which is the current one. */
  readonly config: KubeConfig;
  readonly server: string;
  readonly user: string;
  readonly timeoutMs: number;
}

// Nothing that we ask for is near this; a stranger's endless answer must not fill our memory.
const longestBody = 16 * 1024 * 1024;

class TooLong extends Error {
  readonly code: number;
  constructor(code: number) {
    super(`The answer is longer than ${longestBody} bytes.`);
    this.code = code;
  }
}

/** A sender over `node:https`: the client library signs in and trusts, we see the connection's own errors. */
export const createSend =
  (target: Target): Send =>
  async (asked, signal) => {
    const late = AbortSignal.timeout(target.timeoutMs);
    const either = AbortSignal.any([signal, late]);
    const answer = await attempt(target, asked, either);
    if (answer.ok || !either.aborted) return answer;
    if (signal.aborted) return err({ kind: 'cancelled' });
    const detail = `No answer within ${target.timeoutMs / 1000} seconds.`;
    return err({ kind: 'unreachable', server: target.server, code: 'ETIMEDOUT', detail });
  };

async function attempt(target: Target, asked: Asked, signal: AbortSignal): Promise<Result<Answered, ClusterFailure>> {
  const sent = asked.body === undefined ? undefined : JSON.stringify(asked.body);
  const options: RequestOptions = { method: asked.method, headers: headersOf(asked, sent), rejectUnauthorized: true };
  try {
    await orAborted(async () => {
      await target.config.applyToHTTPSOptions(options);
    }, signal);
  } catch (error) {
    return err(fromSignIn(error, target.user));
  }
  try {
    const { code, text } = await exchange(target.server + asked.path, { ...options, signal }, sent);
    const body = parse(text);
    return code >= 200 && code < 300 && body !== undefined ? ok({ code, body }) : err(fromAnswer(code, body, text));
  } catch (error) {
    if (error instanceof TooLong) return err(fromAnswer(error.code, undefined, error.message));
    return err(fromConnection(error, target.server));
  }
}

/** With the groups that a service account has when it signs in itself (documented: service account tokens). */
const impersonating = ({ namespace, name }: NonNullable<Asked['as']>): OutgoingHttpHeaders => ({
  'impersonate-user': `system:serviceaccount:${namespace}:${name}`,
  'impersonate-group': ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
});

const headersOf = (asked: Asked, body: string | undefined): OutgoingHttpHeaders => ({
  accept: 'application/json',
  'user-agent': 'sqlkube',
  ...(asked.as === undefined ? {} : impersonating(asked.as)),
  ...(body === undefined
    ? {}
    : {
        'content-type': asked.contentType ?? 'application/json',
        // Node announces no body on DELETE by itself; the API server would not read it (observed).
        'content-length': String(Buffer.byteLength(body)),
      }),
});

/** A sign-in program cannot be called back through the client library; it ends by itself while we go on. */
async function orAborted(work: () => Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => {
      reject(new Error('stopped'));
    };
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    await Promise.race([work(), aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function exchange(
  url: string,
  options: RequestOptions,
  body: string | undefined,
): Promise<{ readonly code: number; readonly text: string }> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(url, options, resolve);
    sent.on('error', reject);
    sent.end(body);
  });
  const code = answer.statusCode ?? 0;
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > longestBody) throw new TooLong(code);
    parts.push(part);
  }
  return { code, text: Buffer.concat(parts).toString('utf8') };
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};
