import { X509Certificate } from 'node:crypto';
import { checkServerIdentity, type TLSSocket } from 'node:tls';
import type { CertificatePin } from '../core/connection.ts';

/**
 * TLS settings under which the pinned certificate passes every check that Node makes: it is its own trust anchor
 * (`allowPartialTrustChain`, because it may have been issued by a CA nobody here knows), and the name that is compared
 * is one of its own. Nothing else is trusted.
 */
export interface PinnedTls {
  readonly ca: string;
  readonly allowPartialTrustChain: true;
}

/** False for a pin whose PEM is none: pins are kept in settings, where people can edit them. */
export function isCertificate(pin: CertificatePin): boolean {
  try {
    return new X509Certificate(pin.pem).fingerprint256 !== '';
  } catch {
    return false;
  }
}

/** The settings for `tls.createSecureContext`. */
export const pinnedTls = (pin: CertificatePin): PinnedTls => ({ ca: pin.pem, allowPartialTrustChain: true });

/**
 * The name to expect in the pinned certificate when it was not issued for `host`: its first usable name. Undefined when
 * it names the host itself, or nothing at all (then the name check will refuse it).
 */
export function expectedName(pin: CertificatePin, host: string): string | undefined {
  const certificate = new X509Certificate(pin.pem);
  const legacy = certificate.toLegacyObject();
  const accepts = (name: string): boolean => checkServerIdentity(name, legacy) === undefined;
  if (accepts(host)) return undefined;
  return namesOf(certificate).find(accepts);
}

function namesOf(certificate: X509Certificate): string[] {
  const alternative = (certificate.subjectAltName ?? '').split(', ');
  const named = (prefix: string): string[] =>
    alternative.filter((entry) => entry.startsWith(prefix)).map((entry) => entry.slice(prefix.length));
  const common = /^CN=(.*)$/m.exec(certificate.subject)?.[1];
  return [
    ...named('DNS:').map(fillWildcard),
    ...(common === undefined ? [] : [fillWildcard(common)]),
    ...named('IP Address:'),
  ];
}

const fillWildcard = (name: string): string => name.replace(/^\*\./, 'pinned.');

/** SHA-256 of what the peer shows, as OpenSSL prints it. */
const shownFingerprint = (socket: TLSSocket): string => socket.getPeerCertificate().fingerprint256;

/** Whether the peer shows exactly the pinned certificate; a chain that merely ends in it is not enough. */
export const showsPinned = (socket: TLSSocket, pin: CertificatePin): boolean =>
  shownFingerprint(socket) === pin.fingerprint256 &&
  shownFingerprint(socket) === new X509Certificate(pin.pem).fingerprint256;
