import { createHash, type KeyObject } from 'node:crypto';
import {
  bits,
  decodeOrThrow,
  encode,
  integer,
  nil,
  octets,
  oid,
  sequence,
  tagged,
  toBinary,
  yes,
  type Der,
} from './der.ts';
import type { HostName } from './host-name.ts';

/** One certificate extension (RFC 5280, 4.2), its value not yet wrapped. */
export interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Der;
}

/** A CA that may issue end certificates only (path length 0). */
export const authorityConstraints = (): Extension => ({
  oid: '2.5.29.19',
  critical: true,
  value: sequence(yes(), integer(Uint8Array.of(0))),
});

/** Not a CA: an empty sequence, cA being FALSE by default. */
export const endEntityConstraints = (): Extension => ({ oid: '2.5.29.19', critical: true, value: sequence() });

/** keyCertSign and cRLSign. */
export const authorityKeyUsage = (): Extension => keyUsage(0b0000_0110, 1);

/** digitalSignature (TLS 1.3, ECDHE) and keyEncipherment (RSA key exchange of old TLS 1.2 stacks). */
export const serverKeyUsage = (): Extension => keyUsage(0b1010_0000, 5);

/** EKU serverAuth only. */
export const serverAuth = (): Extension => ({
  oid: '2.5.29.37',
  critical: false,
  value: sequence(oid('1.3.6.1.5.5.7.3.1')),
});

/** dNSName and iPAddress entries. */
export const subjectAltName = (names: readonly HostName[]): Extension => ({
  oid: '2.5.29.17',
  critical: false,
  value: sequence(
    ...names.map((name) => (name.kind === 'dns' ? tagged(2, name.value) : tagged(7, toBinary(name.bytes)))),
  ),
});

/** SKI from {@link keyIdentifier}. */
export const subjectKeyIdentifier = (id: Uint8Array): Extension => ({
  oid: '2.5.29.14',
  critical: false,
  value: octets(toBinary(id)),
});

/** AKI that names the issuer's key by its SKI. */
export const authorityKeyIdentifier = (id: Uint8Array): Extension => ({
  oid: '2.5.29.35',
  critical: false,
  value: sequence(tagged(0, toBinary(id))),
});

/** Leftmost 160 bits of the SHA-256 of the public key's bits (RFC 7093, section 2, method 1). */
export function keyIdentifier(publicKey: KeyObject): Uint8Array {
  const pkcs1 = publicKey.export({ type: 'pkcs1', format: 'der' });
  return createHash('sha256').update(pkcs1).digest().subarray(0, 20);
}

/** SubjectPublicKeyInfo as OpenSSL encodes it. */
export const publicKeyInfo = (publicKey: KeyObject): Der =>
  decodeOrThrow(publicKey.export({ type: 'spki', format: 'der' }));

/** The `[3] Extensions` field of a certificate. */
export const encodeExtensions = (extensions: readonly Extension[]): Der =>
  tagged(3, [sequence(...extensions.map(encodeExtension))]);

/** sha256WithRSAEncryption with its NULL parameters. */
export const sha256WithRsa = (): Der => sequence(oid('1.2.840.113549.1.1.11'), nil());

function encodeExtension(extension: Extension): Der {
  const value = octets(toBinary(encode(extension.value)));
  return extension.critical ? sequence(oid(extension.oid), yes(), value) : sequence(oid(extension.oid), value);
}

const keyUsage = (flags: number, unused: number): Extension => ({
  oid: '2.5.29.15',
  critical: true,
  value: bits(String.fromCharCode(flags), unused),
});
