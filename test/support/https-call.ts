import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { connect, type ConnectionOptions } from 'node:tls';

/** How to reach a server on 127.0.0.1 under a name. */
export interface CallTarget {
  readonly port: number;
  readonly ca: string;
  readonly serverName: string;
}

/** What to send; headers as pairs, so that one may come twice. */
export interface CallRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string | Buffer;
  readonly tls?: ConnectionOptions;
}

/** What came back. */
export interface CallAnswer {
  readonly code: number;
  readonly headers: IncomingMessage['headers'];
  readonly type: string;
  readonly text: string;
}

/** One request on a connection of its own, with the certificate verified. Rejects on network and TLS errors. */
export async function call(target: CallTarget, sent: CallRequest): Promise<CallAnswer> {
  const headers = [['Host', `${target.serverName}:${target.port}`] as const, ...(sent.headers ?? [])];
  const length = sent.body === undefined ? [] : ['Content-Length', String(Buffer.byteLength(sent.body))];
  const outgoing = request({
    host: '127.0.0.1',
    port: target.port,
    servername: target.serverName,
    ca: target.ca,
    agent: false,
    method: sent.method ?? 'GET',
    path: sent.path,
    headers: [...headers.flat(), ...length],
    ...sent.tls,
  });
  // Once an answer has begun, errors reach its reader; Node tells the request as well.
  outgoing.on('error', () => undefined);
  outgoing.end(sent.body);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return {
    code: response.statusCode ?? 0,
    headers: response.headers,
    type: response.headers['content-type'] ?? '',
    text: Buffer.concat(chunks).toString('utf8'),
  };
}

/** Sends bytes as they are over TLS and returns all that comes back before the other side closes. */
export async function rawCall(target: CallTarget, bytes: string, tls: ConnectionOptions = {}): Promise<string> {
  const { port, ca, serverName: servername } = target;
  const socket = connect({ host: '127.0.0.1', port, servername, ca, ...tls });
  socket.write(bytes);
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
  await once(socket, 'close');
  return text;
}
