import { once } from 'node:events';
import { request, type RequestOptions } from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** Where a Kubernetes API is and who asks. */
export interface ApiTarget {
  /** `https://host:port`, no path. */
  readonly url: string;
  /** PEM of the CA to trust. */
  readonly ca: string;
  readonly token?: string;
  /** The name to verify instead of the URL's host. */
  readonly servername?: string;
}

/** One request, sent exactly as given: the path is not normalised. */
export interface ApiRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text goes as it is, anything else as JSON. */
  readonly body?: unknown;
}

/** The answer, read to its end. */
export interface ApiAnswer {
  readonly code: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The parsed body, undefined when it is not JSON. */
  readonly json: unknown;
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** Sends one request over HTTPS with full verification and reads the whole answer. */
export async function callApi(target: ApiTarget, asked: ApiRequest): Promise<ApiAnswer> {
  const { hostname, port } = new URL(target.url);
  const body = asked.body === undefined || typeof asked.body === 'string' ? asked.body : JSON.stringify(asked.body);
  const options: RequestOptions = {
    hostname,
    port,
    path: asked.path,
    method: asked.method ?? 'GET',
    ca: target.ca,
    ...(target.servername === undefined ? {} : { servername: target.servername }),
    headers: {
      accept: 'application/json',
      'user-agent': 'sqlkube-test/1',
      ...(body === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
      ...(target.token === undefined ? {} : { authorization: `Bearer ${target.token}` }),
      ...asked.headers,
    },
  };
  const sent = request(options);
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString('utf8');
  return { code: answer.statusCode ?? 0, headers: answer.headers, text, json: parse(text) };
}
