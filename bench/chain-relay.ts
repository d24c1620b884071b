import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP relay that counts what it passes on. */
export interface CountingRelay {
  readonly port: number;
  /** Bytes of TCP payload from the server to its clients since the start. */
  fromServer(): number;
  close(): Promise<void>;
}

/** Stands between a client and a server on this machine. */
export async function startRelay(serverPort: number): Promise<CountingRelay> {
  let received = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(serverPort, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.once('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
      // Whoever ends first takes the other along; the reader reports it if it minds.
      socket.on('error', () => undefined);
    }
    upstream.on('data', (chunk: Buffer) => (received += chunk.length));
    client.pipe(upstream);
    upstream.pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    fromServer: () => received,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
