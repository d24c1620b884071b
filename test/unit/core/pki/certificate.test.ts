import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { promisify } from 'node:util';
import { createAuthority, type Authority } from '../../../../src/core/pki/authority.ts';
import type { Certificate } from '../../../../src/core/pki/certificate.ts';
import { readPem, toPem } from '../../../../src/core/pki/pem.ts';
import { issueServerCertificate } from '../../../../src/core/pki/server-certificate.ts';
import {
  alreadyOver,
  authorityDays,
  notYetBegun,
  serverDays,
  validityFrom,
  type Validity,
} from '../../../../src/core/pki/validity.ts';
import { freshKey, testKey } from '../../../support/keys.ts';

const run = promisify(execFile);
const now = new Date();

async function authorityOf(commonName: string, validity = validityFrom(now, authorityDays)): Promise<Authority> {
  const made = await createAuthority(
    { name: { organization: 'SQL Kube', commonName }, key: await freshKey(), validity },
    randomBytes,
  );
  assert.ok(made.ok);
  return made.value;
}

async function serverOf(authority: Authority, hosts: [string, ...string[]], validity?: Validity): Promise<Certificate> {
  const request = { hosts, key: await testKey(), validity: validity ?? validityFrom(now, serverDays) };
  const made = await issueServerCertificate(request, authority, randomBytes);
  assert.ok(made.ok);
  return made.value;
}

describe('certificates', function () {
  let folder: string;
  let authority: Authority;
  let other: Authority;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sqlkube-pki-'));
    authority = await authorityOf('SQL Kube CA for k8s.example');
    other = await authorityOf('Another CA');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const save = async (name: string, pem: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, pem);
    return path;
  };
  const text = async (pem: string): Promise<string> =>
    (await run('openssl', ['x509', '-in', await save('shown.pem', pem), '-noout', '-text', '-nameopt', 'RFC2253']))
      .stdout;
  const verify = async (certificate: Certificate, ca: Authority, ...options: string[]): Promise<string> => {
    const trusted = await save('ca.pem', ca.certificate.pem);
    const leaf = await save('leaf.pem', certificate.pem);
    const args = ['verify', '-x509_strict', '-purpose', 'sslserver', ...options, '-CAfile', trusted, leaf];
    return run('openssl', args).then(
      () => 'OK',
      (error: unknown) => (error as { stderr: string }).stderr,
    );
  };

  it('makes a CA as RFC 5280 asks, by the word of openssl', async () => {
    const shown = await text(authority.certificate.pem);
    assert.match(shown, /Version: 3 \(0x2\)/);
    assert.match(shown, /Signature Algorithm: sha256WithRSAEncryption/);
    assert.match(shown, /Issuer: CN=SQL Kube CA for k8s\.example,O=SQL Kube/);
    assert.match(shown, /Basic Constraints: critical\s+CA:TRUE, pathlen:0/);
    assert.match(shown, /Key Usage: critical\s+Certificate Sign, CRL Sign\s/);
    const id = /Subject Key Identifier: \s+([0-9A-F:]{59})/.exec(shown)?.[1];
    assert.ok(id);
    assert.match(shown, new RegExp(`Authority Key Identifier: \\s+(keyid:)?${id}`));
  });

  it('makes a server certificate that openssl accepts under strict rules, for each of its names only', async () => {
    const certificate = await serverOf(authority, ['K8s.example', '10.1.2.3', '2001:db8::7']);
    const shown = await text(certificate.pem);
    assert.match(shown, /Basic Constraints: critical\s+CA:FALSE/);
    assert.match(shown, /Key Usage: critical\s+Digital Signature, Key Encipherment\s/);
    assert.match(shown, /Extended Key Usage: \s+TLS Web Server Authentication\s/);
    assert.match(shown, /DNS:k8s\.example, IP Address:10\.1\.2\.3, IP Address:2001:DB8:0:0:0:0:0:7\s/);
    assert.match(shown, /Subject: CN=k8s\.example,O=SQL Kube/);
    for (const accepted of [
      [],
      ['-verify_hostname', 'k8s.example'],
      ['-verify_ip', '10.1.2.3'],
      ['-verify_ip', '2001:db8::7'],
    ]) {
      assert.equal(await verify(certificate, authority, ...accepted), 'OK');
    }
    assert.match(await verify(certificate, authority, '-verify_hostname', 'sub.k8s.example'), /hostname mismatch/i);
    assert.match(await verify(certificate, authority, '-verify_ip', '10.1.2.4'), /IP address mismatch/i);
  });

  it('is refused for each fault it was made with', async () => {
    assert.match(await verify(await serverOf(authority, ['a.example'], alreadyOver(now)), authority), /has expired/);
    assert.match(await verify(await serverOf(authority, ['a.example'], notYetBegun(now)), authority), /not yet valid/);
    assert.match(await verify(await serverOf(other, ['a.example']), authority), /unable to get local issuer/);
  });

  it('lives from an hour ago, and no longer than asked', async () => {
    const shown = new X509Certificate((await serverOf(authority, ['a.example'])).pem);
    const begun = Date.parse(shown.validFrom);
    assert.ok(Math.abs(now.getTime() - 3_600_000 - begun) <= 1000, shown.validFrom);
    assert.equal(Date.parse(shown.validTo), begun + serverDays * 86_400_000 - 1000);
  });

  it('writes dates from 2050 on as GeneralizedTime', async () => {
    const validity = { notBefore: new Date('2049-12-31T23:59:59Z'), notAfter: new Date('2050-01-01T00:00:00Z') };
    const { pem } = await serverOf(authority, ['a.example'], validity);
    const parsed = await run('openssl', ['asn1parse', '-in', await save('late.pem', pem)]);
    assert.match(parsed.stdout, /UTCTIME\s+:491231235959Z/);
    assert.match(parsed.stdout, /GENERALIZEDTIME\s+:20500101000000Z/);
  });

  it('encodes every serial number as a positive INTEGER of least length', async () => {
    for (const [bytes, expected] of [
      ['ffffffffffffffffffffffffffffffff', 'FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF'],
      ['00000000000000000000000000000001', '01'],
      ['0080ffffffffffffffffffffffffffff', '80FFFFFFFFFFFFFFFFFFFFFFFFFFFF'],
    ] as const) {
      const request = { hosts: ['a.example'] as const, key: await testKey(), validity: validityFrom(now, 1) };
      const made = await issueServerCertificate(request, authority, () => Buffer.from(bytes, 'hex'));
      assert.ok(made.ok);
      assert.equal(new X509Certificate(made.value.pem).serialNumber, expected);
      assert.equal(await verify(made.value, authority), 'OK');
    }
    await assert.rejects(
      createAuthority({ ...authority, validity: authority.certificate.validity }, () => new Uint8Array(16)),
      /random source/,
    );
  });

  it('refuses weak and foreign keys', async () => {
    const validity = validityFrom(now, 1);
    const name = { organization: 'o', commonName: 'c' };
    const weak = await createAuthority({ name, key: await freshKey(1024), validity }, randomBytes);
    assert.ok(!weak.ok);
    assert.match(weak.error.reason, /1024 bits/);
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const foreign = await createAuthority({ name, key: curve, validity }, randomBytes);
    assert.ok(!foreign.ok);
    assert.match(foreign.error.reason, /is ec/);
  });

  it('names the host that cannot go into a certificate', async () => {
    const request = {
      hosts: ['a.example', 'https://b.example'] as const,
      key: await testKey(),
      validity: validityFrom(now, 1),
    };
    const made = await issueServerCertificate(request, authority, randomBytes);
    assert.ok(!made.ok && made.error.kind === 'host-name');
    assert.equal(made.error.text, 'https://b.example');
  });

  it('prints the fingerprint as openssl does, and PEM that reads back', async () => {
    const { pem, der, fingerprint256 } = authority.certificate;
    const args = ['x509', '-in', await save('print.pem', pem), '-noout', '-fingerprint', '-sha256'];
    assert.equal((await run('openssl', args)).stdout.trim(), `sha256 Fingerprint=${fingerprint256}`);
    const blocks = readPem(
      `noise\n${pem}between\r\n${toPem('OTHER THING', Uint8Array.of(1, 2)).replaceAll('\n', '\r\n')}`,
    );
    assert.deepEqual(
      blocks.map((block) => [block.label, Buffer.from(block.der).toString('hex')]),
      [
        ['CERTIFICATE', Buffer.from(der).toString('hex')],
        ['OTHER THING', '0102'],
      ],
    );
  });

  it('serves node TLS with full verification', async () => {
    const certificate = await serverOf(authority, ['localhost', '127.0.0.1']);
    const key = (await testKey()).privateKey.export({ type: 'pkcs8', format: 'pem' });
    const server = createServer({ key, cert: certificate.pem }, (socket) => socket.end());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const client = connect({ port, host: '127.0.0.1', servername: 'localhost', ca: authority.certificate.pem });
    await once(client, 'secureConnect');
    assert.equal(client.authorized, true);
    assert.equal(client.getPeerCertificate().fingerprint256, certificate.fingerprint256);
    client.destroy();
    server.close();
  });
});
