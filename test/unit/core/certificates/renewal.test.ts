import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import type { CertificateSet } from '../../../../src/core/certificates/certificate-set.ts';
import { renewServerCertificate, type RenewalInput } from '../../../../src/core/certificates/renewal.ts';
import { lintCertificates } from '../../../../src/core/pki/lint.ts';
import { writeEncryptedKeyFile } from '../../../../src/core/pki/key-file.ts';
import { serverDays } from '../../../../src/core/pki/validity.ts';
import { factsOf, testAuthority, testLeaf, testPassphrase, testSet, testTools } from '../../../support/certificates.ts';
import { freshKey, testKey } from '../../../support/keys.ts';
import { startOpenssl, type Openssl } from '../../../support/openssl.ts';

const day = 86_400_000;
const url = 'https://k8s.example:8443';
const made = new Date('2026-05-05T10:00:00Z');
const later = new Date(made.getTime() + 300 * day);
const bytes = (text: string): Uint8Array => Buffer.from(text);
const factsOfPem = (pem: string) => factsOf(new X509Certificate(pem).raw);
const newKey = { kind: 'new', bits: 2048 } as const;

describe('renewing the server certificate', () => {
  let openssl: Openssl;
  let set: CertificateSet;
  let other: CertificateSet;
  let input: RenewalInput;
  before(async () => {
    openssl = await startOpenssl();
    set = await testSet({ url, dnsNames: ['api.example'], ipAddresses: ['10.0.0.41'] }, testTools(made));
    // The same key and name, another CA: only the name constraints differ.
    other = await testSet({ url: 'https://other.example' }, testTools(made));
    input = {
      authorityCertificate: bytes(set.authority.pem),
      authorityKey: bytes(set.authorityKeyFile),
      passphrase: testPassphrase,
      serverCertificate: bytes(set.server.pem + set.authority.pem),
      key: newKey,
    };
  });
  after(() => openssl.close());

  const renew = async (change: Partial<RenewalInput> = {}, now = later) =>
    renewServerCertificate({ ...input, ...change }, { ...testTools(now), generateKey: () => testKey() });
  const problem = async (change: Partial<RenewalInput>, now = later): Promise<string> => {
    const renewed = await renew(change, now);
    if (renewed.ok) return 'renewed';
    assert.match(renewed.error.fix, /^[A-Z].*\.$/);
    return `${renewed.error.field}: ${renewed.error.reason}`;
  };

  it('takes the files alone, and keeps hosts and CA', async () => {
    const renewed = await renew();
    assert.ok(renewed.ok, JSON.stringify(renewed));
    const { server, serverKeyFile, cutByAuthority, hosts } = renewed.value;
    assert.deepEqual(
      hosts.map(({ value }) => value),
      ['k8s.example', 'api.example', '10.0.0.41'],
    );
    assert.equal(cutByAuthority, false);
    const facts = factsOfPem(server.pem);
    assert.equal(facts.validity.notAfter.getTime(), facts.validity.notBefore.getTime() + serverDays * day - 1000);
    assert.notEqual(facts.serial, factsOfPem(set.server.pem).serial);
    assert.equal(facts.subject, factsOfPem(set.server.pem).subject);
    const chain = [facts, factsOfPem(set.authority.pem)] as const;
    assert.deepEqual(lintCertificates(chain, { now: later, role: 'server', host: hosts[0], trusted: [chain[1]] }), []);
    const at = ['-attime', String(later.getTime() / 1000)];
    assert.deepEqual(await openssl.verify(set.authority.pem, [server.pem], ...at), ['OK']);
    assert.match(serverKeyFile ?? '', /^-----BEGIN PRIVATE KEY-----/);
  });

  it('can keep the key', async () => {
    const renewed = await renew({ key: { kind: 'same', file: bytes(set.serverKeyFile) } });
    assert.ok(renewed.ok);
    assert.equal(renewed.value.serverKeyFile, undefined);
    const spki = (pem: string): string =>
      new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'pem' }).toString();
    assert.equal(spki(renewed.value.server.pem), spki(set.server.pem));
  });

  it('ends with the CA when that is sooner', async () => {
    const renewed = await renew({}, new Date(made.getTime() + 1000 * day));
    assert.ok(renewed.ok);
    assert.equal(renewed.value.cutByAuthority, true);
    assert.deepEqual(renewed.value.server.validity.notAfter, set.authority.validity.notAfter);
  });

  it('can change the hosts, within what the CA may vouch for', async () => {
    const renewed = await renew({ hosts: { url, dnsNames: ['below.api.example'] } });
    assert.ok(renewed.ok);
    assert.deepEqual(
      await openssl.verify(set.authority.pem, [renewed.value.server.pem], '-attime', String(later.getTime() / 1000)),
      ['OK'],
    );
    assert.match(
      await problem({ hosts: { url, dnsNames: ['other.example'], ipAddresses: ['10.0.0.42'] } }),
      /^hosts: This CA may not vouch for other\.example, 10\.0\.0\.42\.$/,
    );
    assert.match(await problem({ hosts: { url: 'https://[::1]' } }), /^url: /);
  });

  it('works for a CA that openssl made, whose name and key identifier are encoded in another way', async () => {
    const key = await openssl.save(
      'foreign.key',
      (await testKey()).privateKey.export({ type: 'pkcs8', format: 'pem' }),
    );
    const foreign = await openssl.run(
      ...['req', '-x509', '-key', key, '-subj', '/C=AT/O=Käse/CN=Foreign CA', '-utf8', '-days', '900'],
      ...['-addext', 'keyUsage=critical,keyCertSign', '-addext', 'nameConstraints=permitted;DNS:foreign.example'],
    );
    const ca = await openssl.save('foreign.crt', foreign);
    const request = await openssl.run(
      'req',
      '-new',
      '-key',
      key,
      '-subj',
      '/CN=x',
      '-addext',
      'subjectAltName=DNS:foreign.example',
    );
    const csr = await openssl.save('foreign.csr', request);
    const leaf = await openssl.run(
      'x509',
      '-req',
      '-in',
      csr,
      '-CA',
      ca,
      '-CAkey',
      key,
      '-days',
      '9',
      '-copy_extensions',
      'copy',
    );
    const now = new Date(Date.now() + 60_000);
    const renewed = await renew(
      {
        authorityCertificate: bytes(foreign),
        authorityKey: bytes(await openssl.run('pkcs8', '-topk8', '-in', key, '-passout', 'pass:foreign words')),
        passphrase: 'foreign words',
        serverCertificate: bytes(leaf),
      },
      now,
    );
    assert.ok(renewed.ok, JSON.stringify(renewed));
    assert.deepEqual(
      await openssl.verify(
        foreign,
        [renewed.value.server.pem],
        '-verify_hostname',
        'foreign.example',
        '-attime',
        String(Math.ceil(now.getTime() / 1000)),
      ),
      ['OK'],
    );
  });

  it('says which input is wrong, and how', async () => {
    const short = { ...testTools(made) };
    const closed = async (key: Awaited<ReturnType<typeof freshKey>>): Promise<Uint8Array> =>
      bytes(await writeEncryptedKeyFile(key.privateKey, testPassphrase, { random: short.random, rounds: 1 }));
    const unnamed = await testAuthority();
    const cases: [string, Partial<RenewalInput>, RegExp][] = [
      ['passphrase', { passphrase: 'not the passphrase' }, /^passphrase: The CA key’s file cannot be opened/],
      ['no passphrase', { passphrase: '' }, /^passphrase: .* no passphrase was given/],
      ['key file', { authorityKey: bytes('x') }, /^authorityKey: .* holds no private key/],
      ['certificate as key', { authorityKey: bytes(set.authority.pem) }, /^authorityKey: .* holds a certificate/],
      ['another key', { authorityKey: await closed(await testKey()) }, /^authorityKey: This key does not belong/],
      ['a weak key', { authorityKey: await closed(await freshKey(1024)) }, /^authorityKey: .* 1024 bits/],
      ['CA file', { authorityCertificate: bytes('') }, /^authorityCertificate: .* is empty/],
      ['leaf as CA', { authorityCertificate: bytes(set.server.pem) }, /^authorityCertificate: This is not a CA/],
      ['server file', { serverCertificate: bytes('{}') }, /^serverCertificate: .* is neither PEM nor DER/],
      ['CA as leaf', { serverCertificate: bytes(set.authority.pem) }, /^serverCertificate: The first certificate/],
      [
        'other CA',
        { authorityCertificate: bytes(unnamed.certificate.pem) },
        /^serverCertificate: .* not issued by this CA/,
      ],
      [
        'key of another leaf',
        { key: { kind: 'same', file: await closed(await freshKey()) } },
        /^serverKey: .* is encrypted/,
      ],
      ['no server key', { key: { kind: 'same', file: bytes('') } }, /^serverKey: .* is empty/],
    ];
    for (const [what, change, expected] of cases) assert.match(await problem(change), expected, what);
    const stranger = (await freshKey()).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    assert.match(
      await problem({ key: { kind: 'same', file: bytes(stranger) } }),
      /^serverKey: This key does not belong/,
    );
    assert.match(await problem({}, new Date(made.getTime() + 1100 * day)), /^authorityCertificate: The CA expired/);
    assert.match(await problem({}, new Date(made.getTime() - day)), /^authorityCertificate: The CA is valid only from/);
    const ipv6 = bytes(await testLeaf(unnamed, ['2001:db8::1']));
    assert.match(
      await problem(
        { serverCertificate: ipv6, authorityCertificate: bytes(unnamed.certificate.pem) },
        new Date(Date.now() + 60_000),
      ),
      /^serverCertificate: The certificate to renew has a name that cannot stay: /,
    );
    assert.match(
      await problem({ serverCertificate: bytes(other.server.pem) }),
      /^serverCertificate: This certificate was not issued by this CA/,
    );
  });
});
