import { createSocket, type Socket } from 'node:dgram';

/** A named instance as SQL Browser announces it. `version` like `17.0.4065.4`. */
export interface BrowserInstance {
  readonly name: string;
  readonly tcpPort: number;
  readonly version: string;
}

/** `port` is 1434 unless given; 0 takes a free one. `instances` is asked for each request. */
interface SqlBrowserOptions {
  readonly host: string;
  readonly port?: number;
  readonly serverName?: string;
  readonly instances: () => readonly BrowserInstance[];
  readonly onError?: (error: Error) => void;
}

/** A listening SQL Browser. */
export interface SqlBrowser {
  readonly port: number;
  close(): Promise<void>;
}

/** MC-SQLR 2.2: requests and the only answer. */
const message = { broadcast: 0x02, unicast: 0x03, instance: 0x04, response: 0x05 } as const;
const wellKnownPort = 1434;
const longestName = 32;

/** Answers MC-SQLR on UDP: all instances, or one by name. Unknown names and other bytes get no answer, as from the real one. */
export async function startSqlBrowser(options: SqlBrowserOptions): Promise<SqlBrowser> {
  const socket = createSocket('udp4');
  socket.on('message', (request, client) => {
    const reply = answer(request, options.instances(), options.serverName ?? 'SANDBOX');
    if (reply !== undefined) socket.send(reply, client.port, client.address);
  });
  await bind(socket, options);
  socket.on('error', (error) => options.onError?.(error));
  return {
    port: socket.address().port,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function answer(request: Buffer, instances: readonly BrowserInstance[], serverName: string): Buffer | undefined {
  const chosen = choose(request, instances);
  if (chosen.length === 0) return undefined;
  const body = Buffer.from(chosen.map((instance) => describe(instance, serverName)).join(''), 'latin1');
  const header = Buffer.from([message.response, 0, 0]);
  header.writeUInt16LE(body.length, 1);
  return Buffer.concat([header, body]);
}

function choose(request: Buffer, instances: readonly BrowserInstance[]): readonly BrowserInstance[] {
  switch (request[0]) {
    case message.broadcast:
    case message.unicast:
      return instances;
    case message.instance:
      return instances.filter(({ name }) => isSameName(name, readName(request)));
    default:
      return [];
  }
}

function isSameName(name: string, wanted: string | undefined): boolean {
  return name.toLowerCase() === wanted?.toLowerCase();
}

/** A name ends with a zero byte; tolerate a client that leaves it out. */
function readName(request: Buffer): string | undefined {
  const end = request.indexOf(0, 1);
  const name = request.subarray(1, end === -1 ? undefined : end);
  return name.length === 0 || name.length > longestName ? undefined : name.toString('latin1');
}

function describe({ name, version, tcpPort }: BrowserInstance, serverName: string): string {
  return `ServerName;${serverName};InstanceName;${name};IsClustered;No;Version;${version};tcp;${tcpPort};;`;
}

function bind(socket: Socket, options: SqlBrowserOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ address: options.host, port: options.port ?? wellKnownPort }, () => {
      socket.off('error', reject);
      resolve();
    });
  });
}
