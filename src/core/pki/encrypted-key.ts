import { createCipheriv, createDecipheriv } from 'node:crypto';
import { err, ok, type Result } from '../result.ts';
import type { RandomBytes } from './certificate.ts';
import { count, encode, nil, octets, oid, sequence, toBinary } from './der.ts';
import { expectTag, MalformedDer, readDer, readOid, sequenceItems, tags, type DerValue } from './der-reader.ts';
import { deriveKey, readKeyDerivation, type KeyDerivation } from './key-derivation.ts';

/** Why an encrypted key stays closed. A wrong passphrase and a file that was tampered with look alike. */
export type EncryptedKeyFault = 'wrong-passphrase' | 'damaged' | 'unsupported';

/** Rounds of PBKDF2 with HMAC-SHA-256 for new files (OWASP's advice of 2023; openssl's default is 2,048). */
export const strongRounds = 600_000;

const pbes2 = '1.2.840.113549.1.5.13';

interface Cipher {
  readonly name: string;
  readonly keyBytes: number;
}

const ciphers: Readonly<Record<string, Cipher>> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyBytes: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyBytes: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keyBytes: 32 },
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', keyBytes: 24 },
};

/**
 * Wraps a PKCS#8 key as EncryptedPrivateKeyInfo: PBES2 with PBKDF2-HMAC-SHA-256 and AES-256-CBC. Node's own export does the
 * same with 2,048 rounds, which is too few, and on the calling thread.
 */
export async function encryptKey(
  pkcs8: Uint8Array,
  passphrase: string,
  { random, rounds = strongRounds }: { readonly random: RandomBytes; readonly rounds?: number },
): Promise<Uint8Array> {
  const [salt, iv] = [random(16), random(16)];
  const key = await deriveKey(passphrase, { kind: 'pbkdf2', salt, rounds, digest: 'sha256' }, 32);
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const closed = Buffer.concat([cipher.update(pkcs8), cipher.final()]);
  const prf = sequence(oid('1.2.840.113549.2.9'), nil());
  const derivation = sequence(oid('1.2.840.113549.1.5.12'), sequence(octets(toBinary(salt)), count(rounds), prf));
  const encryption = sequence(oid('2.16.840.1.101.3.4.1.42'), octets(toBinary(iv)));
  const scheme = sequence(oid(pbes2), sequence(derivation, encryption));
  return encode(sequence(scheme, octets(toBinary(closed))));
}

/** Opens an EncryptedPrivateKeyInfo with PBES2, as openssl and others write it. */
export async function decryptKey(der: Uint8Array, passphrase: string): Promise<Result<Uint8Array, EncryptedKeyFault>> {
  try {
    const scheme = readScheme(der);
    if (scheme === undefined) return err('unsupported');
    const key = await deriveKey(passphrase, scheme.derivation, scheme.cipher.keyBytes);
    return open(scheme, key);
  } catch (error) {
    if (error instanceof MalformedDer) return err('damaged');
    throw error;
  }
}

interface Scheme {
  readonly derivation: KeyDerivation;
  readonly cipher: Cipher;
  readonly iv: Uint8Array;
  readonly closed: Uint8Array;
}

function readScheme(der: Uint8Array): Scheme | undefined {
  const [algorithm, closed] = sequenceItems(readDer(der));
  const [id, parameters] = sequenceItems(algorithm);
  if (readOid(id) !== pbes2) return undefined;
  const [kdf, encryption] = sequenceItems(parameters);
  const derivation = readKeyDerivation(kdf);
  const [cipherId, ivValue] = sequenceItems(encryption);
  const cipher = ciphers[readOid(cipherId)];
  if (derivation === undefined || cipher === undefined) return undefined;
  return { derivation, cipher, iv: readIv(cipher, ivValue), closed: expectTag(closed, tags.octets).content };
}

function readIv(cipher: Cipher, value: DerValue | undefined): Uint8Array {
  const iv = expectTag(value, tags.octets).content;
  if (iv.length !== (cipher.name === 'des-ede3-cbc' ? 8 : 16)) throw new MalformedDer('initialisation vector');
  return iv;
}

function open({ cipher, iv, closed }: Scheme, key: Uint8Array): Result<Uint8Array, EncryptedKeyFault> {
  const decipher = createDecipheriv(cipher.name, key, iv);
  try {
    return ok(Buffer.concat([decipher.update(closed), decipher.final()]));
  } catch {
    // The padding came out wrong.
    return err('wrong-passphrase');
  }
}
