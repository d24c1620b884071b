import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { describeCertificates } from '../../../../src/core/certificates/inspection.ts';
import { lintCertificates } from '../../../../src/core/pki/lint.ts';
import { factsOf, testAuthority, testLeaf, testSet, testTools } from '../../../support/certificates.ts';

const now = new Date('2026-05-05T10:00:00Z');

describe('a certificate in words', () => {
  it('tells findings first, then each certificate of the chain in order, then the rest', async () => {
    const set = await testSet({ url: 'https://k8s.example:8443' }, testTools(now));
    const [leaf, ca, other] = [
      set.server.pem,
      set.authority.pem,
      await testLeaf(await testAuthority(), ['other.example']),
    ].map((pem) => factsOf(new X509Certificate(pem).raw));
    const judged = { now, role: 'server', host: { kind: 'dns', value: 'wrong.example' } } as const;
    const text = describeCertificates([leaf!, other!, ca!], lintCertificates([leaf!, ca!], judged), now);
    const expected = `error: certificate 1: It does not cover wrong.example; it is for k8s.example. Issue it again with wrong.example as SAN, or call one of the names it carries. (certificate/host-not-covered)

Certificate 1 of 2
  Subject            CN=k8s.example, O=SQL Kube
  Issuer             CN=SQL Kube CA for k8s.example 2026-05-05, O=SQL Kube
  Names              k8s.example
  Valid from         2026-05-05 09:00:00 UTC
  Valid until        2027-06-06 08:59:59 UTC (396 days left; renew from 2027-01-22)
  CA                 no
  Key                RSA 2048
  Key usage          digitalSignature, keyEncipherment
  Extended key usage serverAuth
  Signature          RSA-SHA256
  Serial number      ${leaf!.serial}
  SHA-256            ${set.server.fingerprint256}

Certificate 2 of 2
  Subject            CN=SQL Kube CA for k8s.example 2026-05-05, O=SQL Kube
  Issuer             CN=SQL Kube CA for k8s.example 2026-05-05, O=SQL Kube
  Names              none
  Valid from         2026-05-05 09:00:00 UTC
  Valid until        2029-05-04 08:59:59 UTC (1094 days left; renew from 2028-04-27)
  CA                 yes, with 0 CAs below it
  Key                RSA 2048
  Key usage          keyCertSign, cRLSign
  Extended key usage serverAuth
  Name constraints   critical; permitted k8s.example and names below it; excluded every IPv4 address, every IPv6 address
  Signature          RSA-SHA256
  Serial number      ${ca!.serial}
  SHA-256            ${set.authority.fingerprint256}

Not part of the chain
  Subject            CN=other.example, O=SQL Kube tests`;
    assert.equal(text.slice(0, expected.length), expected);
    assert.match(describeCertificates([leaf!], [], now), /^Nothing is wrong with it\.\n\nCertificate 1 of 1\n/);
    assert.match(describeCertificates([leaf!], [], new Date('2030-01-01')), /UTC \(expired; renew from/);
  });
});
