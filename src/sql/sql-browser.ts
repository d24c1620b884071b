import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { lookup } from 'node:dns/promises';

/** SQL Server Browser listens here (MS-SQLR 2.1, documented). */
const browserPort = 1434;
/** CLNT_UCAST_INST and SVR_RESP (MS-SQLR 2.2.3 and 2.2.5, documented). */
const askForInstance = 0x04;
const answerOf = 0x05;
const attempts = 3;

/** Why SQL Browser gave no port; `code` is ours or the operating system's. */
export class InstanceLookupError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'InstanceLookupError';
    this.code = code;
  }
}

/** Asks SQL Browser on the host for the TCP port of an instance. Rejects with an InstanceLookupError or the operating system's error. */
export async function lookUpInstancePort(
  target: { readonly host: string; readonly instance: string; readonly timeoutSeconds: number; readonly port?: number },
  signal: AbortSignal,
): Promise<number> {
  signal.throwIfAborted();
  const { address } = await lookup(target.host);
  signal.throwIfAborted();
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  const question = Buffer.from(`${String.fromCharCode(askForInstance)}${target.instance}\0`, 'latin1');
  const send = (): void => socket.send(question, target.port ?? browserPort, address);
  // UDP loses packets silently, so the question is repeated within the time there is.
  const again = setInterval(send, (target.timeoutSeconds * 1000) / attempts);
  const limit = AbortSignal.any([signal, AbortSignal.timeout(target.timeoutSeconds * 1000)]);
  try {
    const answer = firstAnswer(socket, limit);
    send();
    const port = portIn(await answer, target.instance);
    if (port !== undefined) return port;
    throw new InstanceLookupError('EINSTLOOKUP', `The instance ${target.instance} on ${target.host} has no TCP port.`);
  } finally {
    clearInterval(again);
    socket.close();
  }
}

async function firstAnswer(socket: Socket, limit: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const silent = (): void => reject(new InstanceLookupError('EINSTLOOKUP', 'SQL Server Browser did not answer.'));
    limit.addEventListener('abort', silent, { once: true });
    socket.once('error', reject);
    socket.once('message', resolve);
  });
}

/** Reads `ServerName;X;InstanceName;Y;…;tcp;1433;;` after the type and a little-endian length. */
export function portIn(answer: Buffer, instance: string): number | undefined {
  if (answer.length < 3 || answer[0] !== answerOf) return undefined;
  const text = answer.subarray(3).toString('latin1');
  for (const entry of text.split(';;')) {
    const fields = entry.split(';');
    const valueOf = (name: string): string | undefined => {
      const index = fields.findIndex((field, position) => position % 2 === 0 && field.toLowerCase() === name);
      return index < 0 ? undefined : fields[index + 1];
    };
    if (valueOf('instancename')?.toLowerCase() !== instance.toLowerCase()) continue;
    const port = Number(valueOf('tcp'));
    if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  }
  return undefined;
}
