import { sign, type KeyObject } from 'node:crypto';
import { bits, encode, integer, sequence, tagged, time, toBinary, decodeOrThrow } from './der.ts';
import { encodeName, type DistinguishedName } from './distinguished-name.ts';
import { encodeExtensions, publicKeyInfo, sha256WithRsa, type Extension } from './extension.ts';
import { fingerprint256 } from './fingerprint.ts';
import { toPem } from './pem.ts';
import type { Validity } from './validity.ts';

/** A certificate as made here. */
export interface Certificate {
  readonly der: Uint8Array;
  readonly pem: string;
  /** Upper-case hex with colons. */
  readonly fingerprint256: string;
  readonly validity: Validity;
}

/** Hands out random bytes; `node:crypto.randomBytes` in the product. */
export type RandomBytes = (count: number) => Uint8Array;

/** Everything that goes into a certificate before it is signed. */
export interface CertificateContent {
  readonly subject: DistinguishedName;
  /** As DER when the issuer's name comes from a file: it has to match byte by byte. */
  readonly issuer: DistinguishedName | Uint8Array;
  readonly publicKey: KeyObject;
  readonly validity: Validity;
  readonly extensions: readonly Extension[];
}

/**
 * Encodes a version 3 certificate with a random 128-bit serial number and signs it with SHA-256 and RSA. Signing happens on
 * node's thread pool: node-forge's own signer would block the extension host for up to 180 ms (measured, RSA 4096).
 */
export async function issueCertificate(
  content: CertificateContent,
  signingKey: KeyObject,
  random: RandomBytes,
): Promise<Certificate> {
  const toBeSigned = encode(
    sequence(
      tagged(0, [integer(Uint8Array.of(2))]),
      integer(serialNumber(random)),
      sha256WithRsa(),
      content.issuer instanceof Uint8Array ? decodeOrThrow(content.issuer) : encodeName(content.issuer),
      sequence(time(content.validity.notBefore), time(content.validity.notAfter)),
      encodeName(content.subject),
      publicKeyInfo(content.publicKey),
      encodeExtensions(content.extensions),
    ),
  );
  const signature = await signAside(toBeSigned, signingKey);
  const der = encode(sequence(decodeOrThrow(toBeSigned), sha256WithRsa(), bits(toBinary(signature))));
  return { der, pem: toPem('CERTIFICATE', der), fingerprint256: fingerprint256(der), validity: content.validity };
}

function serialNumber(random: RandomBytes): Uint8Array {
  const serial = random(16);
  if (serial.length !== 16 || serial.every((byte) => byte === 0)) {
    throw new Error('The random source did not give 16 random bytes.');
  }
  return serial;
}

function signAside(data: Uint8Array, key: KeyObject): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    sign('sha256', data, key, (error, signature) => (error ? reject(error) : resolve(signature)));
  });
}
