import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { FaultSwitch } from '../../../../src/sandbox/faults/fault-switch.ts';
import { createSandboxCertificates, type SandboxCertificates } from '../../../../src/sandbox/proxy/certificates.ts';
import { startProxy, type RunningProxy } from '../../../../src/sandbox/proxy/proxy.ts';
import { startEchoUpstream, type EchoUpstream } from '../../../support/echo-upstream.ts';
import { call } from '../../../support/https-call.ts';

const host = 'k8s.sandbox.example';

describe('the stand-in proxy', () => {
  let certificates: SandboxCertificates;
  let upstream: EchoUpstream;
  let proxy: RunningProxy;
  const faults = new FaultSwitch();

  before(async () => {
    certificates = await createSandboxCertificates([host, 'kubernetes.default.svc']);
    upstream = await startEchoUpstream(certificates.server);
  });
  after(() => upstream.close());
  beforeEach(async () => {
    const own = { url: `https://127.0.0.1:${upstream.port}`, ca: certificates.ca };
    proxy = await startProxy({ host, tls: certificates.server, upstream: own, faults, version: '7' });
  });
  afterEach(async () => {
    await faults.set(undefined);
    await proxy.close();
  });

  const open = () => {
    const outgoing = request({
      host: '127.0.0.1',
      port: proxy.port,
      servername: host,
      ca: certificates.ca,
      path: '/version',
    });
    outgoing.setHeader('Host', host).end();
    return outgoing;
  };

  it('tells its URL and the version it was given', async () => {
    assert.equal(proxy.url, `https://${host}:${proxy.port}`);
    const answer = await call({ port: proxy.port, ca: certificates.ca, serverName: host }, { path: '/-/healthz' });
    assert.equal((JSON.parse(answer.text) as { version: string }).version, '7');
  });

  for (const fault of ['timeout', 'slow', 'huge-body'] as const) {
    it(`closes at once while a client waits (${fault})`, async () => {
      await faults.set(fault);
      const outgoing = open();
      const failed = once(outgoing, 'response').then(
        ([response]) => once(response as IncomingMessage, 'close'),
        () => 'refused',
      );
      await once(outgoing, 'finish');
      await proxy.close();
      await failed;
      await assert.rejects(once(open(), 'response'), { code: 'ECONNREFUSED' });
    });
  }

  it('ends its request upstream when the client goes away', async () => {
    const arrived = new Promise<IncomingMessage>((resolve) => {
      upstream.answer = (incoming) => resolve(incoming);
    });
    const outgoing = open();
    outgoing.on('error', () => undefined);
    const incoming = await arrived;
    const closed = once(incoming.socket, 'close');
    outgoing.destroy();
    await closed;
  });

  it('stays up when a client breaks off in the middle of a large answer', async () => {
    await faults.set('huge-body');
    const outgoing = open();
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    response.on('error', () => undefined);
    outgoing.destroy();
    await faults.set(undefined);
    const answer = await call({ port: proxy.port, ca: certificates.ca, serverName: host }, { path: '/-/healthz' });
    assert.equal(answer.code, 200);
  });
});
