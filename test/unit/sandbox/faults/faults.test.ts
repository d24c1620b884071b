import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { connect } from 'node:tls';
import { faults, isFaultName } from '../../../../src/sandbox/faults/catalogue.ts';
import { FaultSwitch } from '../../../../src/sandbox/faults/fault-switch.ts';
import { createSandboxNetwork } from '../../../../src/sandbox/faults/sandbox-network.ts';
import { createSandboxCertificates, type SandboxCertificates } from '../../../../src/sandbox/proxy/certificates.ts';
import { startProxy, type RunningProxy } from '../../../../src/sandbox/proxy/proxy.ts';
import { startEchoUpstream, type EchoUpstream } from '../../../support/echo-upstream.ts';
import { isChainFault, type ChainFault } from './places.ts';
import { call, type CallAnswer, type CallRequest } from '../../../support/https-call.ts';

const host = 'k8s.sandbox.example';
const pods = '/api/v1/namespaces/default/pods';
const slowness = 120;

describe('faults', () => {
  let certificates: SandboxCertificates;
  let upstream: EchoUpstream;
  let proxy: RunningProxy;
  const faultSwitch = new FaultSwitch();

  before(async () => {
    const cluster = await createSandboxCertificates(['kubernetes.default.svc'], 'cluster CA');
    certificates = await createSandboxCertificates([host, '127.0.0.1']);
    upstream = await startEchoUpstream(cluster.server);
    proxy = await startProxy({
      host,
      tls: { ...certificates.server, faulty: certificates.faulty },
      upstream: { url: `https://127.0.0.1:${upstream.port}`, ca: cluster.ca },
      faults: faultSwitch,
      slowness,
    });
  });
  after(async () => {
    await proxy.close();
    await upstream.close();
  });
  afterEach(() => faultSwitch.set(undefined));

  const network = () =>
    createSandboxNetwork({ hosts: new Map([[host, '127.0.0.1']]), trusted: [certificates.ca], faults: faultSwitch });

  /** As SQL Server's host would: resolve, connect, verify by its own trust. */
  async function send(sent: Partial<CallRequest> = {}): Promise<CallAnswer> {
    const own = network();
    const target = { port: proxy.port, ca: own.trustedCertificates().join('\n'), serverName: host };
    return call(target, { path: pods, ...sent, tls: { host: await own.lookup(host), ...sent.tls } });
  }
  const fails = (code: string): Promise<void> =>
    assert.rejects(send(), (error: NodeJS.ErrnoException) => {
      assert.equal(error.code, code, error.message);
      return true;
    });
  const answers = async (code: number, type: string, text: RegExp): Promise<CallAnswer> => {
    const answer = await send();
    assert.equal(answer.code, code);
    assert.equal(answer.type, type);
    assert.match(answer.text, text);
    return answer;
  };
  const apiError = async (code: number, reason: string, message: RegExp): Promise<void> => {
    const answer = await answers(code, 'application/json', /"kind":"Status"/);
    const body = JSON.parse(answer.text) as Record<string, string>;
    assert.deepEqual([body['reason'], body['code']], [reason, code]);
    assert.match(body['message'] ?? '', message);
    assert.equal((await send({ path: '/-/healthz' })).code, 200, "the proxy's own health is not the API server's");
  };

  /** One expectation a fault: the compiler sees that none is forgotten. */
  const expectations: Readonly<Record<ChainFault, () => Promise<unknown>>> = {
    'unknown-name': () => fails('ENOTFOUND'),
    'refused-port': () => fails('ECONNREFUSED'),
    'untrusted-ca': () => fails('UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
    'wrong-name': () => fails('ERR_TLS_CERT_ALTNAME_INVALID'),
    expired: () => fails('CERT_HAS_EXPIRED'),
    'not-yet-valid': () => fails('CERT_NOT_YET_VALID'),
    'client-certificate': async () => {
      await assert.rejects(send(), /alert certificate required/);
      await assert.rejects(send({ tls: { maxVersion: 'TLSv1.2' } }), /alert handshake failure/);
    },
    'tls13-only': async () => {
      await assert.rejects(send({ tls: { maxVersion: 'TLSv1.2' } }), /alert protocol version/);
      assert.equal((await send()).code, 200);
    },
    slow: async () => {
      const begun = performance.now();
      await answers(200, 'application/json', /PodList/);
      assert.ok(performance.now() - begun >= slowness);
    },
    timeout: async () => {
      const outgoing = request({
        host: '127.0.0.1',
        port: proxy.port,
        servername: host,
        ca: certificates.ca,
        path: pods,
      });
      outgoing.end();
      const answered = once(outgoing, 'response').then(
        () => 'answered',
        () => 'ended',
      );
      await once(outgoing, 'finish');
      outgoing.setTimeout(100);
      await once(outgoing, 'timeout');
      outgoing.destroy();
      assert.equal(await answered, 'ended');
    },
    reset: () => fails('ECONNRESET'),
    'http-401': () => apiError(401, 'Unauthorized', /^Unauthorized$/),
    'http-403': async () => {
      await apiError(
        403,
        'Forbidden',
        /^pods is forbidden: User "system:serviceaccount:.*" cannot list resource "pods" in API group "" in the namespace "default"$/,
      );
      const whole = await send({ path: '/api/v1/nodes/n1', method: 'DELETE' });
      assert.match(whole.text, /nodes is forbidden: .* cannot delete resource \\"nodes\\" .* at the cluster scope/);
    },
    'http-404': () => answers(404, 'text/plain; charset=utf-8', /^404 page not found\n$/),
    'http-409': () => apiError(409, 'Conflict', /^Operation cannot be fulfilled on pods/),
    'http-429': async () => {
      const answer = await answers(429, 'text/plain; charset=utf-8', /^Too many requests, please try again later\.\n$/);
      assert.equal(answer.headers['retry-after'], '1');
    },
    'http-500': () => apiError(500, 'InternalError', /^Internal error occurred/),
    'http-503': () => apiError(503, 'ServiceUnavailable', /unable to handle the request$/),
    'html-body': () => answers(200, 'text/html; charset=utf-8', /^<!DOCTYPE html>/),
    'empty-body': () => answers(200, 'application/json', /^$/),
    'truncated-json': async () => {
      const { text } = await answers(200, 'application/json', /^\{"kind":"PodList"/);
      assert.throws(() => void JSON.parse(text), SyntaxError);
    },
    'huge-body': async () => {
      const outgoing = request({
        host: '127.0.0.1',
        port: proxy.port,
        servername: host,
        ca: certificates.ca,
        path: pods,
      });
      outgoing.end();
      const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
      let bytes = 0;
      for await (const chunk of response as AsyncIterable<Buffer>) bytes += chunk.length;
      assert.ok(bytes > 100 * 1024 * 1024, String(bytes));
      assert.ok(response.complete);
    },
    'plain-http': () => assert.rejects(send(), /wrong version number|EPROTO/i),
    'wrong-host': async () => assert.equal((await send({ path: '/-/healthz' })).code, 421),
    'plain-proxy': async () => {
      const view = [
        ['X-Kube-View', 'table'],
        ['X-Kube-Patch', 'nonsense'],
      ] as const;
      assert.equal((await send({ headers: view })).code, 200, 'what it does not know it passes over');
      const health = await send({ path: '/-/healthz' });
      assert.doesNotMatch(health.text, /ProxyHealth/);
    },
    'proxy-denies': async () => {
      assert.match((await send()).text, /proxy: the access that this proxy was made for/);
      assert.equal((await send({ path: '/version' })).code, 200);
    },
    'upstream-down': () => apiError(502, 'BadGateway', /^proxy: /),
    'upstream-slow': () => apiError(504, 'Timeout', /^proxy: /),
    'huge-headers': async () => {
      const answer = await answers(200, 'application/json', /PodList/);
      assert.ok(JSON.stringify(answer.headers).length > 8192);
    },
  };

  for (const { name, title } of faults.filter(isChainFault)) {
    it(`${name}: ${title}, then well again`, async () => {
      assert.equal((await send()).code, 200);
      await faultSwitch.set(name);
      await expectations[name]();
      await faultSwitch.set(undefined);
      assert.equal((await send()).code, 200);
    });
  }

  it('go from one to the next without a healthy moment', async () => {
    for (const name of ['refused-port', 'expired', 'tls13-only', 'wrong-name', 'refused-port', 'http-500'] as const) {
      await faultSwitch.set(name);
      await expectations[name]();
    }
  });

  it('take turns when they are changed in haste', async () => {
    const haste = (['refused-port', undefined, 'expired', 'refused-port', 'wrong-name'] as const).map((name) =>
      faultSwitch.set(name),
    );
    await Promise.all(haste);
    assert.deepEqual([...faultSwitch.current], ['wrong-name']);
    await expectations['wrong-name']();
  });

  it('can be on together, each where it acts', async () => {
    await faultSwitch.set('expired', 'http-500');
    await fails('CERT_HAS_EXPIRED');
    await faultSwitch.set('http-500', 'slow');
    const begun = performance.now();
    await expectations['http-500']();
    assert.ok(performance.now() - begun >= slowness);
    await faultSwitch.set(undefined);
    assert.equal((await send()).code, 200);
  });

  it('can be on from the start', async () => {
    for (const name of ['expired', 'refused-port'] as const) {
      const faulted = new FaultSwitch(name);
      const tls = { ...certificates.server, faulty: certificates.faulty };
      const other = await startProxy({
        host,
        tls,
        upstream: { url: 'https://127.0.0.1:1', ca: certificates.ca },
        faults: faulted,
      });
      const target = { port: other.port, ca: certificates.ca, serverName: host };
      await assert.rejects(call(target, { path: '/-/healthz' }), /expired|ECONNREFUSED/);
      await faulted.set(undefined);
      assert.equal((await call(target, { path: '/-/healthz' })).code, 200);
      await other.close();
    }
  });

  it('end connections that were opened before', async () => {
    const agent = new Agent({ keepAlive: true });
    const outgoing = request({
      host: '127.0.0.1',
      port: proxy.port,
      servername: host,
      ca: certificates.ca,
      path: '/-/healthz',
      agent,
    });
    outgoing.end();
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    const socket = response.socket;
    response.resume();
    await once(response, 'end');
    assert.equal(socket.destroyed, false);
    const closed = once(socket, 'close');
    await faultSwitch.set('http-503');
    await closed;
    agent.destroy();
  });

  it('leave no session behind that would skip the certificate', async () => {
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const options = {
        host: '127.0.0.1',
        port: proxy.port,
        servername: host,
        ca: certificates.ca,
        maxVersion: version,
      };
      const first = connect(options);
      await once(first, 'secureConnect');
      const session = first.getSession();
      first.destroy();
      await faultSwitch.set('expired');
      await assert.rejects(
        once(connect({ ...options, ...(session === undefined ? {} : { session }) }), 'secureConnect'),
        /expired/,
      );
      await faultSwitch.set(undefined);
    }
  });

  it('are refused when the proxy has no certificate to show for them', async () => {
    const bare = new FaultSwitch();
    const tls = certificates.server;
    const other = await startProxy({
      host,
      tls,
      upstream: { url: 'https://127.0.0.1:1', ca: certificates.ca },
      faults: bare,
    });
    await assert.rejects(bare.set('expired'), /no certificate for the fault expired/);
    assert.equal(bare.current.size, 0);
    await other.close();
    await bare.set('expired');
  });

  it('have names, titles and sentences of their own', () => {
    assert.equal(new Set(faults.map(({ name }) => name)).size, faults.length);
    assert.equal(new Set(faults.map(({ title }) => title)).size, faults.length);
    for (const { name, description } of faults) {
      assert.match(name, /^[a-z0-9-]+$/);
      assert.match(description, /^[A-Z].*\.$/);
      assert.ok(isFaultName(name));
    }
    assert.equal(isFaultName('constructor'), false);
  });
});

describe('the sandbox network', () => {
  const own = createSandboxNetwork({ hosts: new Map([['k8s.example', '127.0.0.1']]), trusted: ['pem'] });

  it('knows its own names in any case, and addresses', async () => {
    assert.equal(await own.lookup('K8s.Example'), '127.0.0.1');
    assert.equal(await own.lookup('10.1.2.3'), '10.1.2.3');
    assert.deepEqual(own.trustedCertificates(), ['pem']);
  });

  it('asks no real DNS', () => assert.rejects(own.lookup('localhost'), { code: 'ENOTFOUND' }));
});
