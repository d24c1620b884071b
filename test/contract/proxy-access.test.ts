import assert from 'node:assert/strict';
import { pathRules, requestFilter } from '../../src/core/access/path-rules.ts';
import { textAt } from '../../src/core/kube/json.ts';
import { defaultRate } from '../../src/core/proxy/nginx-options.ts';
import { createSandboxCertificates, type SandboxCertificates } from '../../src/sandbox/proxy/certificates.ts';
import { startEchoUpstream, type EchoUpstream } from '../support/echo-upstream.ts';
import { call, rawCall, type CallTarget } from '../support/https-call.ts';
import { needNginx, startNginx, type RunningNginx } from '../support/nginx.ts';
import { sampleAccesses } from '../support/proxy-wishes.ts';

const host = 'k8s.sandbox.example';
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Near misses around each rule's own words; the raw ones go onto the wire as they are. */
const plainPaths = [
  ...['/api/v1', '/apis/apps/v1', '/apis/batch/v1', '/apis/appsxv1'].flatMap((root) =>
    ['', '/namespaces/shop', '/namespaces/shopx', '/namespaces/bank'].flatMap((place) =>
      ['pods', 'events', 'deployments', 'secrets', 'nodes', 'jobs'].flatMap((resource) => [
        `${root}${place}/${resource}`,
        ...['web', 'webx', 'config'].map((name) => `${root}${place}/${resource}/${name}`),
        ...['scale', 'log', 'eviction', 'status', 'token'].map((sub) => `${root}${place}/${resource}/web/${sub}`),
      ]),
    ),
  ),
  ...['/version', '/healthz', '/livez', '/readyz', '/metrics', '/api', '/apis', '/openapi/v3', '/', '/version/x'],
  '/api/v1/namespaces',
  '/api/v1/namespaces/shop',
  '/api/v1/namespaces/shop/status',
  '/apis/authentication.k8s.io/v1/selfsubjectreviews',
  '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
  '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
  '/apis/authorization.k8s.io/v1/subjectaccessreviews',
  '/apis/authorizationxk8s.io/v1/selfsubjectaccessreviews',
];

const open = '/api/v1/namespaces/shop/pods';
const hostilePaths = [
  `${open}/../secrets`,
  `${open}/..`,
  `${open}/./web`,
  `${open}/%2e%2e/secrets`,
  `${open}/%2E%2E/secrets`,
  `${open}/.%2e/secrets`,
  `${open}%2F..%2Fsecrets`,
  `${open}/..%252fsecrets`,
  `${open}/%252e%252e%252fsecrets`,
  `/${open}`,
  `/api/v1/namespaces/shop//pods`,
  `/api/v1/namespaces/shop/secrets;${open}`,
  `${open};/../secrets`,
  `${open}%0a`,
  `${open}%0d%0aX-A:%20b`,
  `${open}%00`,
  `${open}%00/../../secrets`,
  `${open}\0`,
  `${open}\0/../secrets`,
  `${open}\\..\\secrets`,
  `${open}/`,
  `${open}#/../secrets`,
  `/api/v1/namespaces/shop/secrets?${open}`,
  `/api/v1/namespaces/shop/secrets#${open}`,
  `/x/../api/v1/namespaces/shop/secrets`,
  `/-/healthz/../../api/v1/namespaces/shop/secrets`,
  `/API/v1/namespaces/shop/pods`,
  `/api/v1/namespaces/Shop/pods`,
  `/api/v1/namespaces/sh\u00f6p/pods`,
  `${open}?watch=1`,
  `${open}?%77atch=1`,
  '*',
];

describe('proxy contract: the allow-list, real nginx', () => {
  let certificates: SandboxCertificates;
  let upstream: EchoUpstream;
  let nginx: RunningNginx;
  let target: CallTarget;

  before(async function () {
    const program = needNginx(this);
    certificates = await createSandboxCertificates([host, 'kubernetes.default.svc']);
    upstream = await startEchoUpstream(certificates.server);
    const address = `127.0.0.1:${upstream.port}`;
    nginx = await startNginx(program, {
      hosts: [host],
      tls: certificates.server,
      upstream: { address, ca: certificates.ca },
      allow: [],
      rate: { perSecond: 100_000, burst: 100_000 },
    });
    target = { port: nginx.port, ca: certificates.ca, serverName: host };
  });
  after(async () => {
    await nginx.stop();
    await upstream.close();
  });

  /** Many requests on one connection; the codes in their order. */
  async function codesOf(requests: readonly string[]): Promise<number[]> {
    const lines = requests.map((line, place) => {
      const last = place === requests.length - 1 ? 'Connection: close\r\n' : '';
      return `${line} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 0\r\n${last}\r\n`;
    });
    const answers = await rawCall(target, lines.join(''));
    return [...answers.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, code]) => Number(code));
  }

  for (const [name, access] of Object.entries(sampleAccesses)) {
    it(`lets pass for ${name} what the access allows, and nothing else`, async function () {
      this.timeout(60_000);
      const rules = pathRules(access);
      await nginx.reload({ allow: rules });
      const isAllowed = requestFilter(rules);
      let passed = 0;
      for (const method of methods) {
        // nginx closes a connection after 1,000 requests (documented: keepalive_requests).
        const codes = await codesOf(plainPaths.map((path) => `${method} ${path}`));
        assert.equal(codes.length, plainPaths.length);
        plainPaths.forEach((path, place) => {
          const wanted = isAllowed(method, path) ? 200 : 403;
          assert.equal(codes[place], wanted, `${method} ${path}`);
          if (wanted === 200) passed += 1;
        });
      }
      assert.ok(passed > 0);
      assert.equal(upstream.arrivals.length, passed);
      upstream.arrivals.length = 0;
    });
  }

  it('never lets a hostile spelling reach the API server', async () => {
    await nginx.reload({ allow: pathRules(sampleAccesses['see-pods'] ?? assert.fail()) });
    upstream.arrivals.length = 0;
    for (const path of hostilePaths) {
      for (const method of ['GET', 'DELETE']) {
        const answer = await rawCall(
          target,
          `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
        );
        const code = Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
        assert.ok(code === 400 || code === 403 || code === 405, `${method} ${JSON.stringify(path)}: ${code}`);
        assert.match(answer, /"reason":"SqlKubeProxy"/);
        assert.deepEqual(upstream.arrivals, [], path);
      }
    }
    assert.equal((await call(target, { path: open })).code, 200);
  });

  it('says that the access does not include a request', async () => {
    const answer = await call(target, { path: '/api/v1/namespaces/shop/secrets' });
    assert.equal(answer.code, 403);
    assert.match(textAt(JSON.parse(answer.text), 'message') ?? '', /^proxy: the access that this proxy was made for/);
  });

  it('never limits a listing of 50,000 pods and a doctor run at once', async () => {
    await nginx.reload({
      allow: pathRules(sampleAccesses['see-pods'] ?? assert.fail()),
      rate: defaultRate,
    });
    const listing = Array.from({ length: 100 }, (_, page) => `GET ${open}?limit=500&continue=${page}`);
    const doctor = Array.from({ length: 100 }, () => 'GET /version');
    const codes = await codesOf([...listing, ...doctor]);
    assert.deepEqual(new Set(codes), new Set([200]));
    assert.equal(codes.length, 200);
  });

  it('answers probes of kubelets: no server name, no verification, the Host header of the manifest', async () => {
    const request = `GET /-/healthz HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: kube-probe/1.36\r\nConnection: close\r\n\r\n`;
    const answer = await rawCall({ ...target, serverName: '' }, request, { rejectUnauthorized: false });
    assert.match(answer, /^HTTP\/1\.1 200 /);
    assert.match(answer, /"kind":"ProxyHealth"/);
  });
});
