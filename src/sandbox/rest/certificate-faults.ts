import { X509Certificate } from 'node:crypto';
import { checkServerIdentity } from 'node:tls';
import { secureFailure } from './hresults.ts';

const serverAuthentication = '1.3.6.1.5.5.7.3.1';

/** What the server showed, leaf first, and what SQL Server trusts. */
export interface ShownChain {
  readonly host: string;
  readonly chain: readonly X509Certificate[];
  readonly trusted: readonly X509Certificate[];
  readonly now: Date;
}

/** OpenSSL's codes, which name one fault each, as secure-failure flags. */
const flagOfCode: Readonly<Record<string, number>> = {
  UNABLE_TO_GET_ISSUER_CERT: secureFailure.untrustedRoot,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: secureFailure.untrustedRoot,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: secureFailure.untrustedRoot,
  DEPTH_ZERO_SELF_SIGNED_CERT: secureFailure.untrustedRoot,
  SELF_SIGNED_CERT_IN_CHAIN: secureFailure.untrustedRoot,
  CERT_UNTRUSTED: secureFailure.untrustedRoot,
  CERT_REJECTED: secureFailure.untrustedRoot,
  CERT_NOT_YET_VALID: secureFailure.outOfDate,
  CERT_HAS_EXPIRED: secureFailure.outOfDate,
  ERR_TLS_CERT_ALTNAME_INVALID: secureFailure.wrongName,
  HOSTNAME_MISMATCH: secureFailure.wrongName,
  INVALID_PURPOSE: secureFailure.wrongUsage,
  CERT_REVOKED: secureFailure.revoked,
  INVALID_CA: secureFailure.invalidCertificate,
  PATH_LENGTH_EXCEEDED: secureFailure.invalidCertificate,
  CERT_SIGNATURE_FAILURE: secureFailure.invalidCertificate,
};

/** Whether a failed connection failed over the certificate. `UNSPECIFIED` is Node's name for faults it has no name for. */
export function isCertificateCode(code: string): boolean {
  return code in flagOfCode || code === 'UNSPECIFIED';
}

/**
 * All faults of a refused certificate at once, as WinHTTP reports them: OpenSSL stops at one, so chain, dates, name and
 * usage are looked at separately. Falls back on OpenSSL's own code when the chain could not be seen.
 */
export function certificateFaults(code: string, shown: ShownChain | undefined): number {
  const seen = shown ? faultsOf(shown) : 0;
  const own = flagOfCode[code] ?? secureFailure.invalidCertificate;
  // The walk explains a fault of trust better than OpenSSL, which calls the same chain by several names.
  return seen === 0 ? own : seen | (own === secureFailure.untrustedRoot ? 0 : own);
}

function faultsOf({ host, chain, trusted, now }: ShownChain): number {
  const leaf = chain[0];
  if (!leaf) return 0;
  let mask = 0;
  if (!reachesTrust(chain, trusted)) mask |= secureFailure.untrustedRoot;
  if (chain.some((certificate) => isOutOfDate(certificate, now))) mask |= secureFailure.outOfDate;
  if (checkServerIdentity(host, leaf.toLegacyObject())) mask |= secureFailure.wrongName;
  // Absent in certificates without the extension, whatever the types say: those may be used for anything.
  const usages = leaf.keyUsage as readonly string[] | undefined;
  if (usages?.includes(serverAuthentication) === false) mask |= secureFailure.wrongUsage;
  return mask;
}

/** Follows issuers upward until one is trusted, whatever the dates say. */
function reachesTrust(chain: readonly X509Certificate[], trusted: readonly X509Certificate[]): boolean {
  let current = chain[0];
  const seen = new Set<string>();
  while (current && !seen.has(current.fingerprint256)) {
    const certificate = current;
    seen.add(certificate.fingerprint256);
    if (trusted.some((anchor) => anchor.fingerprint256 === certificate.fingerprint256)) return true;
    if (trusted.some((anchor) => isIssuedBy(certificate, anchor))) return true;
    current = chain.find((candidate) => candidate !== certificate && isIssuedBy(certificate, candidate));
  }
  return false;
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function isOutOfDate(certificate: X509Certificate, now: Date): boolean {
  return now < new Date(certificate.validFrom) || now > new Date(certificate.validTo);
}

/** Certificates of a PEM text, in order; a file of the trust folder may hold several. */
export function readCertificates(pem: string): readonly X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block));
}
