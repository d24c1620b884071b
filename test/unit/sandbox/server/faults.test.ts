import assert from 'node:assert/strict';
import { faults } from '../../../../src/sandbox/faults/catalogue.ts';
import { FaultSwitch } from '../../../../src/sandbox/faults/fault-switch.ts';
import { createSandboxNetwork } from '../../../../src/sandbox/faults/sandbox-network.ts';
import { createSandboxCertificates } from '../../../../src/sandbox/proxy/certificates.ts';
import { startProxy } from '../../../../src/sandbox/proxy/proxy.ts';
import type { RunningProxy } from '../../../../src/sandbox/proxy/proxy.ts';
import { startEchoUpstream } from '../../../support/echo-upstream.ts';
import type { EchoUpstream } from '../../../support/echo-upstream.ts';
import { isChainFault, type ChainFault } from '../faults/places.ts';
import { describeError, TestInstance } from './harness.ts';
import type { TestSession } from './harness.ts';

const host = 'k8s.sandbox.example';
const hresult = (value: string): string =>
  `31608/16/24 An error occurred, failed to communicate with the external rest endpoint. HRESULT: ${value}.`;
const notJson = '11558/16/202 The @result JSON string could not be parsed. Please check the formatting of the JSON.';

/** What T-SQL sees of every fault: an error, or the return value and whether the envelope has a result. */
const expected: Readonly<Record<ChainFault, string>> = {
  'unknown-name': hresult('0x80072ee7'),
  'refused-port': hresult('0x80072efd'),
  'untrusted-ca': hresult('0x80070008'),
  'wrong-name': hresult('0x80070010'),
  expired: hresult('0x80070020'),
  'not-yet-valid': hresult('0x80070020'),
  'client-certificate': hresult('0x80072f0c'),
  'tls13-only': hresult('0x80072f7d'),
  slow: '0 with result',
  timeout: '31629/16/1 The external rest endpoint execution exceeded the timeout value.',
  reset: hresult('0x80072efe'),
  'http-401': '401 with result',
  'http-403': '403 with result',
  'http-404': '404 without result',
  'http-409': '409 with result',
  'http-429': '429 without result',
  'http-500': '500 with result',
  'http-503': '503 with result',
  'html-body': notJson,
  'empty-body': '0 without result',
  'truncated-json': notJson,
  'huge-body': hresult('0x80072f98'),
  'plain-http': hresult('0x80072f7d'),
  'wrong-host': '421 with result',
  'plain-proxy': '0 with result',
  'proxy-denies': '403 with result',
  'upstream-down': '502 with result',
  'upstream-slow': '504 with result',
  'huge-headers': "31611/16/1 The response's headers size exceeds the maximum allowed size of 8192 bytes.",
};

describe('what T-SQL sees of every fault', () => {
  const faultSwitch = new FaultSwitch();
  let upstream: EchoUpstream;
  let proxy: RunningProxy;
  let session: TestSession;

  before(async () => {
    const [cluster, certificates] = await Promise.all([
      createSandboxCertificates(['kubernetes.default.svc'], 'cluster CA'),
      createSandboxCertificates([host]),
    ]);
    upstream = await startEchoUpstream(cluster.server);
    proxy = await startProxy({
      host,
      tls: { ...certificates.server, faulty: certificates.faulty },
      upstream: { url: `https://127.0.0.1:${upstream.port}`, ca: cluster.ca },
      faults: faultSwitch,
      slowness: 100,
    });
    const hosts = new Map([[host, '127.0.0.1']]);
    const network = createSandboxNetwork({ hosts, trusted: [certificates.ca], faults: faultSwitch });
    session = new TestInstance({ network, switchOn: true, clock: Date.now }).connect();
  });
  afterEach(() => faultSwitch.set(undefined));
  after(async () => {
    await proxy.close();
    await upstream.close();
  });

  async function call(timeout: number): Promise<string> {
    try {
      const { returnStatus, outputs } = await session.exec('sp_invoke_external_rest_endpoint', {
        '@url': `${proxy.url}/api/v1/namespaces/default/pods`,
        '@method': 'GET',
        '@timeout': timeout,
      });
      const response = outputs.get('@response');
      assert.ok(typeof response === 'string');
      const envelope = JSON.parse(response) as object;
      return `${returnStatus} ${'result' in envelope ? 'with' : 'without'} result`;
    } catch (error) {
      return describeError(error);
    }
  }

  it('without a fault the call succeeds', async () => assert.equal(await call(30), '0 with result'));

  for (const { name } of faults.filter(isChainFault)) {
    it(`${name}: ${expected[name].slice(0, 100)}`, async () => {
      await faultSwitch.set(name);
      assert.equal(await call(name === 'timeout' ? 1 : 30), expected[name]);
    });
  }
});
