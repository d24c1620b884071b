import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

const generate = promisify(generateKeyPair);
let shared: Promise<{ publicKey: KeyObject; privateKey: KeyObject }> | undefined;

/** One RSA 2048 key for the whole test process: making one scatters up to 355 ms. */
export const testKey = (): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> => (shared ??= freshKey());

/** A new RSA key. */
export const freshKey = (modulusLength = 2048): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> =>
  generate('rsa', { modulusLength });
