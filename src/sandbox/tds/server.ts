import { createServer, type Server, type Socket } from 'node:net';
import type { SqlEngine } from '../engine.ts';
import { type ConnectionContext, type ConnectionLimits, serveConnection } from './connection.ts';
import type { EncryptionMode } from './prelogin.ts';
import type { ServerCertificate } from './tls-upgrade.ts';

/** `port` 0 takes a free one. `onError` hears of broken protocol, failed TLS handshakes and bugs of the engine. */
export interface TdsServerOptions {
  readonly engine: SqlEngine;
  readonly host: string;
  readonly port: number;
  readonly tls: ServerCertificate;
  readonly encryption: EncryptionMode;
  readonly onError?: (error: Error) => void;
  readonly limits?: Partial<ConnectionLimits>;
}

/** A listening server. */
export interface TdsServer {
  readonly port: number;
  /** Resets all connections in the middle of whatever they do; new ones are still served. */
  dropConnections(): void;
  /** Stops listening, ends all connections and waits for their sessions to be closed. */
  close(): Promise<void>;
}

/** LOGIN7 is limited to 128 KB by MS-TDS. */
const defaultLimits: ConnectionLimits = {
  bytesBeforeLogin: 131_072,
  bytesAfterLogin: 512 * 1024 * 1024,
  loginMilliseconds: 30_000,
};

/** How long a client may take to read the last answer and close its side. */
const lingerMilliseconds = 5_000;

/** Speaks TDS 7.3 to 8.0 on one port. Rejects when it cannot listen. */
export async function startTdsServer(options: TdsServerOptions): Promise<TdsServer> {
  const { engine, tls, encryption } = options;
  const onError = options.onError ?? (() => undefined);
  const context = { engine, tls, encryption, onError, limits: { ...defaultLimits, ...options.limits } };
  const connections = new Map<Socket, Promise<void>>();
  const server = createServer({ noDelay: true }, (socket) => {
    const served = serve(socket, context).finally(() => connections.delete(socket));
    connections.set(socket, served);
  });
  const port = await listen(server, options);
  const dropConnections = (): void => {
    for (const socket of connections.keys()) socket.resetAndDestroy();
  };
  const close = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of connections.keys()) socket.destroy();
    await Promise.all([closed, ...connections.values()]);
  };
  return { port, dropConnections, close };
}

/** Never rejects: whatever one client does is the end of that client only. */
async function serve(socket: Socket, context: ConnectionContext): Promise<void> {
  // A reset connection also closes, which the reader sees; there is nothing else to do about it.
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  try {
    await serveConnection(socket, context);
    socket.end();
    socket.setTimeout(lingerMilliseconds, () => socket.destroy());
  } catch (error) {
    if (!isDisconnect(error)) context.onError(error instanceof Error ? error : new Error(String(error)));
    socket.destroy();
  }
  await closed;
}

function isDisconnect(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return code === 'ECONNRESET' || code === 'EPIPE';
}

function listen(server: Server, options: TdsServerOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: options.host, port: options.port }, () => {
      const address = server.address();
      server.off('error', reject);
      resolve(typeof address === 'object' && address !== null ? address.port : options.port);
    });
  });
}
