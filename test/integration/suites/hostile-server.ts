import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A listener that counts who comes; a hostile workspace file points at it. */
export async function countingServer(): Promise<{
  readonly port: number;
  readonly count: () => number;
  close(): void;
}> {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, count: () => connections, close: () => void server.close() };
}
