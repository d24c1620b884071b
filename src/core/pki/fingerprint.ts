import { createHash } from 'node:crypto';

/** SHA-256 of a certificate's DER in the form that openssl and browsers print: upper-case hex, colons between bytes. */
export function fingerprint256(der: Uint8Array): string {
  const hex = createHash('sha256').update(der).digest('hex').toUpperCase();
  return hex.match(/../g)?.join(':') ?? '';
}
