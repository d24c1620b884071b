import assert from 'node:assert/strict';
import { pathRules } from '../../src/core/access/path-rules.ts';
import type { KubeStatus } from '../../src/core/kube/status.ts';
import { createSandboxCertificates, type SandboxCertificates } from '../../src/sandbox/proxy/certificates.ts';
import { startProxy } from '../../src/sandbox/proxy/proxy.ts';
import { emptyList, startEchoUpstream, type Arrival, type EchoUpstream } from '../support/echo-upstream.ts';
import { call, rawCall, type CallAnswer, type CallRequest, type CallTarget } from '../support/https-call.ts';
import { needNginx, startNginx, type NginxRun } from '../support/nginx.ts';
import { sampleAccesses } from '../support/proxy-wishes.ts';

const host = 'k8s.sandbox.example';
const pods = '/api/v1/namespaces/default/pods';
const bodyBytes = 64 * 1024;

interface Subject {
  readonly port: number;
  stop(): Promise<void>;
}

/** Everything both proxies are told. */
type Setting = Omit<NginxRun, 'hosts'>;

const subjects: readonly {
  name: string;
  start(context: Mocha.Context, setting: Setting): Promise<Subject>;
}[] = [
  {
    name: 'the stand-in',
    start: async (_context, { tls, upstream, ...rest }) => {
      const { address, ...trust } = upstream;
      const proxy = await startProxy({ host, tls, upstream: { ...trust, url: `https://${address}` }, ...rest });
      return { port: proxy.port, stop: () => proxy.close() };
    },
  },
  {
    name: 'real nginx',
    start: (context, setting) =>
      startNginx(needNginx(context), { ...setting, hosts: [host, 'localhost', '127.0.0.1'] }),
  },
];

for (const subject of subjects) {
  describe(`proxy contract: ${subject.name}`, function () {
    let proxyCertificates: SandboxCertificates;
    let clusterCertificates: SandboxCertificates;
    let upstream: EchoUpstream;
    let proxy: Subject | undefined;
    let setting: Setting;
    let target: CallTarget;

    before(async function () {
      [proxyCertificates, clusterCertificates] = await Promise.all([
        createSandboxCertificates([host, 'localhost', '127.0.0.1']),
        createSandboxCertificates(['kubernetes.default.svc', '127.0.0.1'], 'cluster CA'),
      ]);
      upstream = await startEchoUpstream(clusterCertificates.server);
      setting = {
        tls: proxyCertificates.server,
        upstream: { address: `127.0.0.1:${upstream.port}`, ca: clusterCertificates.ca },
        bodyBytes,
        // Longer than a busy machine takes: only what is about time waits for its end.
        connectTimeout: 20_000,
        readTimeout: 20_000,
        rate: { perSecond: 1000, burst: 1000 },
      };
      proxy = await subject.start(this, setting);
      target = { port: proxy.port, ca: proxyCertificates.ca, serverName: host };
    });
    after(async () => {
      await proxy?.stop();
      await upstream.close();
    });
    beforeEach(() => {
      upstream.arrivals.length = 0;
      upstream.answer = emptyList;
    });

    const send = (request: Partial<CallRequest>): Promise<CallAnswer> => call(target, { path: pods, ...request });

    /** Sends and returns what arrived upstream. */
    const arrival = async (request: Partial<CallRequest>): Promise<Arrival> => {
      const answer = await send(request);
      assert.equal(answer.code, 200, answer.text);
      assert.equal(upstream.arrivals.length, 1);
      return upstream.arrivals[0]!;
    };
    const header = (arrived: Arrival, name: string): string[] =>
      arrived.headers.filter(([key]) => key === name).map(([, value]) => value);

    /** The answer is the proxy's own error: Status JSON that names the proxy. */
    function assertOwn(answer: { code: number; type: string; text: string }, code: number, reason: string): void {
      assert.equal(answer.code, code, answer.text);
      assert.equal(answer.type, 'application/json');
      const body = JSON.parse(answer.text) as KubeStatus & { apiVersion: string };
      assert.equal(body.kind, 'Status');
      assert.equal(body.apiVersion, 'v1');
      assert.equal(body.status, 'Failure');
      assert.equal(body.code, code);
      assert.equal(body.reason, reason);
      assert.match(body.message ?? '', /^proxy: /);
      const cause = body.details?.causes?.[0];
      assert.equal(cause?.reason, 'SqlKubeProxy');
      assert.ok((cause.message ?? '').length > 20);
    }
    const assertRefused = async (request: Partial<CallRequest>, code: number, reason: string): Promise<void> => {
      assertOwn(await send(request), code, reason);
      assert.equal(upstream.arrivals.length, 0, 'the upstream was asked');
    };
    /** An answer read off the wire. */
    const parse = (text: string): { code: number; type: string; text: string } => {
      const [head = '', ...body] = text.split('\r\n\r\n');
      return {
        code: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]),
        type: /^content-type: *(.*)$/im.exec(head)?.[1]?.trim() ?? '',
        text: body.join('\r\n\r\n'),
      };
    };

    it('forwards named headers and nothing else', async () => {
      const arrived = await arrival({
        method: 'POST',
        path: `${pods}?fieldManager=sqlkube&labelSelector=app%3Dweb,tier!=x`,
        headers: [
          ['Authorization', 'Bearer abc'],
          ['Accept', 'application/json'],
          ['Content-Type', 'application/json; charset=utf-8'],
          ['User-Agent', 'Enterprise Developer Edition (64-bit)/17.0.5005.3'],
          ['Impersonate-User', 'admin'],
          ['Impersonate-Group', 'system:masters'],
          ['Impersonate-Extra-scopes', 'all'],
          ['X-Remote-User', 'admin'],
          ['X-Remote-Group', 'system:masters'],
          ['X-Remote-Extra-acme', '1'],
          ['Cookie', 'a=b'],
          ['X-HTTP-Method-Override', 'DELETE'],
          ['X-HTTP-Method', 'DELETE'],
          ['X-Method-Override', 'DELETE'],
          ['X-Forwarded-For', '1.2.3.4'],
          ['X-Forwarded-Host', 'evil'],
          ['X-Forwarded-Uri', '/'],
          ['X-Real-IP', '1.2.3.4'],
          ['Forwarded', 'for=1.2.3.4'],
          ['X-Original-URL', '/'],
          ['TE', 'trailers'],
          ['Accept-Encoding', 'gzip'],
          ['Origin', 'https://evil'],
          ['Sec-WebSocket-Protocol', 'base64url.bearer.authorization.k8s.io.abc'],
          ['Proxy-Authorization', 'Basic abc'],
          ['Range', 'bytes=0-1'],
          ['If-None-Match', '"x"'],
          ['X-Kube-View', 'table'],
          ['Audit-Id', 'forged'],
        ],
        body: '{"a":"é"}',
      });
      const connection = new Set(['connection']);
      assert.deepEqual(
        arrived.headers.filter(([name]) => !connection.has(name)).sort(([a], [b]) => (a < b ? -1 : 1)),
        [
          ['accept', 'application/json;as=Table;g=meta.k8s.io;v=v1'],
          ['authorization', 'Bearer abc'],
          ['content-length', '10'],
          ['content-type', 'application/json; charset=utf-8'],
          ['host', `127.0.0.1:${upstream.port}`],
          ['user-agent', 'Enterprise Developer Edition (64-bit)/17.0.5005.3'],
        ],
      );
      assert.equal(arrived.method, 'POST');
      assert.equal(arrived.target, `${pods}?fieldManager=sqlkube&labelSelector=app%3Dweb,tier!=x`);
      assert.equal(arrived.body, '{"a":"é"}');
      assert.equal(arrived.serverName, 'kubernetes.default.svc');
    });

    it('sends no header that was not sent', async () => {
      const arrived = await arrival({});
      const names = arrived.headers.map(([name]) => name).filter((name) => name !== 'connection');
      assert.deepEqual(names, ['host']);
    });

    for (const [view, path, accept] of [
      ['table', pods, 'application/json;as=Table;g=meta.k8s.io;v=v1'],
      ['TABLE', pods, 'application/json;as=Table;g=meta.k8s.io;v=v1'],
      ['metadata', pods, 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1'],
      ['metadata', '/api/v1/namespaces?limit=5', 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1'],
      ['metadata', '/apis/apps/v1/deployments', 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1'],
      ['metadata', '/api/v1/namespaces/default', 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1'],
      ['metadata', '/api/v1/namespaces/default/status', 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1'],
      ['metadata', `${pods}/web`, 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1'],
      ['metadata', '/api/v1/nodes/n1', 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1'],
      ['text', `${pods}/web/log?container=c`, '*/*'],
    ] as const) {
      it(`translates X-Kube-View: ${view} of ${path}`, async () => {
        const arrived = await arrival({
          path,
          headers: [
            ['X-Kube-View', view],
            ['Accept', 'application/json'],
          ],
        });
        assert.deepEqual(header(arrived, 'accept'), [accept]);
      });
    }

    for (const [patch, type] of [
      ['merge', 'application/merge-patch+json'],
      ['strategic', 'application/strategic-merge-patch+json'],
      ['json', 'application/json-patch+json'],
      ['apply', 'application/apply-patch+yaml'],
    ] as const) {
      it(`translates X-Kube-Patch: ${patch}, on PATCH only`, async () => {
        const headers = [
          ['X-Kube-Patch', patch],
          ['Content-Type', 'application/json'],
        ] as const;
        const patched = await arrival({ method: 'PATCH', path: `${pods}/web`, headers, body: '{}' });
        assert.deepEqual(header(patched, 'content-type'), [type]);
        upstream.arrivals.length = 0;
        const posted = await arrival({ method: 'PUT', path: `${pods}/web`, headers, body: '{}' });
        assert.deepEqual(header(posted, 'content-type'), ['application/json']);
      });
    }

    it('leaves a PATCH without X-Kube-Patch alone', async () => {
      const headers = [['Content-Type', 'application/json']] as const;
      const arrived = await arrival({ method: 'PATCH', path: `${pods}/web`, headers, body: '{}' });
      assert.deepEqual(header(arrived, 'content-type'), ['application/json']);
    });

    it('refuses unknown values of its own headers', async () => {
      await assertRefused({ headers: [['X-Kube-View', 'yaml']] }, 400, 'BadRequest');
      await assertRefused({ headers: [['X-Kube-View', 'unknown']] }, 400, 'BadRequest');
      await assertRefused({ headers: [['X-Kube-View', '$http_cookie']] }, 400, 'BadRequest');
      await assertRefused({ headers: [['X-Kube-Patch', 'merge2']], method: 'PATCH', body: '{}' }, 400, 'BadRequest');
      await assertRefused({ headers: [['X-Kube-Patch', 'nonsense']] }, 400, 'BadRequest');
    });

    for (const path of [
      '/api/v1/namespaces/default/%70ods',
      '/api/v1/namespaces/x/..%2fpods',
      '/api/v1/%2e%2e/pods',
      '/api//v1',
      '//api/v1',
      '/api/v1/./pods',
      '/api/v1/../v1/pods',
      '/api/v1/..',
      '/api/v1/pods/.',
      '/api/v1/pods%0a',
      '/api/v1/pods%00',
      '/api/v1/namespaces/x/..%252fpods',
      '/api/v1/po;ds',
      '/api/v1/po@ds',
      '/api/v1/pods\\x',
      '/api/v1/pods?%77atch=1',
      '/api/v1/pods?a=1&wat%63h=1',
      '/api/v1/pods?a+b=1',
      '/api/v1/pods?=1',
      '/-/x/../healthz',
    ]) {
      it(`refuses the spelling of ${path}`, () => assertRefused({ path }, 400, 'BadRequest'));
    }

    for (const path of [
      `${pods}/web/exec`,
      `${pods}/web/exec?command=sh`,
      `${pods}/web/attach`,
      `${pods}/web/portforward`,
      `${pods}/web/proxy`,
      `${pods}/web/proxy/a/b`,
      `${pods}/web/EXEC`,
      '/api/v1/namespaces/default/services/s:80/proxy/',
      '/api/v1/nodes/n/proxy/logs',
      '/apis/sub.example/v1/namespaces/n/things/t/attach',
      '/api/v1/proxy/nodes/n',
      '/api/v1/watch/pods',
      '/apis/apps/v1/watch/deployments',
      `${pods}?watch=true`,
      `${pods}?watch`,
      `${pods}?watch=`,
      `${pods}?limit=1&watch=1`,
      `${pods}?watch=0&watch=1`,
      `${pods}?WATCH=true`,
      `${pods}/web/log?follow=true`,
      `${pods}?watch=falsely`,
    ]) {
      it(`refuses ${path}`, () => assertRefused({ path }, 403, 'Forbidden'));
    }

    it('lets names pass that only look like those', async () => {
      for (const path of [
        '/api/v1/namespaces/exec/pods',
        `${pods}/proxy`,
        `${pods}/exec/log`,
        '/api/v1/namespaces/watch',
        `${pods}?watch=false`,
        `${pods}?watch=0&limit=5`,
        `${pods}/web/log?follow=false&tailLines=5`,
        '/version',
        '/apis',
        '/',
        '/openapi/v3',
        '/readyz?verbose',
        `${pods}?labelSelector=watch=true`,
        '/apis/rbac.authorization.k8s.io/v1/clusterroles/system:node',
        '/api/v1/?',
        `${pods}/a..b`,
        `${pods}/...`,
        `${pods}?continue=eyJ2IjoibWV0YS5rOHMuaW8vdjEifQ==`,
      ]) {
        upstream.arrivals.length = 0;
        assert.equal((await arrival({ path })).target, path);
      }
    });

    it('refuses to switch protocols', async () => {
      const upgrade = [
        ['Connection', 'Upgrade'],
        ['Upgrade', 'websocket'],
      ] as const;
      await assertRefused({ headers: upgrade }, 403, 'Forbidden');
      await assertRefused({ headers: [['Upgrade', 'SPDY/3.1']] }, 403, 'Forbidden');
    });

    it('refuses other methods', async () => {
      for (const method of ['OPTIONS', 'TRACE', 'PROPFIND']) {
        await assertRefused({ method }, 405, 'MethodNotAllowed');
      }
      const raw = parse(
        await rawCall(target, `CONNECT ${host}:443 HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
      );
      assertOwn(raw, 400, 'BadRequest');
      await assertRefused({ method: 'POST', path: '/-/healthz' }, 405, 'MethodNotAllowed');
    });

    it('forwards each method of the procedure', async () => {
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']) {
        upstream.arrivals.length = 0;
        assert.equal((await arrival({ method })).method, method);
      }
    });

    it('answers its health itself', async () => {
      for (const path of ['/-/healthz', '/-/healthz?x=1']) {
        const answer = await send({ path });
        assert.equal(answer.code, 200);
        assert.equal(answer.type, 'application/json');
        const health = JSON.parse(answer.text) as Record<string, unknown>;
        assert.match(String(health['hash']), /^[0-9a-f]{64}$/);
        assert.deepEqual(
          { ...health, hash: '' },
          {
            kind: 'ProxyHealth',
            apiVersion: 'sqlkube/v1',
            version: '1',
            hash: '',
            views: ['table', 'metadata', 'text'],
            patches: ['merge', 'strategic', 'json', 'apply'],
          },
        );
      }
      assert.equal(upstream.arrivals.length, 0);
    });

    it('has no other path of its own', async () => {
      for (const path of ['/-/', '/-/healthz/', '/-/error/502']) {
        const answer = await send({ path });
        assert.notEqual(answer.code, 502, path);
      }
    });

    it('lets pass what its access allows, and names the access for all else', async function () {
      const allow = pathRules(sampleAccesses['read-logs'] ?? assert.fail());
      const other = await subject.start(this, { ...setting, allow });
      const there = { ...target, port: other.port };
      const shop = '/api/v1/namespaces/shop/pods';
      for (const path of [shop, `${shop}?limit=5`, `${shop}/web`, `${shop}/web/log?tailLines=5`, '/version']) {
        assert.equal((await call(there, { path })).code, 200, path);
      }
      upstream.arrivals.length = 0;
      for (const [method, path] of [
        ['GET', pods],
        ['GET', '/api/v1/namespaces/shop/secrets'],
        ['DELETE', `${shop}/web`],
        ['POST', shop],
        ['GET', `${shop}/`],
        ['POST', '/version'],
      ] as const) {
        const answer = await call(there, { method, path });
        assertOwn(answer, 403, 'Forbidden');
        assert.match(answer.text, /the access that this proxy was made for/);
      }
      assertOwn(await call(there, { path: `${shop}/../secrets` }), 400, 'BadRequest');
      assert.equal((await call(there, { path: '/-/healthz' })).code, 200);
      assert.equal(upstream.arrivals.length, 0);
      await other.stop();
    });

    it('serves its own names only', async () => {
      const wrong = parse(
        await rawCall(target, `GET ${pods} HTTP/1.1\r\nHost: other.example\r\nConnection: close\r\n\r\n`),
      );
      assertOwn(wrong, 421, 'MisdirectedRequest');
      assert.equal(upstream.arrivals.length, 0);
      for (const name of [host, 'K8S.sandbox.example', 'localhost:1', `127.0.0.1:${target.port}`]) {
        const right = parse(
          await rawCall(target, `GET ${pods} HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`),
        );
        assert.equal(right.code, 200, right.text);
      }
    });

    describe('makes its own errors Status JSON', () => {
      it('two Authorization headers', () =>
        assertRefused(
          {
            headers: [
              ['Authorization', 'Bearer a'],
              ['Authorization', 'Bearer b'],
            ],
          },
          400,
          'BadRequest',
        ));

      it('no Host', async () => {
        assertOwn(parse(await rawCall(target, `GET ${pods} HTTP/1.1\r\nConnection: close\r\n\r\n`)), 400, 'BadRequest');
      });

      it('a broken request line', async () => {
        assertOwn(parse(await rawCall(target, `GET pods HTTP/1.1\r\nHost: ${host}\r\n\r\n`)), 400, 'BadRequest');
        assertOwn(parse(await rawCall(target, `GET ${pods} x HTTP/1.1\r\nHost: ${host}\r\n\r\n`)), 400, 'BadRequest');
      });

      it('another version of HTTP', async () => {
        const answer = parse(await rawCall(target, `GET ${pods} HTTP/2.0\r\nHost: ${host}\r\n\r\n`));
        assertOwn(answer, 505, 'HTTPVersionNotSupported');
      });

      it('a condition on its health', async () => {
        for (const lines of ['If-Match: "1"', 'If-Unmodified-Since: Sat, 29 Nov 2025 00:00:00 GMT']) {
          const head = `GET /-/healthz HTTP/1.1\r\nHost: ${host}\r\n${lines}\r\nConnection: close\r\n\r\n`;
          assertOwn(parse(await rawCall(target, head)), 412, 'PreconditionFailed');
        }
      });

      it('plain HTTP', async () => {
        const answer = await fetch(`http://127.0.0.1:${target.port}/version`);
        assertOwn(
          { code: answer.status, type: answer.headers.get('content-type') ?? '', text: await answer.text() },
          400,
          'BadRequest',
        );
      });

      it('an address that is too long', () =>
        assertRefused({ path: `${pods}?labelSelector=${'a'.repeat(8200)}` }, 414, 'RequestURITooLong'));

      it('headers that are too large', async () => {
        await assertRefused({ headers: [['X-Filler', 'x'.repeat(8200)]] }, 431, 'RequestHeaderFieldsTooLarge');
        const many = Array.from({ length: 5 }, (_, i) => [`X-Filler-${i}`, 'x'.repeat(7500)] as const);
        await assertRefused({ headers: many }, 431, 'RequestHeaderFieldsTooLarge');
      });

      it('a token that just fits passes', async () => {
        const token = `Bearer ${'x'.repeat(8000)}`;
        assert.deepEqual(header(await arrival({ headers: [['Authorization', token]] }), 'authorization'), [token]);
      });

      it('a body that is too large, announced or not', async () => {
        await assertRefused({ method: 'POST', body: 'x'.repeat(bodyBytes + 1) }, 413, 'RequestEntityTooLarge');
        const chunk = `${(bodyBytes + 1).toString(16)}\r\n${'x'.repeat(bodyBytes + 1)}\r\n0\r\n\r\n`;
        const head = `POST ${pods} HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n`;
        assertOwn(parse(await rawCall(target, head + chunk)), 413, 'RequestEntityTooLarge');
        assert.equal(upstream.arrivals.length, 0);
      });

      it('a body of the very size passes, chunked as well', async () => {
        const body = 'x'.repeat(bodyBytes);
        assert.equal((await arrival({ method: 'POST', body })).body.length, bodyBytes);
        upstream.arrivals.length = 0;
        const chunk = `${bodyBytes.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
        const head = `POST ${pods} HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n`;
        assert.equal(parse(await rawCall(target, head + chunk)).code, 200);
        assert.deepEqual(header(upstream.arrivals[0]!, 'content-length'), [String(bodyBytes)]);
      });

      it('an upstream that is slow', async function () {
        const other = await subject.start(this, { ...setting, readTimeout: 300 });
        upstream.answer = () => undefined;
        const answer = await call({ ...target, port: other.port }, { path: pods });
        await other.stop();
        assertOwn(answer, 504, 'Timeout');
      });

      it('an upstream that hangs up', async () => {
        upstream.answer = (request) => request.socket.destroy();
        assertOwn(await send({ method: 'POST', body: '{}' }), 502, 'BadGateway');
      });

      it('an upstream with larger headers than SQL Server takes', async () => {
        upstream.answer = (_request, response) => response.writeHead(200, { 'X-Large': 'x'.repeat(7800) }).end('{}');
        assertOwn(await send({}), 502, 'BadGateway');
      });

      it('an upstream that is down', async function () {
        const other = await subject.start(this, {
          ...setting,
          upstream: { ...setting.upstream, address: '127.0.0.1:1' },
        });
        const answer = await call({ ...target, port: other.port }, { path: pods });
        await other.stop();
        assertOwn(answer, 502, 'BadGateway');
      });

      it('an upstream with a certificate of another CA', async function () {
        const ca = proxyCertificates.ca;
        const other = await subject.start(this, { ...setting, upstream: { ...setting.upstream, ca } });
        const answer = await call({ ...target, port: other.port }, { path: pods });
        await other.stop();
        assertOwn(answer, 502, 'BadGateway');
        assert.equal(upstream.arrivals.length, 0);
      });

      it('an upstream with a certificate for another name, or expired', async function () {
        for (const identity of [clusterCertificates.faulty['wrong-name'], clusterCertificates.faulty.expired]) {
          const wrong = await startEchoUpstream(identity);
          const changed = { ...setting.upstream, address: `127.0.0.1:${wrong.port}` };
          const other = await subject.start(this, { ...setting, upstream: changed });
          const answer = await call({ ...target, port: other.port }, { path: pods });
          await other.stop();
          await wrong.close();
          assertOwn(answer, 502, 'BadGateway');
          assert.equal(wrong.arrivals.length, 0);
        }
      });

      it('more requests than the rate allows', async function () {
        const other = await subject.start(this, { ...setting, rate: { perSecond: 1, burst: 2 } });
        const there = { ...target, port: other.port };
        const answers = [];
        for (let i = 0; i < 4; i++) answers.push(await call(there, { path: pods }));
        const health = await call(there, { path: '/-/healthz' });
        await other.stop();
        assert.deepEqual(
          answers.map((answer) => answer.code),
          [200, 200, 200, 429],
        );
        assertOwn(answers[3]!, 429, 'TooManyRequests');
        assert.equal(answers[3]!.headers['retry-after'], '1');
        assert.equal(health.code, 200);
      });
    });

    it('verifies the upstream under a name of choice', async function () {
      const wrong = await startEchoUpstream(clusterCertificates.faulty['wrong-name']);
      const changed = { ...setting.upstream, address: `127.0.0.1:${wrong.port}`, serverName: 'another-host.example' };
      const other = await subject.start(this, { ...setting, upstream: changed });
      const answer = await call({ ...target, port: other.port }, { path: pods });
      await other.stop();
      await wrong.close();
      assert.equal(answer.code, 200);
      assert.equal(wrong.arrivals[0]?.serverName, 'another-host.example');
    });

    for (const [code, type, body] of [
      [404, 'text/plain; charset=utf-8', '404 page not found\n'],
      [429, 'text/plain; charset=utf-8', 'Too many requests, please try again later.\n'],
      [401, 'application/json', '{"kind":"Status","code":401}'],
      [403, 'application/json', '{"kind":"Status","code":403}'],
      [500, 'application/json', '{"kind":"Status","code":500}'],
      [502, 'text/html', '<html>gateway</html>'],
      [503, 'application/json', '{"kind":"Status","code":503}'],
      [201, 'application/json', '{"kind":"Pod"}'],
      [307, 'text/plain', 'elsewhere'],
    ] as const) {
      it(`passes the upstream's own ${code} unchanged`, async () => {
        upstream.answer = (_request, response) => {
          response
            .writeHead(code, { 'Content-Type': type, 'Retry-After': '7', Location: '/x', Warning: '299 - "w"' })
            .end(body);
        };
        const answer = await send({});
        assert.deepEqual([answer.code, answer.type, answer.text], [code, type, body]);
        assert.equal(answer.headers['retry-after'], '7');
        assert.equal(answer.headers.location, '/x');
        assert.equal(answer.headers['warning'], '299 - "w"');
      });
    }

    it('passes an answer without a body', async () => {
      upstream.answer = (_request, response) => response.writeHead(204).end();
      const answer = await send({ path: `${pods}/web/log` });
      assert.deepEqual([answer.code, answer.text], [204, '']);
    });

    it('drops response headers that SQL Server has no use for, and its answers stay under 8 KB of headers', async () => {
      upstream.answer = (_request, response) => {
        response.setHeader('Set-Cookie', ['a=b', 'c=d']);
        response.setHeader('Strict-Transport-Security', 'max-age=1');
        response.setHeader('X-Kubernetes-Pf-Flowschema-Uid', 'u');
        response.setHeader('X-Large', 'x'.repeat(6000));
        emptyList(_request, response);
      };
      const answer = await send({});
      assert.equal(answer.code, 200);
      assert.equal(answer.headers['set-cookie'], undefined);
      assert.equal(answer.headers['strict-transport-security'], undefined);
      assert.equal(answer.headers['x-kubernetes-pf-flowschema-uid'], 'u');
      assert.equal(answer.headers['audit-id'], 'a1');
      const size = Object.entries(answer.headers).reduce(
        (sum, [name, value]) => sum + name.length + String(value).length + 4,
        0,
      );
      assert.ok(size < 8192, String(size));
    });

    it('passes a large answer whole', async () => {
      const item = 'é'.repeat(512 * 1024);
      upstream.answer = (_request, response) =>
        response.writeHead(200, { 'Content-Type': 'application/json' }).end(item);
      assert.equal((await send({})).text, item);
    });

    it('ends the connection when the upstream breaks off', async () => {
      upstream.answer = (request, response) => {
        response.writeHead(200, { 'Content-Length': 1000 });
        response.write('{"items":[', () => request.socket.destroy());
      };
      await assert.rejects(send({}), /aborted|ECONNRESET|socket hang up/);
    });

    it('keeps a connection for several requests, whatever they were answered', async () => {
      const requests = [pods, '/api//v1', `${pods}/web/exec`, '/-/healthz', pods].map(
        (path, i) => `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n${i === 4 ? 'Connection: close\r\n' : ''}\r\n`,
      );
      const codes = [...(await rawCall(target, requests.join(''))).matchAll(/HTTP\/1\.1 (\d+)/g)].map(
        ([, code]) => code,
      );
      assert.deepEqual(codes, ['200', '400', '403', '200', '200']);
    });

    /** A request off the wire, each line as given. */
    const raw = async (...lines: string[]): Promise<{ code: number; type: string; text: string }> =>
      parse(await rawCall(target, `${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`));

    it('leaves no doubt about where a request ends', async () => {
      const start = [`POST ${pods} HTTP/1.1`, `Host: ${host}`];
      const body = '\r\n5\r\nhello\r\n0\r\n\r\n';
      for (const lines of [
        ['Content-Length: 5', 'Transfer-Encoding: chunked'],
        ['Content-Length: 5', 'Content-Length: 6'],
        ['Content-Length: 5', 'Content-Length: 5'],
        ['Content-Length: -1'],
        ['Content-Length: 5x'],
        ['Transfer-Encoding: chunked', 'Transfer-Encoding: chunked'],
        ['Transfer-Encoding: gzip, chunked'],
        ['Transfer-Encoding: gzip'],
      ]) {
        const text = `${[...start, ...lines, 'Connection: close'].join('\r\n')}\r\n${body}`;
        const answer = parse(await rawCall(target, text));
        assert.ok(answer.code === 400 || answer.code === 501, `${lines.join(', ')}: ${answer.code}`);
        assertOwn(answer, answer.code, answer.code === 400 ? 'BadRequest' : 'NotImplemented');
      }
      assert.equal(upstream.arrivals.length, 0);
    });

    it('refuses heads that are broken', async () => {
      for (const lines of [
        [`get ${pods} HTTP/1.1`, `Host: ${host}`],
        [`GET ${pods} HTTP/1.1`, `Host: ${host}`, `Host: ${host}`],
        [`GET ${pods} HTTP/1.1`, 'Host: a/b'],
        [`GET ${pods} HTTP/1.1`, `Host: ${host}`, 'Authorization: a\0b'],
        [`GET ${pods} HTTP/1.1`, `Host: ${host}`, 'X-Kube View: table'],
        [`GET ${pods} HTTP/1.1`, `Host: ${host}`, 'no colon'],
        ['GET * HTTP/1.1', `Host: ${host}`],
      ]) {
        const answer = await raw(...lines);
        assertOwn(answer, 400, 'BadRequest');
      }
      assert.equal(upstream.arrivals.length, 0);
    });

    it('reads a request line with scheme and host as one without', async () => {
      assert.equal((await raw(`GET https://${host}${pods}?limit=1 HTTP/1.1`, `Host: ${host}`)).code, 200);
      assert.equal(upstream.arrivals[0]?.target, `${pods}?limit=1`);
      assertOwn(await raw(`GET https://${host}${pods}/web/exec HTTP/1.1`, `Host: ${host}`), 403, 'Forbidden');
      assertOwn(await raw(`GET https://other.example${pods} HTTP/1.1`, `Host: ${host}`), 421, 'MisdirectedRequest');
      assert.equal(upstream.arrivals.length, 1);
    });

    it('takes HTTP/1.0', async () => {
      assert.equal((await raw(`GET ${pods} HTTP/1.0`, `Host: ${host}`)).code, 200);
    });

    it('asks again when a kept connection to the upstream turns out to be closed, but never writes twice', async () => {
      for (const [method, code, times] of [
        ['GET', 200, 3],
        ['POST', 502, 2],
      ] as const) {
        upstream.arrivals.length = 0;
        upstream.answer = emptyList;
        assert.equal((await send({})).code, 200);
        let first = true;
        upstream.answer = (request, response) => {
          if (first) request.socket.destroy();
          else emptyList(request, response);
          first = false;
        };
        assert.equal((await send({ method })).code, code);
        assert.equal(upstream.arrivals.length, times);
      }
    });

    it('takes Expect: 100-continue', async () => {
      const headers = [['Expect', '100-continue']] as const;
      const arrived = await arrival({ method: 'POST', headers, body: '{}' });
      assert.deepEqual(header(arrived, 'expect'), []);
      assert.equal(arrived.body, '{}');
    });

    it('speaks TLS 1.2 and 1.3, nothing older', async () => {
      for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
        assert.equal((await send({ path: '/-/healthz', tls: { minVersion: version, maxVersion: version } })).code, 200);
      }
      const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
      await assert.rejects(send({ path: '/-/healthz', tls: old }), /alert protocol version/);
    });
  });
}
