import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:https';
import type { ServerOptions } from 'node:https';
import { invokeRestEndpoint } from '../../../../src/sandbox/rest/invoke.ts';
import type { RestCall, RestReply } from '../../../../src/sandbox/rest/invoke.ts';
import type { RestArguments, RestHost } from '../../../../src/sandbox/rest/host.ts';
import type { SandboxNetwork } from '../../../../src/sandbox/network.ts';
import { SqlError } from '../../../../src/sandbox/sql-error.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Servers that tests opened, with their connections; `closeAll` ends them. */
const open = new Map<Server, Set<Socket>>();

export async function closeAll(): Promise<void> {
  const servers = [...open];
  open.clear();
  await Promise.all(
    servers.map(([server, sockets]) => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      return closed;
    }),
  );
}

/** Listens on loopback and says which port it got. */
export async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  open.set(server, sockets);
  server.on('connection', (socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

export function serveHttps(options: ServerOptions, handler: Handler): Promise<number> {
  return listen(createServer(options, handler));
}

/** A network that knows `kube.test` and trusts what it is given. */
export function network(...trusted: readonly string[]): SandboxNetwork {
  return {
    lookup: (host) =>
      host === 'kube.test' || host === 'other.test'
        ? Promise.resolve('127.0.0.1')
        : Promise.reject(Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' })),
    trustedCertificates: () => trusted,
  };
}

/** A server with everything switched on and allowed. */
function host(over: Partial<RestHost> = {}): RestHost {
  return {
    switchOn: true,
    mayInvoke: true,
    credential: () => undefined,
    managedIdentityAllowed: false,
    caseSensitive: false,
    userAgent: 'SQL Kube Sandbox Edition (64-bit)/17.0.4065.4',
    engine: 'box',
    network: network(),
    now: () => new Date(),
    ...over,
  };
}

/** Runs the procedure; what it throws as SqlError comes back as data. */
export async function run(
  args: RestArguments,
  over: Partial<RestHost> = {},
  call: Partial<Omit<RestCall, 'host'>> = {},
): Promise<{ readonly reply?: RestReply; readonly error?: SqlError; readonly warnings: readonly SqlError[] }> {
  const warnings: SqlError[] = [];
  try {
    const reply = await invokeRestEndpoint(args, {
      host: host(over),
      signal: new AbortController().signal,
      warn: (warning) => warnings.push(warning),
      ...call,
    });
    return { reply, warnings };
  } catch (error) {
    if (error instanceof SqlError) return { error, warnings };
    throw error;
  }
}

/** `number/state text`, for comparing an outcome in one line. */
export function told(error: SqlError | undefined): string {
  return error ? `${error.number}/${error.state} ${error.message}` : 'no error';
}
