import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { classifyTarget } from '../../core/proxy/target.ts';
import { faults as catalogue, type FaultName } from '../faults/catalogue.ts';
import type { Faults } from '../faults/fault-switch.ts';
import { apiErrors } from './fault-status.ts';
import { rawTarget } from './request-head.ts';

/** A request under a fault, and what is needed to spoil it. */
export interface FaultedExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Resets the TCP connection. */
  readonly reset: () => void;
}

type FaultAnswer = (exchange: FaultedExchange) => void | Promise<void>;

/** Bytes of the answer that is too large: a little more than the 100 MB that the procedure takes (documented). */
const hugeBodyBytes = 101 * 1024 * 1024;

const podList = '{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[{"metadata":{"name":"web-7d4b9c6f5-2xk8p"';

/** The faults that replace an answer, whoever would have given it. */
const answers: Readonly<Partial<Record<FaultName, FaultAnswer>>> = {
  // Never answered: the connection stays open until one side gives up.
  timeout: () => undefined,
  reset: async ({ response, reset }) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 100_000 });
    await new Promise((written) => response.write(podList, written));
    reset();
  },
  'html-body': ({ response }) => {
    const html =
      '<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Sign in to go on</h1></body></html>';
    send(response, 200, 'text/html; charset=utf-8', html);
  },
  'empty-body': ({ response }) => send(response, 200, 'application/json', ''),
  'truncated-json': ({ response }) => send(response, 200, 'application/json', podList),
  'huge-body': async ({ response }) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    await stream(
      response,
      '{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[],"filler":"',
      hugeBodyBytes,
      '"}',
    );
  },
  'huge-headers': ({ response }) => {
    for (let i = 0; i < 10; i++) response.setHeader(`X-Filler-${i}`, 'x'.repeat(1000));
    send(response, 200, 'application/json', '{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[]}');
  },
};

/** Answers in the fault's way. False when the fault leaves answers alone, or this path: the API server's errors spare the proxy's health. */
export function answerFault(faults: Faults, exchange: FaultedExchange): boolean {
  return catalogue.some(({ name }) => faults.has(name) && answerOne(name, exchange));
}

function answerOne(fault: FaultName, exchange: FaultedExchange): boolean {
  const target = rawTarget(exchange.request);
  const apiError = classifyTarget(target) === 'health' ? undefined : apiErrors[fault];
  if (apiError !== undefined) {
    const { code, type, body, headers } = apiError(exchange.request.method ?? 'GET', target);
    for (const [name, value] of Object.entries(headers ?? {})) exchange.response.setHeader(name, value);
    send(exchange.response, code, type, body);
    return true;
  }
  const answer = answers[fault];
  if (answer === undefined) return false;
  Promise.resolve(answer(exchange)).catch(() => exchange.response.destroy());
  return true;
}

function send(response: ServerResponse, code: number, type: string, body: string): void {
  response.writeHead(code, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

/** Writes as fast as the reader takes it; ends early when the reader goes away. */
async function stream(response: ServerResponse, head: string, length: number, tail: string): Promise<void> {
  const chunk = Buffer.alloc(256 * 1024, 'x');
  const gone = once(response, 'close');
  response.write(head);
  for (let written = 0; written < length && !response.destroyed; written += chunk.length) {
    if (!response.write(chunk)) await Promise.race([once(response, 'drain'), gone]);
  }
  response.end(tail);
}
