import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import type { CertificateSet } from '../../../../src/core/certificates/certificate-set.ts';
import { findConflicts, type Existing } from '../../../../src/core/files/conflict.ts';
import { fileNames, planCertificateSet, planRenewal } from '../../../../src/core/certificates/file-plan.ts';
import { readme } from '../../../../src/core/certificates/readme.ts';
import { renewServerCertificate } from '../../../../src/core/certificates/renewal.ts';
import { readCertificateFile } from '../../../../src/core/pki/certificate-file.ts';
import { constraintsFor } from '../../../../src/core/pki/name-constraints.ts';
import { parseHostName, type HostName } from '../../../../src/core/pki/host-name.ts';
import { testPassphrase, testSet, testTools } from '../../../support/certificates.ts';
import { testKey } from '../../../support/keys.ts';

const url = 'https://k8s.example:8443';
const made = new Date('2026-05-05T10:00:00Z');

describe('certificate files', () => {
  let set: CertificateSet;
  before(async () => (set = await testSet({ url, ipAddresses: ['10.0.0.41'] }, testTools(made))));

  it('are five, the keys for their owner only', () => {
    const plan = planCertificateSet(set);
    assert.deepEqual(
      plan.files.map(({ path, mode, secret }) => [path, mode.toString(8), secret]),
      [
        ['ca.key', '600', true],
        ['tls.key', '600', true],
        ['ca.crt', '644', false],
        ['tls.crt', '644', false],
        ['README.txt', '644', false],
      ],
    );
    assert.deepEqual(new Set(Object.values(fileNames)), new Set(plan.files.map(({ path }) => path)));
    const file = (name: string): string => plan.files.find(({ path }) => path === name)!.content;
    assert.match(file('ca.key'), /^-----BEGIN ENCRYPTED PRIVATE KEY-----\n/);
    assert.match(file('tls.key'), /^-----BEGIN PRIVATE KEY-----\n/);
    const chain = readCertificateFile(Buffer.from(file('tls.crt')));
    assert.ok(chain.ok);
    assert.deepEqual(
      chain.value.map(({ fingerprint256 }) => fingerprint256),
      [set.server.fingerprint256, set.authority.fingerprint256],
    );
    for (const { path, content, secret } of plan.files) {
      assert.equal(content.includes('PRIVATE KEY'), secret, path);
      assert.ok(!content.includes(testPassphrase), path);
      assert.ok(content.endsWith('\n'), path);
    }
  });

  it('of a renewal leave the CA alone', async () => {
    const renewed = await renewServerCertificate(
      {
        authorityCertificate: Buffer.from(set.authority.pem),
        authorityKey: Buffer.from(set.authorityKeyFile),
        passphrase: testPassphrase,
        serverCertificate: Buffer.from(set.server.pem),
        key: { kind: 'same', file: Buffer.from(set.serverKeyFile) },
      },
      testTools(made),
    );
    assert.ok(renewed.ok);
    const plan = planRenewal(renewed.value, url);
    assert.deepEqual(
      plan.files.map(({ path }) => path),
      ['tls.crt', 'README.txt'],
    );
    assert.ok(plan.files[1]!.content.includes(renewed.value.server.fingerprint256));
    const withKey = planRenewal({ ...renewed.value, serverKeyFile: 'x' }, url);
    assert.deepEqual(
      withKey.files.map(({ path }) => path),
      ['tls.key', 'tls.crt', 'README.txt'],
    );
  });

  it('never take a place unasked: what is there is told, without its secrets', async () => {
    const plan = planCertificateSet(set);
    const { privateKey } = await testKey();
    const plain = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const found = async (path: string, there: string | Existing): Promise<string> => {
      const existing: Existing = typeof there === 'string' ? { kind: 'bytes', bytes: Buffer.from(there) } : there;
      const conflicts = await findConflicts(plan, new Map([[path, existing]]));
      return conflicts.map((conflict) => `${conflict.file.path} ${conflict.found}: ${conflict.description}`).join('\n');
    };
    assert.deepEqual(await findConflicts(plan, new Map()), []);
    assert.equal(await found('tls.crt', set.server.pem + set.authority.pem), '');
    assert.equal(await found('another.txt', 'anything'), '');
    assert.equal(
      await found('tls.crt', set.server.pem),
      `tls.crt certificate: the certificate of k8s.example, 10.0.0.41, until 2027-06-06 (SHA-256 ${set.server.fingerprint256.slice(0, 23)}…)`,
    );
    assert.match(
      await found('ca.crt', set.authority.pem + set.server.pem),
      /^ca\.crt certificate: the CA certificate CN=SQL Kube CA for k8s\.example 2026-05-05, O=SQL Kube, until .* and 1 more$/,
    );
    assert.equal(await found('ca.key', `${set.authorityKeyFile}\n`), 'ca.key private-key: a private key, encrypted');
    assert.equal(await found('tls.key', `${plain}\n`), 'tls.key private-key: a private key, not encrypted (RSA 2048)');
    assert.match(await found('tls.key', plain.slice(0, 200)), /^tls\.key private-key: a private key that is damaged$/);
    assert.equal(await found('README.txt', ''), 'README.txt empty: an empty file');
    assert.match(await found('README.txt', 'mine'), /^README\.txt other: a file of 4 bytes/);
    assert.match(await found('ca.key', { kind: 'unreadable', detail: 'EACCES' }), /unreadable: .*EACCES/);
  });

  it('come with a README in plain words (UPDATE_GOLDEN=1 rewrites it)', () => {
    const host = (text: string): HostName => {
      const parsed = parseHostName(text);
      assert.ok(parsed.ok);
      return parsed.value;
    };
    const certificate = (byte: string, days: number) => ({
      fingerprint256: Array.from({ length: 32 }, () => byte).join(':'),
      validity: { notBefore: made, notAfter: new Date(made.getTime() + days * 86_400_000) },
    });
    const subject = { url, serversOnly: true, authority: certificate('CA', 1095), server: certificate('5E', 397) };
    const text = (...hosts: HostName[]): string => readme({ ...subject, hosts, constraints: constraintsFor(hosts) });
    const all = {
      'certificates-both.txt': text(host('k8s.example'), host('10.0.0.41')),
      'certificates-dns.txt': text(host('k8s.example')),
      'certificates-ip.txt': text(host('10.0.0.41')),
      'certificates-foreign.txt': readme({
        ...subject,
        hosts: [host('k8s.example')],
        serversOnly: false,
        constraints: { critical: false, permitted: [{ kind: 'dns', value: '.example' }], excluded: [] },
      }),
      'certificates-unlimited.txt': readme({ ...subject, hosts: [host('k8s.example')] }),
    };
    for (const [name, content] of Object.entries(all)) {
      // Old Windows tools show anything else as rubbish.
      assert.match(content, /^[\n -~]+$/);
      const golden = new URL(`../../../fixtures/golden/${name}`, import.meta.url);
      if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, content);
      assert.equal(content, readFileSync(golden, 'utf8'));
    }
  });
});
