import assert from 'node:assert/strict';
import { randomBytes, X509Certificate, type KeyObject } from 'node:crypto';
import { createAuthority, type Authority } from '../../../../src/core/pki/authority.ts';
import { issueCertificate } from '../../../../src/core/pki/certificate.ts';
import { readCertificateFile } from '../../../../src/core/pki/certificate-file.ts';
import type { CertificateFacts } from '../../../../src/core/pki/certificate-facts.ts';
import { oid, sequence } from '../../../../src/core/pki/der.ts';
import {
  endEntityConstraints,
  serverAuth,
  subjectAltName,
  type Extension,
} from '../../../../src/core/pki/extension.ts';
import { parseHostName, type HostName } from '../../../../src/core/pki/host-name.ts';
import { lintCertificates, type CertificateCode, type LintOptions } from '../../../../src/core/pki/lint.ts';
import { constraintsFor, nameConstraints } from '../../../../src/core/pki/name-constraints.ts';
import { alreadyOver, notYetBegun, serverDays, validityFrom } from '../../../../src/core/pki/validity.ts';
import { factsOf, testAuthority, testAuthorityKey, testLeaf } from '../../../support/certificates.ts';
import { freshKey, testKey } from '../../../support/keys.ts';
import { startOpenssl, type Openssl } from '../../../support/openssl.ts';

const now = new Date();
/** Certificates that openssl makes while the suite runs are valid by then. */
const judged = new Date(now.getTime() + 3_600_000);
const day = 86_400_000;
const host = (text: string): HostName => {
  const parsed = parseHostName(text);
  assert.ok(parsed.ok);
  return parsed.value;
};
const factsOfPem = (pem: string): CertificateFacts => factsOf(new X509Certificate(pem).raw);

/** Codes without their room, each with severity and position: `error missing-san 0`. */
const seen = new Set<CertificateCode>();

function lint(pems: readonly (string | CertificateFacts)[], options: Partial<LintOptions> = {}): string[] {
  const [first, ...others] = pems.map((pem) => (typeof pem === 'string' ? factsOfPem(pem) : pem));
  const findings = lintCertificates([first!, ...others], { now: judged, role: 'server', ...options });
  for (const { message, fix } of findings) assert.match(`${message} ${fix}`, /^[A-Z].*\. [A-Z].*\.$/);
  for (const { code } of findings) seen.add(code);
  return findings.map(({ code, severity, certificate }) => `${severity} ${code.split('/')[1]!} ${certificate}`);
}

describe('certificate lint', () => {
  let authority: Authority;
  let ca: string;
  let openssl: Openssl;
  before(async () => {
    authority = await testAuthority([serverAuth()]);
    ca = authority.certificate.pem;
    openssl = await startOpenssl();
  });
  after(() => openssl.close());

  /** A leaf of any content, from the test CA. */
  const leafWith = async (extensions: readonly Extension[], publicKey?: KeyObject): Promise<string> => {
    const made = await issueCertificate(
      {
        subject: { organization: 'o', commonName: 'c' },
        issuer: authority.name,
        publicKey: publicKey ?? (await testKey()).publicKey,
        validity: validityFrom(now, serverDays),
        extensions,
      },
      authority.key.privateKey,
      randomBytes,
    );
    return made.pem;
  };

  it('finds nothing in what we make', async () => {
    const leaf = await testLeaf(authority, ['k8s.example', '10.0.0.41']);
    const trusted = [factsOfPem(ca)];
    for (const name of ['k8s.example', '10.0.0.41'])
      assert.deepEqual(lint([leaf, ca], { host: host(name), trusted }), []);
    assert.deepEqual(lint([leaf], { host: host('k8s.example'), trusted }), []);
    assert.deepEqual(lint([ca], { role: 'authority' }), []);
  });

  it('missing-san', async () => {
    const leaf = await leafWith([endEntityConstraints(), serverAuth()]);
    assert.deepEqual(lint([leaf, ca], { host: host('c') }), ['error missing-san 0']);
  });

  it('host-not-covered', async () => {
    const leaf = await testLeaf(authority, ['k8s.example', '10.0.0.41']);
    for (const name of ['sub.k8s.example', 'example', '10.0.0.42']) {
      assert.deepEqual(lint([leaf, ca], { host: host(name) }), ['error host-not-covered 0']);
    }
    const names = subjectAltName([{ kind: 'dns', value: '*.K8s.example' }]);
    const wild = await leafWith([endEntityConstraints(), serverAuth(), names]);
    assert.deepEqual(lint([wild, ca], { host: host('a.k8s.example') }), []);
    for (const name of ['k8s.example', 'a.b.k8s.example', '10.0.0.41']) {
      assert.deepEqual(lint([wild, ca], { host: host(name) }), ['error host-not-covered 0']);
    }
  });

  it('ca-as-leaf, which is no fault of a CA’s own file', () => {
    assert.deepEqual(lint([ca], { role: 'authority' }), []);
    assert.deepEqual(lint([ca]), ['error missing-san 0', 'error ca-as-leaf 0']);
  });

  it('wrong-usage, of the leaf and of its CA', async () => {
    const client: Extension = { ...serverAuth(), value: sequence(oid('1.3.6.1.5.5.7.3.2')) };
    const names = subjectAltName([host('k8s.example')]);
    assert.deepEqual(lint([await leafWith([endEntityConstraints(), client, names]), ca]), ['error wrong-usage 0']);
    const any: Extension = { ...serverAuth(), value: sequence(oid('2.5.29.37.0')) };
    assert.deepEqual(lint([await leafWith([endEntityConstraints(), any, names]), ca]), []);
    const clientCa = await testAuthority([client]);
    const leaf = await testLeaf(clientCa, ['k8s.example']);
    assert.deepEqual(lint([leaf, clientCa.certificate.pem]), ['error wrong-usage 1']);
    assert.match(
      (await openssl.verify(clientCa.certificate.pem, [leaf]))[0]!,
      /unsuitable certificate purpose|unsupported/,
    );
  });

  it('sha1, in the leaf but not in a root, whose signature nobody checks', async () => {
    const key = await openssl.save(
      'k.pem',
      (await testAuthorityKey()).privateKey.export({ type: 'pkcs8', format: 'pem' }),
    );
    const root = await openssl.run('req', '-x509', '-sha1', '-key', key, '-subj', '/CN=old', '-days', '100');
    const rootFile = await openssl.save('root.pem', root);
    const request = await openssl.save(
      'r.pem',
      await openssl.run('req', '-new', '-key', key, '-subj', '/CN=a', '-addext', 'subjectAltName=DNS:a.example'),
    );
    const leaf = await openssl.run(
      'x509',
      '-req',
      '-in',
      request,
      '-CA',
      rootFile,
      '-CAkey',
      key,
      '-sha1',
      '-days',
      '50',
      '-copy_extensions',
      'copy',
      '-set_serial',
      '7',
    );
    assert.deepEqual(lint([leaf, root]), ['error sha1 0']);
    const file = readCertificateFile(Buffer.from(root));
    assert.ok(file.ok);
    assert.equal(file.value[0].signature, 'RSA-SHA1');
  });

  it('short-key', async () => {
    const names = subjectAltName([host('k8s.example')]);
    const weak = await leafWith([endEntityConstraints(), serverAuth(), names], (await freshKey(1024)).publicKey);
    assert.deepEqual(lint([weak, ca]), ['error short-key 0']);
    const curve = await openssl.run(
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', '/dev/null'],
      ...['-subj', '/CN=a', '-addext', 'subjectAltName=DNS:a.example', '-addext', 'basicConstraints=critical,CA:FALSE'],
    );
    assert.deepEqual(lint([curve]), []);
  });

  it('too-long-life, of servers sooner than of CAs', async () => {
    const long = await testLeaf(authority, ['a.example'], validityFrom(now, 399));
    assert.deepEqual(lint([long, ca]), ['warning too-long-life 0']);
    const ancient = await testAuthority([], validityFrom(now, 3650));
    assert.deepEqual(lint([ancient.certificate.pem], { role: 'authority' }), ['information too-long-life 0']);
  });

  it('expired, not-yet-valid, renew', async () => {
    const leaf = (start: number, end: number): Promise<string> =>
      testLeaf(authority, ['a.example'], {
        notBefore: new Date(now.getTime() + start * day),
        notAfter: new Date(now.getTime() + end * day),
      });
    const trusted = [factsOfPem(ca)];
    const ofLeaf = async (pem: Promise<string>): Promise<string[]> =>
      lint([await pem, ca], { trusted }).filter((line) => !line.includes('outlives-ca'));
    assert.deepEqual(await ofLeaf(testLeaf(authority, ['a.example'], alreadyOver(now))), ['error expired 0']);
    assert.deepEqual(await ofLeaf(testLeaf(authority, ['a.example'], notYetBegun(now))), ['error not-yet-valid 0']);
    assert.deepEqual(await ofLeaf(leaf(-300, 90)), ['information renew 0']);
    assert.deepEqual(await ofLeaf(leaf(-300, 20)), ['warning renew 0']);
  });

  it('outlives-ca', async () => {
    const short = await testAuthority([serverAuth()], validityFrom(now, 100));
    const leaf = await testLeaf(short, ['a.example']);
    assert.deepEqual(lint([leaf, short.certificate.pem]), ['warning outlives-ca 0']);
  });

  it('outside-constraints', async () => {
    const limited = await testAuthority([nameConstraints(constraintsFor([host('k8s.example')]))]);
    const leaf = await testLeaf(limited, ['k8s.example', 'other.example', '10.0.0.41']);
    assert.deepEqual(lint([leaf, limited.certificate.pem]), ['error outside-constraints 0']);
    const [finding] = lintCertificates([factsOfPem(leaf), factsOf(limited.certificate.der)], { now, role: 'server' });
    assert.match(
      finding!.message,
      /not vouch for other\.example, 10\.0\.0\.41; it may for k8s\.example and names below it/,
    );
  });

  it('not-a-ca, when a server certificate issued another one', async () => {
    const first = factsOfPem(await testLeaf(authority, ['first.example']));
    const name = { organization: 'SQL Kube tests', commonName: 'first.example' };
    const impostor: Authority = { name, key: await testKey(), certificate: { ...first } };
    const second = await testLeaf(impostor, ['second.example']);
    assert.deepEqual(lint([second, first, ca]), ['error not-a-ca 0', 'error path-too-long 1']);
  });

  it('wrong-issuer-key, when the CA was made anew under its old name', async () => {
    const remade = await createAuthority(
      { name: authority.name, key: await testKey(), validity: validityFrom(now, 100) },
      randomBytes,
    );
    assert.ok(remade.ok);
    const leaf = await testLeaf(authority, ['a.example']);
    assert.deepEqual(lint([leaf, remade.value.certificate.pem]), ['error wrong-issuer-key 0']);
    const trusted = [factsOf(remade.value.certificate.der)];
    assert.deepEqual(lint([leaf, ca], { trusted }), ['error not-trusted 1']);
  });

  it('chain-incomplete and not-trusted', async () => {
    const leaf = await testLeaf(authority, ['a.example']);
    assert.deepEqual(lint([leaf]), ['warning chain-incomplete 0']);
    const other = await createAuthority(
      { name: { organization: 'o', commonName: 'c' }, key: await testKey(), validity: validityFrom(now, 100) },
      randomBytes,
    );
    assert.ok(other.ok);
    const trusted = [factsOf(other.value.certificate.der)];
    assert.deepEqual(lint([leaf], { trusted }), ['error chain-incomplete 0']);
    assert.deepEqual(lint([leaf, ca], { trusted }), ['error not-trusted 1']);
  });

  it('unknown-critical', async () => {
    const names = subjectAltName([host('k8s.example')]);
    const odd: Extension = { oid: '1.2.3.4', critical: true, value: sequence() };
    const leaf = await leafWith([endEntityConstraints(), serverAuth(), names, odd]);
    assert.deepEqual(lint([leaf, ca]), ['warning unknown-critical 0']);
    assert.match((await openssl.verify(ca, [leaf]))[0]!, /unhandled critical extension/);
  });

  it('has found every code by now', () => {
    const all: Record<CertificateCode, true> = {
      'certificate/missing-san': true,
      'certificate/host-not-covered': true,
      'certificate/ca-as-leaf': true,
      'certificate/wrong-usage': true,
      'certificate/sha1': true,
      'certificate/short-key': true,
      'certificate/too-long-life': true,
      'certificate/expired': true,
      'certificate/not-yet-valid': true,
      'certificate/renew': true,
      'certificate/unknown-critical': true,
      'certificate/outlives-ca': true,
      'certificate/outside-constraints': true,
      'certificate/not-a-ca': true,
      'certificate/path-too-long': true,
      'certificate/wrong-issuer-key': true,
      'certificate/chain-incomplete': true,
      'certificate/not-trusted': true,
    };
    assert.deepEqual([...seen].sort(), Object.keys(all).sort());
  });
});
