import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Owns a loopback port and every connection to it; what happens on a connection is up to `accept`. */
export class Port {
  readonly #accept: (socket: Socket) => void;
  readonly #sockets = new Map<string, Socket>();
  #server: Server | undefined;
  #number = 0;

  constructor(accept: (socket: Socket) => void) {
    this.#accept = accept;
  }

  get number(): number {
    return this.#number;
  }

  /** Listens, on the port it had before if there was one. */
  async open(port = this.#number): Promise<void> {
    if (this.#server !== undefined) return;
    const server = createServer((socket) => this.#hold(socket));
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    this.#server = server;
    this.#number = (server.address() as AddressInfo).port;
  }

  /** Stops listening and ends all connections; the port then refuses. */
  async close(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const closed = once(server, 'close');
    server.close();
    this.drop();
    await closed;
  }

  /** Ends all connections, so that nobody goes on with what was true before. */
  drop(): void {
    for (const socket of this.#sockets.values()) socket.destroy();
  }

  /** The TCP connection below a TLS one: Node cannot reset a connection from above. */
  below(socket: Socket): Socket | undefined {
    return this.#sockets.get(keyOf(socket));
  }

  #hold(socket: Socket): void {
    const key = keyOf(socket);
    this.#sockets.set(key, socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(key));
    this.#accept(socket);
  }
}

const keyOf = (socket: Socket): string => `${socket.remoteAddress ?? ''} ${socket.remotePort ?? 0}`;
