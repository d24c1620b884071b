import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { parseHostName, type HostName } from '../../../../src/core/pki/host-name.ts';
import { constraintsFor, nameConstraints } from '../../../../src/core/pki/name-constraints.ts';
import { certificateFaults, readCertificates } from '../../../../src/sandbox/rest/certificate-faults.ts';
import { certificateHresult, formatHresult } from '../../../../src/sandbox/rest/hresults.ts';
import { testAuthority, testLeaf } from '../../../support/certificates.ts';
import { testKey } from '../../../support/keys.ts';
import { fromNow, makeAuthority, makeLeaf, makeSelfSigned } from './certificates.ts';
import { closeAll, network, run, serveHttps, told } from './endpoint.ts';

const prefix = '31608/24 An error occurred, failed to communicate with the external rest endpoint. HRESULT: ';

describe('certificates that SQL Server refuses', () => {
  let trusted: Awaited<ReturnType<typeof makeAuthority>>;
  let stranger: Awaited<ReturnType<typeof makeAuthority>>;

  before(async () => {
    [trusted, stranger] = await Promise.all([makeAuthority('Trusted CA'), makeAuthority('Strange CA')]);
  });
  afterEach(closeAll);

  const cases = [
    { name: 'untrusted CA', untrusted: true, leaf: {}, expected: '0x80070008' },
    { name: 'wrong name', leaf: { hosts: ['else.test'] }, expected: '0x80070010' },
    { name: 'expired', leaf: { notBefore: fromNow(-20), notAfter: fromNow(-10) }, expected: '0x80070020' },
    { name: 'not yet valid', leaf: { notBefore: fromNow(10) }, expected: '0x80070020' },
    { name: 'untrusted and wrong name', untrusted: true, leaf: { hosts: ['else.test'] }, expected: '0x80070018' },
    {
      name: 'untrusted and expired',
      untrusted: true,
      leaf: { notBefore: fromNow(-20), notAfter: fromNow(-10) },
      expected: '0x80070028',
    },
    {
      name: 'expired and wrong name',
      leaf: { hosts: ['else.test'], notBefore: fromNow(-20), notAfter: fromNow(-10) },
      expected: '0x80070030',
    },
    {
      name: 'all three',
      untrusted: true,
      leaf: { hosts: ['else.test'], notBefore: fromNow(-20), notAfter: fromNow(-10) },
      expected: '0x80070038',
    },
    { name: 'made for clients only', leaf: { clientOnly: true }, expected: '0x80070040' },
  ];

  for (const { name, leaf, expected, untrusted } of cases) {
    it(`${name} is ${expected}, and no request arrives`, async () => {
      let requests = 0;
      const port = await serveHttps(await makeLeaf(untrusted ? stranger : trusted, leaf), (_, response) => {
        requests += 1;
        response.end('{}');
      });
      const { error } = await run(
        { url: `https://kube.test:${port}/`, method: 'GET' },
        { network: network(trusted.pem) },
      );
      assert.equal(told(error), `${prefix}${expected}.`);
      assert.equal(error?.procedure, 'sys.sp_invoke_external_rest_endpoint_internal');
      assert.equal(error.line, 1);
      assert.equal(requests, 0);
    });
  }

  it('an empty trust folder trusts nobody, not even public roots', async () => {
    const port = await serveHttps(await makeLeaf(trusted), (_, response) => response.end('{}'));
    const { error } = await run({ url: `https://kube.test:${port}/` });
    assert.equal(told(error), `${prefix}0x80070008.`);
  });

  it('a server certificate in the trust folder vouches for itself', async () => {
    const self = await makeSelfSigned('kube.test');
    const port = await serveHttps(self, (_, response) => response.end('{}'));
    const { reply } = await run({ url: `https://kube.test:${port}/`, method: 'GET' }, { network: network(self.cert) });
    assert.equal(reply?.returnStatus, 0);
  });

  it('says which masks were seen in public and which are derived', () => {
    assert.equal(certificateHresult(0x08).evidence, 'observed');
    assert.equal(certificateHresult(0x18).evidence, 'observed');
    assert.equal(certificateHresult(0x20).evidence, 'observed');
    assert.equal(certificateHresult(0x10).evidence, 'derived');
    assert.equal(formatHresult(certificateHresult(0x38)), '0x80070038');
  });

  it('falls back on the error code when the chain was not seen', () => {
    assert.equal(certificateFaults('CERT_HAS_EXPIRED', undefined), 0x20);
    assert.equal(certificateFaults('UNSPECIFIED', undefined), 0x02);
  });

  it('reads every certificate of a bundle', () => {
    const found = readCertificates(`${trusted.pem}\ntext between\n${stranger.pem}`);
    assert.deepEqual(
      found.map((certificate) => certificate.subject),
      [trusted, stranger].map(({ pem }) => new X509Certificate(pem).subject),
    );
  });
});

describe('a CA that is limited to one name, in SQL Server’s trust folder', () => {
  afterEach(closeAll);

  // Observed here with OpenSSL; that SQL Server's own TLS does the same is inferred, so the mask of these faults is too.
  const cases: readonly (readonly [
    what: string,
    hosts: readonly [string, ...string[]],
    expected: string | undefined,
  ])[] = [
    ['the name itself is accepted', ['kube.test'], undefined],
    ['a name below it is accepted', ['kube.test', 'below.kube.test'], undefined],
    ['another name beside it is refused', ['kube.test', 'else.test'], '0x80070002'],
    ['an address under a CA for DNS names is refused', ['kube.test', '10.0.0.41'], '0x80070002'],
  ];

  for (const [what, hosts, expected] of cases) {
    it(what, async () => {
      const limited = nameConstraints(constraintsFor([hostName('kube.test')]));
      const authority = await testAuthority([limited]);
      const { privateKey } = await testKey();
      const leaf = {
        cert: await testLeaf(authority, hosts),
        key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      };
      const port = await serveHttps(leaf, (_, response) => response.end('{}'));
      const parts = { network: network(authority.certificate.pem) };
      const { error, reply } = await run({ url: `https://kube.test:${port}/`, method: 'GET' }, parts);
      if (expected === undefined) assert.equal(reply?.returnStatus, 0, told(error));
      else assert.equal(told(error), `${prefix}${expected}.`);
    });
  }
});

function hostName(text: string): HostName {
  const read = parseHostName(text);
  assert.ok(read.ok);
  return read.value;
}
