import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import type { KubeStatus } from '../../src/core/kube/status.ts';
import { createSandboxCertificates, type SandboxCertificates } from '../../src/sandbox/proxy/certificates.ts';
import { startEchoUpstream, type EchoUpstream } from '../support/echo-upstream.ts';
import { rawCall, type CallTarget } from '../support/https-call.ts';
import { needNginx, startNginx, type NginxRun, type RunningNginx } from '../support/nginx.ts';
import { selfSignedIdentity } from '../../src/sandbox/sql-identity.ts';

const host = 'k8s.sandbox.example';
const pods = '/api/v1/namespaces/shop/pods';

/** How to make nginx itself answer with a status. */
interface Way {
  /** Lines of the head without the last, empty one; HTTP/1.1 to our host, closing, unless told. */
  readonly head: readonly string[];
  readonly body?: string;
  /** What the upstream does instead of answering. */
  readonly upstream?: 'hangs up' | 'is silent';
  readonly run?: Partial<NginxRun>;
  /** Client certificate, key. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Without TLS. */
  readonly plain?: boolean;
}

const asked = (line: string, ...lines: readonly string[]): readonly string[] => [
  line,
  `Host: ${host}`,
  'Connection: close',
  ...lines,
];
const get = asked(`GET ${pods} HTTP/1.1`);

/** What an administrator may have added to the server of our configuration. */
const added = (...lines: readonly string[]): Partial<NginxRun> => ({
  edit: (text) => {
    const edited = text.replace('    error_page 400', `    ${lines.join('\n    ')}\n    error_page 400`);
    assert.notEqual(edited, text);
    return edited;
  },
});

describe('every status that real nginx makes itself', () => {
  let certificates: SandboxCertificates;
  let upstream: EchoUpstream;
  let program: string;
  let foreign: { readonly cert: string; readonly key: string };
  let run: NginxRun;
  let plain: RunningNginx;
  let echo: EchoUpstream['answer'];

  before(async function () {
    program = needNginx(this);
    certificates = await createSandboxCertificates([host, 'kubernetes.default.svc']);
    foreign = await selfSignedIdentity(['somebody']);
    upstream = await startEchoUpstream(certificates.server);
    echo = upstream.answer;
    const address = `127.0.0.1:${upstream.port}`;
    run = { hosts: [host], tls: certificates.server, upstream: { address, ca: certificates.ca } };
    plain = await startNginx(program, run);
  });
  after(async () => {
    await plain.stop();
    await upstream.close();
  });

  const ways = (): Readonly<Record<number, Way>> => ({
    400: { head: ['GET pods HTTP/1.1'] },
    403: { head: get, run: added('deny all;') },
    404: { head: asked('GET /-/error/502 HTTP/1.1') },
    405: { head: asked(`TRACE ${pods} HTTP/1.1`) },
    412: { head: asked('GET /-/healthz HTTP/1.1', 'If-Match: "1"') },
    413: { head: asked(`POST ${pods} HTTP/1.1`, 'Content-Length: 11'), body: 'x'.repeat(11), run: { bodyBytes: 10 } },
    414: { head: asked(`GET ${pods}?labelSelector=${'a'.repeat(9000)} HTTP/1.1`) },
    // Of the host that the handshake was not for, where client certificates are wanted.
    421: {
      head: [`GET ${pods} HTTP/1.1`, 'Host: other.example', 'Connection: close'],
      run: {
        edit: (text) => {
          const [listen = '', certificate = '', key = ''] = [
            /^ +listen .*$/mu,
            /^ +ssl_certificate .*$/mu,
            /^ +ssl_certificate_key .*$/mu,
          ].map((line) => line.exec(text)?.[0]);
          const lines = [listen, certificate, key, 'server_name other.example;', 'ssl_verify_client optional_no_ca;'];
          const other = `  server {\n${lines.join('\n')}\n  }\n`;
          return text
            .replace(/^ {2}server \{\n/mu, `  server {\n    server_name ${host};\n`)
            .replace(/\}\s*$/u, `${other}}\n`);
        },
      },
    },
    429: { head: get, run: { rate: { perSecond: 1, burst: 1 } } },
    494: { head: asked(`GET ${pods} HTTP/1.1`, `X-Filler: ${'x'.repeat(9000)}`) },
    495: { head: get, tls: foreign, run: added('ssl_verify_client on;', 'ssl_client_certificate "CA";') },
    496: { head: get, run: added('ssl_verify_client on;', 'ssl_client_certificate "CA";') },
    497: { head: get, plain: true },
    // No connection is left for the way to the upstream.
    500: { head: get, run: { edit: (text) => text.replace('worker_connections 1024', 'worker_connections 3') } },
    501: { head: asked(`POST ${pods} HTTP/1.1`, 'Transfer-Encoding: gzip') },
    502: { head: get, upstream: 'hangs up' },
    503: {
      head: get,
      upstream: 'is silent',
      run: {
        // The one that is let through has to last until the others came.
        readTimeout: 2000,
        edit: (text) =>
          text
            .replace('  server {\n', '  limit_conn_zone $server_port zone=few:1m;\n  server {\n')
            .replace('    error_page 400', '    limit_conn few 1;\n    error_page 400'),
      },
    },
    504: { head: get, upstream: 'is silent', run: { readTimeout: 200 } },
    505: { head: asked(`GET ${pods} HTTP/2.0`) },
  });

  it('has a page of ours, and each page a way to be seen', async () => {
    const text = await readFile(plain.configuration, 'utf8');
    const pages = [...text.matchAll(/error_page (\d+) =\d+ \/-\/error\/\1;/gu)].map(([, status]) => Number(status));
    assert.deepEqual(
      pages.toSorted((a, b) => a - b),
      Object.keys(ways()).map(Number),
    );
  });

  for (const status of [400, 403, 404, 405, 412, 413, 414, 421, 429, 494, 495, 496, 497, 500, 501, 502, 503, 504, 505])
    it(`answers ${status} in the API server's terms`, async () => {
      const way = ways()[status];
      assert.ok(way);
      const { body, code } = await provoke(way, status);
      assert.equal(body.kind, 'Status');
      assert.equal(body.apiVersion, 'v1');
      assert.equal(body.code, code);
      assert.equal(body.details?.causes?.[0]?.reason, 'SqlKubeProxy');
      assert.match(body.message ?? '', /^proxy: /u);
      assert.equal(code, status === 494 ? 431 : status >= 495 && status <= 497 ? 400 : status);
    });

  const provoke = async (
    way: Way,
    status: number,
  ): Promise<{ code: number; body: KubeStatus & { apiVersion: string } }> => {
    upstream.answer =
      way.upstream === undefined
        ? echo
        : ({ socket }) => {
            if (way.upstream === 'hangs up') socket.destroy();
          };
    const own = way.run === undefined ? plain : await startNginx(program, { ...run, ...withCa(way.run) });
    try {
      const target: CallTarget = { port: own.port, ca: certificates.ca, serverName: host };
      const text = `${way.head.join('\r\n')}\r\n\r\n${way.body ?? ''}`;
      const send = (): Promise<string> =>
        way.plain === true ? plainCall(own.port, text) : rawCall(target, text, way.tls ?? {});
      const first = [429, 503].includes(status) ? await several(send, status) : await send();
      const [, code = ''] = /^HTTP\/1\.1 (\d+)/u.exec(first) ?? [];
      const [head = '', ...rest] = first.split('\r\n\r\n');
      assert.match(head, /^Content-Type: application\/json\r?$/mu, first);
      return { code: Number(code), body: JSON.parse(rest.join('\r\n\r\n')) as KubeStatus & { apiVersion: string } };
    } finally {
      if (own !== plain) await own.stop();
    }
  };

  /** The CA that client certificates are held against is the proxy's own, which is there as a file. */
  const withCa = (changes: Partial<NginxRun>): Partial<NginxRun> => {
    const { edit } = changes;
    if (edit === undefined) return changes;
    const ca = /proxy_ssl_trusted_certificate "([^"]+)"/u;
    return { ...changes, edit: (text) => edit(text).replace('"CA"', `"${ca.exec(text)?.[1] ?? ''}"`) };
  };
});

/** Several at once, so that there are more than are taken: the answer to one that was not. */
async function several(send: () => Promise<string>, status: number): Promise<string> {
  const answers = await Promise.all(Array.from({ length: 6 }, send));
  const refused = answers.find((answer) => answer.startsWith(`HTTP/1.1 ${status} `));
  assert.ok(refused !== undefined, 'all were taken');
  return refused;
}

async function plainCall(port: number, text: string): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port });
  socket.write(text);
  let answer = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (answer += chunk));
  await once(socket, 'close');
  return answer;
}
