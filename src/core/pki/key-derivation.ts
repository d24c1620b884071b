import { pbkdf2, scrypt } from 'node:crypto';
import { expectTag, MalformedDer, readCount, readOid, sequenceItems, tags, type DerValue } from './der-reader.ts';

/** How a passphrase becomes a key, as a file says. */
export type KeyDerivation =
  | { readonly kind: 'pbkdf2'; readonly salt: Uint8Array; readonly rounds: number; readonly digest: string }
  | {
      readonly kind: 'scrypt';
      readonly salt: Uint8Array;
      readonly cost: number;
      readonly blockSize: number;
      readonly parallelization: number;
    };

/** More would keep a thread busy for seconds at the word of a file. */
const mostRounds = 10_000_000;
const mostMemory = 256 * 1024 * 1024;

const digests: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};

/** Reads PBKDF2 (RFC 8018, A.2) or scrypt (RFC 7914, 7) parameters; undefined for anything else or beyond the limits. */
export function readKeyDerivation(value: DerValue | undefined): KeyDerivation | undefined {
  const [algorithm, parameters] = sequenceItems(value);
  const items = sequenceItems(parameters);
  const salt = expectTag(items[0], tags.octets).content;
  switch (readOid(algorithm)) {
    case '1.2.840.113549.1.5.12':
      return readPbkdf2(salt, items);
    case '1.3.6.1.4.1.11591.4.11':
      return readScrypt(salt, items);
    default:
      return undefined;
  }
}

function readPbkdf2(salt: Uint8Array, items: readonly DerValue[]): KeyDerivation | undefined {
  const rounds = readCount(items[1]);
  const prf = items.find(({ tag }) => tag === tags.sequence);
  const digest = prf === undefined ? 'sha1' : digests[readOid(sequenceItems(prf)[0])];
  return digest === undefined || rounds < 1 || rounds > mostRounds
    ? undefined
    : { kind: 'pbkdf2', salt, rounds, digest };
}

function readScrypt(salt: Uint8Array, items: readonly DerValue[]): KeyDerivation | undefined {
  const [cost, blockSize, parallelization] = [readCount(items[1]), readCount(items[2]), readCount(items[3])];
  if (cost < 2 || (cost & (cost - 1)) !== 0 || blockSize < 1 || parallelization < 1) throw new MalformedDer('scrypt');
  const fits = 128 * cost * blockSize <= mostMemory && parallelization <= 16;
  return fits ? { kind: 'scrypt', salt, cost, blockSize, parallelization } : undefined;
}

/** Derives `length` bytes on node's thread pool: at full strength this takes tenths of a second. */
export function deriveKey(passphrase: string, derivation: KeyDerivation, length: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, key: Uint8Array): void => (error ? reject(error) : resolve(key));
    if (derivation.kind === 'pbkdf2') {
      pbkdf2(passphrase, derivation.salt, derivation.rounds, length, derivation.digest, done);
    } else {
      const { cost, blockSize, parallelization } = derivation;
      const options = { cost, blockSize, parallelization, maxmem: 2 * mostMemory };
      scrypt(passphrase, derivation.salt, length, options, done);
    }
  });
}
