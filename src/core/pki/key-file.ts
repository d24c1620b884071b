import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { err, ok, type Result } from '../result.ts';
import type { RandomBytes } from './certificate.ts';
import { decodeText } from './certificate-file.ts';
import { decryptKey, encryptKey } from './encrypted-key.ts';
import type { KeyPair } from './key-pair.ts';
import { readPem, toPem } from './pem.ts';

/** Why a file gives no private key. `reason` completes "The file …". Quotes neither content nor passphrase. */
export interface KeyFileProblem {
  readonly kind: 'key-file';
  readonly fault: KeyFileFault;
  readonly reason: string;
  readonly fix: string;
}

/** What can be wrong with a key file. */
export type KeyFileFault =
  | 'empty'
  | 'too-large'
  | 'foreign'
  | 'certificate'
  | 'public-key'
  | 'openssh'
  | 'passphrase-missing'
  | 'wrong-passphrase'
  | 'unsupported'
  | 'damaged';

const texts: Readonly<Record<KeyFileFault, readonly [reason: string, fix: string]>> = {
  empty: ['is empty', 'Choose another file.'],
  'too-large': ['is larger than 1 MB', 'Choose a private key file, such as ca.key.'],
  foreign: ['holds no private key in PEM or DER form', 'Choose a private key file, such as ca.key.'],
  certificate: ['holds a certificate and no private key', 'Choose the key beside it, often *.key.'],
  'public-key': ['holds a public key only', 'Choose the private key that belongs to it.'],
  openssh: ['is an OpenSSH key', 'Convert a copy of it: ssh-keygen -p -m PKCS8 -f COPY.'],
  'passphrase-missing': ['is encrypted, and no passphrase was given', 'Give the passphrase; it is in your vault.'],
  'wrong-passphrase': ['cannot be opened with this passphrase', 'Take the passphrase from your vault and try again.'],
  unsupported: [
    'is encrypted in a way that is not read here',
    'Write it anew: openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD -out NEW.',
  ],
  damaged: ['is damaged', 'Get the file again from your backup.'],
};

const problem = (fault: KeyFileFault): Result<never, KeyFileProblem> => {
  const [reason, fix] = texts[fault];
  return err({ kind: 'key-file', fault, reason, fix });
};

/** An unencrypted key file: PKCS#8 PEM. For `tls.key`, which nginx reads without anybody to type a passphrase. */
export const writeKeyFile = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

/** An encrypted key file: PKCS#8 PEM that openssl reads. `rounds` is for tests; the product takes the strong default. */
export async function writeEncryptedKeyFile(
  key: KeyObject,
  passphrase: string,
  tools: { readonly random: RandomBytes; readonly rounds?: number },
): Promise<string> {
  const pkcs8 = key.export({ type: 'pkcs8', format: 'der' });
  const pem = toPem('ENCRYPTED PRIVATE KEY', await encryptKey(pkcs8, passphrase, tools));
  pkcs8.fill(0);
  return pem;
}

/** True when reading the file will take a passphrase. */
export const isEncryptedKeyFile = (bytes: Uint8Array): boolean =>
  /-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(decodeText(bytes));

/** The first private key of a file, PEM (PKCS#8, encrypted or not, PKCS#1, SEC 1) or unencrypted DER. */
export async function readKeyFile(bytes: Uint8Array, passphrase?: string): Promise<Result<KeyPair, KeyFileProblem>> {
  if (bytes.length > 1_000_000) return problem('too-large');
  const text = decodeText(bytes);
  if (text.trim() === '') return problem('empty');
  const begin = /-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----/.exec(text);
  if (begin === null) return bytes[0] === 0x30 ? readDerKey(bytes) : problem(whatElse(text));
  const label = begin[1] ?? '';
  if (label === 'OPENSSH PRIVATE KEY') return problem('openssh');
  if (label === 'ENCRYPTED PRIVATE KEY') return openEncrypted(text.slice(begin.index), passphrase);
  return readPlain(text.slice(begin.index), passphrase);
}

function whatElse(text: string): KeyFileFault {
  if (text.includes('PUBLIC KEY-----')) return 'public-key';
  return text.includes('CERTIFICATE-----') ? 'certificate' : 'foreign';
}

async function openEncrypted(text: string, passphrase: string | undefined): Promise<Result<KeyPair, KeyFileProblem>> {
  const block = readPem(text).find(({ label }) => label === 'ENCRYPTED PRIVATE KEY');
  if (block === undefined) return problem('damaged');
  if (passphrase === undefined || passphrase === '') return problem('passphrase-missing');
  const opened = await decryptKey(block.der, passphrase.normalize('NFC'));
  if (!opened.ok) return problem(opened.error);
  const key = pairOf({ key: Buffer.from(opened.value), format: 'der', type: 'pkcs8' });
  // A wrong passphrase leaves valid padding once in 256 times, and then no key.
  return key === undefined ? problem('wrong-passphrase') : ok(key);
}

function readPlain(text: string, passphrase: string | undefined): Result<KeyPair, KeyFileProblem> {
  // OpenSSL's traditional encryption stands in header lines; its derivation is too quick to need another thread.
  const encrypted = /^Proc-Type: 4,ENCRYPTED/m.test(text);
  if (encrypted && (passphrase === undefined || passphrase === '')) return problem('passphrase-missing');
  const key = pairOf({ key: text, format: 'pem', ...(encrypted && passphrase ? { passphrase } : {}) });
  if (key !== undefined) return ok(key);
  return problem(encrypted ? 'wrong-passphrase' : 'damaged');
}

function readDerKey(bytes: Uint8Array): Result<KeyPair, KeyFileProblem> {
  for (const type of ['pkcs8', 'pkcs1', 'sec1'] as const) {
    const key = pairOf({ key: Buffer.from(bytes), format: 'der', type });
    if (key !== undefined) return ok(key);
  }
  return problem('foreign');
}

function pairOf(input: Parameters<typeof createPrivateKey>[0]): KeyPair | undefined {
  try {
    const privateKey = createPrivateKey(input);
    return { privateKey, publicKey: createPublicKey(privateKey) };
  } catch {
    // OpenSSL's reason is a decoder's inner state; which of the faults it is follows from the file.
    return undefined;
  }
}
