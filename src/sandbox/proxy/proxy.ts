import { createServer as createPlainServer } from 'node:http';
import type { Server } from 'node:https';
import type { Duplex } from 'node:stream';
import type { OwnErrorName } from '../../core/proxy/own-error.ts';
import type { Faults } from '../faults/fault-switch.ts';
import { createExchanges } from './exchange.ts';
import { createFront } from './front.ts';
import type { ProxyOptions } from './options.ts';
import { answerError, answerRaw } from './own-answer.ts';
import { Port } from './port.ts';

/** A running stand-in. */
export interface RunningProxy {
  readonly url: string;
  readonly port: number;
  /** Ends every connection; resolves when the port is free. */
  close(): Promise<void>;
}

/** Starts a proxy that behaves as nginx does under the configuration that `core/proxy` generates, faults aside. */
export async function startProxy(options: ProxyOptions): Promise<RunningProxy> {
  const exchanges = createExchanges(options, (socket) => port.below(socket)?.resetAndDestroy());
  const frontFor = (faults: Faults): Server => prepare(createFront(options.tls, faults, exchanges.handle));
  const current = (): Faults => options.faults?.current ?? new Set();
  const plain = prepare(createPlainServer((_request, response) => answerError(response, 'plain-http')));
  let front = frontFor(current());

  const port = new Port((socket) => {
    // A TLS connection begins with a handshake record (22); anything else is somebody speaking plain HTTP.
    socket.once('data', (first: Buffer) => {
      socket.pause();
      socket.unshift(first);
      (first[0] === 22 && !current().has('plain-http') ? front : plain).emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  });

  const follow = async (faults: Faults): Promise<void> => {
    front = frontFor(faults);
    port.drop();
    await (faults.has('refused-port') ? port.close() : port.open());
  };
  await port.open(options.port ?? 0);
  if (current().has('refused-port')) await port.close();
  const unsubscribe = options.faults?.subscribe(follow);

  return {
    url: `https://${options.host}:${port.number}`,
    port: port.number,
    close: async () => {
      unsubscribe?.();
      await port.close();
      exchanges.close();
    },
  };
}

/** What nginx answers to a head that Node's parser gives up on. */
const parserErrors: Readonly<Record<string, OwnErrorName>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  HPE_INVALID_VERSION: 'http-version',
};

/** Answers in Status JSON what Node would answer in words of its own or not at all. */
function prepare<T extends Server | ReturnType<typeof createPlainServer>>(server: T): T {
  server.on('clientError', (error: Error & { code?: string }, socket: Duplex) => {
    answerRaw(socket, parserErrors[error.code ?? ''] ?? 'malformed-request');
  });
  server.on('connect', (_request, socket: Duplex) => answerRaw(socket, 'malformed-request'));
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  return server;
}
