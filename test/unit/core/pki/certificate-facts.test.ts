import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { readCertificateFile } from '../../../../src/core/pki/certificate-file.ts';
import { readCertificate } from '../../../../src/core/pki/certificate-facts.ts';
import { MalformedDer, readDer, readItems, readOid, readTime } from '../../../../src/core/pki/der-reader.ts';
import { serverAuth } from '../../../../src/core/pki/extension.ts';
import { toPem } from '../../../../src/core/pki/pem.ts';
import { factsOf, testAuthority, testLeaf } from '../../../support/certificates.ts';
import { testKey } from '../../../support/keys.ts';
import { startOpenssl, type Openssl } from '../../../support/openssl.ts';

const derOf = (pem: string): Uint8Array => new X509Certificate(pem).raw;
const bytes = (text: string): Uint8Array => Buffer.from(text);

describe('reading certificates', () => {
  let openssl: Openssl;
  before(async () => (openssl = await startOpenssl()));
  after(() => openssl.close());

  it('tells what is in our own', async () => {
    const authority = await testAuthority([serverAuth()]);
    const facts = factsOf(derOf(await testLeaf(authority, ['k8s.example', '10.1.2.3', '2001:db8::7'])));
    const ca = factsOf(authority.certificate.der);
    assert.equal(facts.subject, 'CN=k8s.example, O=SQL Kube tests');
    assert.equal(facts.issuer, 'CN=test CA, O=SQL Kube tests');
    assert.deepEqual(facts.issuerDer, ca.subjectDer);
    assert.deepEqual(
      facts.names?.map(({ kind, value }) => `${kind} ${value}`),
      ['dns k8s.example', 'ip 10.1.2.3', 'ip 2001:db8::7'],
    );
    assert.deepEqual(facts.key, { algorithm: 'RSA', bits: 2048 });
    assert.equal(facts.signature, 'RSA-SHA256');
    assert.deepEqual(facts.keyUsage, ['digitalSignature', 'keyEncipherment']);
    assert.deepEqual(facts.extendedKeyUsage, ['serverAuth']);
    assert.deepEqual(facts.basic, { ca: false });
    assert.deepEqual(ca.basic, { ca: true, pathLength: 0 });
    assert.deepEqual(ca.keyUsage, ['keyCertSign', 'cRLSign']);
    assert.equal(facts.authorityKeyId, ca.subjectKeyId);
    assert.deepEqual(ca.validity, authority.certificate.validity);
    assert.equal(ca.fingerprint256, authority.certificate.fingerprint256);
    assert.deepEqual(facts.unknownCritical, []);
  });

  const selfSigned = async (subject: string, extensions: readonly string[], ...args: string[]): Promise<string> => {
    const extra = extensions.flatMap((extension) => ['-addext', extension]);
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384', '-nodes', '-keyout', '/dev/null'];
    return openssl.run('req', '-x509', '-utf8', '-subj', subject, '-days', '10', ...key, ...extra, ...args);
  };

  it('tells what is in those of others', async () => {
    const pem = await selfSigned('/C=AT/O=Käse, "GmbH"/CN=a\\/b', [
      'subjectAltName=email:a@b.example,URI:https://c.example,DNS:*.d.example,otherName:1.2.3;UTF8:e',
      'keyUsage=digitalSignature,keyAgreement,decipherOnly',
      'extendedKeyUsage=clientAuth,1.2.3.4',
      'nameConstraints=permitted;DNS:.d.example,permitted;IP:10.0.0.0/255.0.0.0,excluded;email:x.example',
      '1.2.3.4.5=critical,DER:0500',
    ]);
    const facts = factsOf(derOf(pem));
    assert.equal(facts.subject, 'CN=a/b, O=Käse\\, \\"GmbH\\", C=AT');
    assert.deepEqual(facts.key, { algorithm: 'EC', bits: 384, curve: 'secp384r1' });
    assert.equal(facts.signature, 'ECDSA-SHA256');
    assert.deepEqual(
      facts.names?.map(({ value }) => value),
      ['email:a@b.example', 'URI:https://c.example', '*.d.example', 'other name'],
    );
    assert.deepEqual(facts.keyUsage, ['digitalSignature', 'keyAgreement', 'decipherOnly']);
    assert.deepEqual(facts.extendedKeyUsage, ['clientAuth', '1.2.3.4']);
    assert.deepEqual(facts.unknownCritical, ['1.2.3.4.5']);
    assert.equal(facts.constraints?.critical, false);
    assert.deepEqual(
      facts.constraints.permitted.map(({ kind }) => kind),
      ['dns', 'ip'],
    );
  });

  it('shows hostile names without letting them act', async () => {
    const facts = factsOf(derOf(await selfSigned('/CN=a\u202Egnp.exe\u2028b\u0007', [])));
    assert.equal(facts.subject, 'CN=a\\u{202e}gnp.exe\\u{2028}b\\u{7}');
  });

  it('reads files in every form that tools write', async () => {
    const authority = await testAuthority();
    const leaf = await testLeaf(authority, ['k8s.example']);
    const chain = leaf + authority.certificate.pem;
    const key = (await testKey()).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    for (const [content, count] of [
      [bytes(chain), 2],
      [bytes(`\uFEFF${chain.replaceAll('\n', '\r\n')}`), 2],
      [Buffer.from(`\uFEFF${chain}`, 'utf16le'), 2],
      [bytes(`subject=/CN=k8s\n${leaf}${key}`), 1],
      [bytes(leaf.replaceAll('BEGIN CERT', 'BEGIN TRUSTED CERT').replaceAll('END CERT', 'END TRUSTED CERT')), 1],
      [derOf(leaf), 1],
    ] as const) {
      const read = readCertificateFile(content);
      assert.ok(read.ok, JSON.stringify(read));
      assert.equal(read.value.length, count);
      assert.equal(read.value[0].subject, 'CN=k8s.example, O=SQL Kube tests');
    }
  });

  it('says what a file is instead, and repeats nothing of it', async () => {
    const { pem, der } = (await testAuthority()).certificate;
    const key = (await testKey()).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const file = await openssl.save('ca.pem', pem);
    const p7 = await openssl.run('crl2pkcs7', '-nocrl', '-certfile', file);
    const keyFile = await openssl.save('some.key', key);
    const request = await openssl.run('req', '-new', '-key', keyFile, '-subj', '/CN=a');
    const middle = Buffer.from(der);
    middle[6] = 0xff;
    for (const [content, fault] of [
      [bytes(''), 'empty'],
      [bytes('\n\n'), 'empty'],
      [bytes('{}'), 'foreign'],
      [bytes(key), 'key'],
      [bytes(p7), 'container'],
      [bytes(request), 'request'],
      [bytes(pem.slice(0, 300)), 'damaged'],
      [bytes(pem.replace('END CERTIFICATE', 'END')), 'damaged'],
      [bytes(toPem('CERTIFICATE', middle)), 'damaged'],
      [Buffer.from('308003', 'hex'), 'container'],
      [new Uint8Array(2_000_001), 'too-large'],
    ] as const) {
      const read = readCertificateFile(content);
      assert.ok(!read.ok);
      assert.equal(read.error.fault, fault);
      assert.ok(!read.error.reason.includes(key.slice(40, 60)));
    }
  });

  it('never throws at damaged or random bytes', async () => {
    const { der } = (await testAuthority()).certificate;
    fc.assert(
      fc.property(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const damaged = Buffer.from(der);
        damaged[at] = damaged[at]! ^ mask;
        readCertificate(damaged);
      }),
      { numRuns: 600 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (random) => {
        assert.equal(readCertificate(random).ok, false);
        readCertificateFile(random);
        try {
          for (const item of readItems(readDer(random))) readOid(item);
        } catch (error) {
          assert.ok(error instanceof MalformedDer);
        }
      }),
    );
  });

  it('reads object identifiers and times exactly', () => {
    const oid = (hex: string): string => readOid(readDer(Buffer.from(hex, 'hex')));
    assert.equal(oid('06092a864886f70d01010b'), '1.2.840.113549.1.1.11');
    assert.equal(oid('0603883703'), '2.999.3');
    assert.equal(oid('0614' + '69' + '8188b8b8d8c4b0d8b8b8b8b8b8b8b8b8b8b801').slice(0, 5), '2.25.');
    assert.throws(() => oid('060181'), MalformedDer);
    const time = (tag: number, text: string): string =>
      readTime(readDer(Buffer.from([tag, text.length, ...Buffer.from(text)]))).toISOString();
    assert.equal(time(0x17, '491231235959Z'), '2049-12-31T23:59:59.000Z');
    assert.equal(time(0x17, '500101000000Z'), '1950-01-01T00:00:00.000Z');
    assert.equal(time(0x18, '20500101000000Z'), '2050-01-01T00:00:00.000Z');
    for (const text of ['4912312359Z', '491331235959Z', '491231235959+0100']) {
      assert.throws(() => time(0x17, text), MalformedDer);
    }
  });
});
