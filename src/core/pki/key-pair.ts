import type { KeyObject } from 'node:crypto';
import { err, ok, type Result } from '../result.ts';

/** An RSA key pair. Made outside of core, where waiting and randomness live. */
export interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** A key that must not be put into a certificate. */
export interface KeyProblem {
  readonly kind: 'key';
  readonly reason: string;
}

/** Smallest RSA modulus that current TLS stacks accept without complaint. */
const smallestModulus = 2048;

/** Checks what the signer relies on: RSA (decision: no ECDSA), 2048 bits or more. */
export function checkKey(key: KeyObject): Result<KeyObject, KeyProblem> {
  if (key.asymmetricKeyType !== 'rsa') {
    return err({ kind: 'key', reason: `The key is ${key.asymmetricKeyType ?? key.type}; an RSA key is needed.` });
  }
  const size = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (size < smallestModulus) {
    return err({ kind: 'key', reason: `The RSA key has ${size} bits; ${smallestModulus} or more are needed.` });
  }
  return ok(key);
}
