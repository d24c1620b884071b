import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A request as it arrived. */
export interface Arrival {
  readonly method: string;
  readonly target: string;
  /** Name in lower case and value, in order, as sent. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  readonly serverName: string | false | null;
}

/** An HTTPS server that records what arrives. */
export interface EchoUpstream {
  readonly port: number;
  readonly arrivals: Arrival[];
  /** Answers until changed; at first, 200 with an empty pod list. */
  answer: (request: IncomingMessage, response: ServerResponse) => void;
  close(): Promise<void>;
}

/** Answers with an empty list, as the API server would. */
export const emptyList = (_request: IncomingMessage, response: ServerResponse): void => {
  response.setHeader('Content-Type', 'application/json');
  response.setHeader('Audit-Id', 'a1');
  response.end('{"kind":"PodList","items":[]}');
};

/** Starts it on a free port of 127.0.0.1, or on the one given. */
export async function startEchoUpstream(tls: { cert: string; key: string }, port = 0): Promise<EchoUpstream> {
  const server = createServer(
    { ...tls, insecureHTTPParser: true },
    (request, response) => void receive(request, response),
  );
  const arrivals: Arrival[] = [];
  const upstream = {
    arrivals,
    answer: emptyList,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const raw = request.rawHeaders;
    arrivals.push({
      method: request.method ?? '',
      target: request.url ?? '',
      headers: raw.flatMap((name, i) => (i % 2 === 0 ? [[name.toLowerCase(), raw[i + 1] ?? ''] as const] : [])),
      body: Buffer.concat(chunks).toString('utf8'),
      serverName: (request.socket as unknown as { servername: string | false | null }).servername,
    });
    upstream.answer(request, response);
  };
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(upstream, { port: (server.address() as AddressInfo).port });
}
