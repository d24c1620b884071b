import { generateKeyPair, randomBytes as nodeBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { CertificateTools } from '../core/certificates/certificate-set.ts';

const generate = promisify(generateKeyPair);

/** Randomness as the core takes it. */
export const randomBytes = (count: number): Uint8Array => nodeBytes(count);

/** Time, randomness and keys as the core takes them. Keys are made on node's thread pool: 4096 bits can take seconds. */
export const certificateTools = (now: Date): CertificateTools => ({
  now,
  random: randomBytes,
  generateKey: (bits) => generate('rsa', { modulusLength: bits }),
});
