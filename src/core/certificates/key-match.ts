import { X509Certificate } from 'node:crypto';
import type { CertificateFacts } from '../pki/certificate-facts.ts';
import type { KeyPair } from '../pki/key-pair.ts';

/** True when the certificate is for this key. */
export function isKeyOf(key: KeyPair, certificate: CertificateFacts): boolean {
  try {
    return new X509Certificate(certificate.der).checkPrivateKey(key.privateKey);
  } catch {
    // OpenSSL does not know the certificate's kind of key, so it cannot be this one.
    return false;
  }
}
