import { X509Certificate } from 'node:crypto';
import type { CertificateFacts } from './certificate-facts.ts';

/** Certificates in order of issue: the first, what issued it, and so on. */
export interface Chain {
  readonly path: readonly [CertificateFacts, ...CertificateFacts[]];
  /** How it ends: with a self-signed certificate, or with one whose issuer is not at hand. */
  readonly end: 'root' | 'open';
  /** Index in `path` of certificates whose issuer has the right name and another key (a CA that was made anew). */
  readonly wrongKey: readonly number[];
}

/** True when `issuer` names itself as `subject`'s issuer and its key made the signature. */
export const isIssuedBy = (subject: CertificateFacts, issuer: CertificateFacts): boolean =>
  namesMatch(subject, issuer) && signatureMatches(subject, issuer);

/** Its own issuer. */
export const isSelfIssued = (facts: CertificateFacts): boolean => namesMatch(facts, facts);

/** Follows issuers from `first` through `others` in any order; each certificate is used once, so it always ends. */
export function followChain(first: CertificateFacts, others: readonly CertificateFacts[]): Chain {
  const path: [CertificateFacts, ...CertificateFacts[]] = [first];
  const wrongKey: number[] = [];
  let rest = others.filter((other) => other.fingerprint256 !== first.fingerprint256);
  let current = first;
  while (!isSelfIssued(current)) {
    const subject = current;
    const named = rest.filter((other) => namesMatch(subject, other));
    const issuer = named.find((other) => signatureMatches(subject, other));
    if (issuer === undefined) {
      if (named.length > 0) wrongKey.push(path.length - 1);
      return { path, end: 'open', wrongKey };
    }
    path.push(issuer);
    rest = rest.filter((other) => other.fingerprint256 !== issuer.fingerprint256);
    current = issuer;
  }
  return { path, end: 'root', wrongKey };
}

const namesMatch = (subject: CertificateFacts, issuer: CertificateFacts): boolean =>
  Buffer.compare(subject.issuerDer, issuer.subjectDer) === 0;

function signatureMatches(subject: CertificateFacts, issuer: CertificateFacts): boolean {
  try {
    return new X509Certificate(subject.der).verify(new X509Certificate(issuer.der).publicKey);
  } catch {
    // A key or an algorithm that OpenSSL does not know cannot have been checked.
    return false;
  }
}
