import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';
import fc from 'fast-check';
import { createCertificateSet } from '../../../../src/core/certificates/certificate-set.ts';
import { checkCertificateInput } from '../../../../src/core/certificates/request.ts';
import { lintCertificates } from '../../../../src/core/pki/lint.ts';
import { isPermitted } from '../../../../src/core/pki/name-constraints.ts';
import { factsOf, testPassphrase, testSet, testTools } from '../../../support/certificates.ts';
import { freshKey } from '../../../support/keys.ts';
import { startOpenssl, type Openssl } from '../../../support/openssl.ts';

const url = 'https://k8s.example:8443';

describe('a certificate set', () => {
  let openssl: Openssl;
  before(async () => (openssl = await startOpenssl()));
  after(() => openssl.close());

  it('is as the design says, by the word of openssl', async () => {
    const set = await testSet({ url, ipAddresses: ['10.0.0.41'], organization: 'Käserei Bregenz' });
    const text = async (pem: string): Promise<string> =>
      openssl.run(
        'x509',
        '-in',
        await openssl.save('a.pem', pem),
        '-noout',
        '-text',
        '-nameopt',
        'utf8,sep_comma_plus_space',
      );
    const ca = await text(set.authority.pem);
    const day = set.authority.validity.notBefore.toISOString().slice(0, 10);
    assert.ok(ca.includes(`Subject: O=Käserei Bregenz, CN=SQL Kube CA for k8s.example ${day}`), ca);
    assert.match(ca, /Basic Constraints: critical\s+CA:TRUE, pathlen:0/);
    assert.match(ca, /Key Usage: critical\s+Certificate Sign, CRL Sign\s/);
    assert.match(ca, /Extended Key Usage: \s+TLS Web Server Authentication\s/);
    assert.match(
      ca,
      /Name Constraints: critical\s+Permitted:\s+DNS:k8s\.example\s+IP:10\.0\.0\.41\/255\.255\.255\.255\s/,
    );
    const leaf = await text(set.server.pem);
    assert.match(leaf, /Basic Constraints: critical\s+CA:FALSE/);
    assert.match(leaf, /DNS:k8s\.example, IP Address:10\.0\.0\.41\s/);
    for (const shown of [ca, leaf]) assert.match(shown, /Signature Algorithm: sha256WithRSAEncryption/);
    const serial = /Serial Number:\s+([0-9a-f:]+)/.exec(leaf)?.[1] ?? '';
    assert.ok(serial.split(':').length >= 15, serial);
    for (const options of [
      ['-verify_hostname', 'k8s.example'],
      ['-verify_ip', '10.0.0.41'],
    ]) {
      assert.deepEqual(await openssl.verify(set.authority.pem, [set.server.pem], ...options), ['OK']);
    }
  });

  it('verifies for an endpoint that is an address only', async () => {
    const set = await testSet({ url: 'https://10.0.0.41' });
    assert.deepEqual(await openssl.verify(set.authority.pem, [set.server.pem], '-verify_ip', '10.0.0.41'), ['OK']);
  });

  it('carries no limits when they are switched off', async () => {
    const set = await testSet({ url, nameConstraints: false });
    assert.equal(set.constraints, undefined);
    assert.equal(factsOf(new X509Certificate(set.authority.pem).raw).constraints, undefined);
    assert.deepEqual(await openssl.verify(set.authority.pem, [set.server.pem]), ['OK']);
  });

  it('has keys that belong to it: the CA’s closed, the server’s open', async () => {
    const set = await testSet({ url });
    const publicKey = async (pem: string): Promise<string> =>
      openssl.run('x509', '-in', await openssl.save('c.pem', pem), '-noout', '-pubkey');
    const closed = await openssl.save('ca.key', set.authorityKeyFile);
    const opened = await openssl.run('pkey', '-in', closed, '-passin', `pass:${testPassphrase}`, '-pubout');
    assert.equal(opened, await publicKey(set.authority.pem));
    const server = await openssl.run('pkey', '-in', await openssl.save('tls.key', set.serverKeyFile), '-pubout');
    assert.equal(server, await publicKey(set.server.pem));
  });

  it('serves node TLS from its files alone', async () => {
    const set = await testSet({ url: 'https://localhost:8443', ipAddresses: ['127.0.0.1'] });
    const server = createServer({ key: set.serverKeyFile, cert: set.server.pem + set.authority.pem }, (socket) =>
      socket.end(),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const client = connect({ port, host: '127.0.0.1', servername: 'localhost', ca: set.authority.pem });
    await once(client, 'secureConnect');
    assert.equal(client.getPeerCertificate().fingerprint256, set.server.fingerprint256);
    client.destroy();
    server.close();
  });

  it('is verified by openssl s_client over a real handshake, for its own names only', async () => {
    const set = await testSet({ url });
    const cert = set.server.pem + set.authority.pem;
    const server = createServer({ cert, key: set.serverKeyFile }, (socket) => socket.end());
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const ca = await openssl.save('s-client-ca.pem', set.authority.pem);
      const look = (host: string): Promise<string> =>
        openssl.run(
          ...[
            's_client',
            '-connect',
            `127.0.0.1:${port}`,
            '-CAfile',
            ca,
            '-verify_return_error',
            '-verify_hostname',
            host,
          ],
        );
      assert.match(await look('k8s.example'), /Verification: OK/);
      await assert.rejects(look('other.example'), /hostname mismatch/i);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('is refused without a good passphrase, and with keys that are too short', async () => {
    const tools = testTools();
    const request = checkCertificateInput({ url }, tools.now);
    assert.ok(request.ok);
    const short = await createCertificateSet(request.value, 'too short', tools);
    assert.ok(!short.ok && short.error.kind === 'passphrase');
    const weak = { ...tools, generateKey: () => freshKey(1024) };
    const refused = await createCertificateSet(request.value, testPassphrase, weak);
    assert.ok(!refused.ok && refused.error.kind === 'key');
  });

  it('asks for keys of the chosen size', async () => {
    const tools = testTools();
    const asked: number[] = [];
    await testSet(
      { url, keyBits: 3072 },
      { ...tools, generateKey: (bits) => (asked.push(bits), tools.generateKey(bits)) },
    );
    assert.deepEqual(asked, [3072, 3072]);
  });

  it('agrees with itself for any hosts: names, limits, lives, and nothing for the lint to find', async () => {
    const label = fc.stringMatching(/^[a-z0-9_]([a-z0-9_-]{0,12}[a-z0-9_])?$/);
    const dns = fc
      .tuple(fc.array(label, { maxLength: 3 }), fc.constantFrom('example', 'local', 'corp', 'x-1y'))
      .map(([labels, last]) => [...labels, last].join('.'));
    const hosts = fc.record({
      host: fc.oneof(dns, fc.ipV4()),
      dnsNames: fc.array(dns, { maxLength: 3 }),
      ipAddresses: fc.array(fc.ipV4(), { maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(hosts, async ({ host, dnsNames, ipAddresses }) => {
        const tools = testTools();
        const set = await testSet({ url: `https://${host}:8443`, dnsNames, ipAddresses }, tools);
        const [leaf, ca] = [set.server, set.authority].map(({ pem }) => factsOf(new X509Certificate(pem).raw));
        assert.deepEqual(new Set(leaf!.names?.map(({ value }) => value)), new Set([host, ...dnsNames, ...ipAddresses]));
        const { constraints } = ca!;
        assert.ok(constraints?.critical);
        for (const name of set.hosts) assert.ok(isPermitted(constraints, name));
        for (const kind of ['dns', 'ip'] as const) {
          const used = set.hosts.some((name) => name.kind === kind);
          assert.equal(
            constraints.permitted.some((subtree) => subtree.kind === kind),
            used,
          );
          assert.equal(
            constraints.excluded.some((subtree) => subtree.kind === kind),
            !used,
          );
        }
        const judged = { now: tools.now, role: 'server', host: set.hosts[0], trusted: [ca!] } as const;
        assert.deepEqual(lintCertificates([leaf!, ca!], judged), []);
        assert.deepEqual(await openssl.verify(set.authority.pem, [set.server.pem]), ['OK']);
      }),
      { numRuns: 15 },
    );
  });
});
