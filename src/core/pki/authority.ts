import { ok, type Result } from '../result.ts';
import { issueCertificate, type Certificate, type RandomBytes } from './certificate.ts';
import type { DistinguishedName } from './distinguished-name.ts';
import {
  authorityConstraints,
  authorityKeyIdentifier,
  authorityKeyUsage,
  keyIdentifier,
  subjectKeyIdentifier,
  type Extension,
} from './extension.ts';
import { checkKey, type KeyPair, type KeyProblem } from './key-pair.ts';
import type { Validity } from './validity.ts';

/** A CA that can issue: its certificate, its name and its key. The key never leaves memory through this type. */
export interface Authority {
  readonly certificate: Certificate;
  readonly name: DistinguishedName;
  readonly key: KeyPair;
  /** Subject and SKI as they stand in the certificate, when it was read from a file: others encode names differently. */
  readonly asRead?: { readonly subjectDer: Uint8Array; readonly keyId: Uint8Array };
}

/** What a new CA needs. `extensions` are added behind the standard ones (name constraints, for one). */
export interface AuthorityRequest {
  readonly name: DistinguishedName;
  readonly key: KeyPair;
  readonly validity: Validity;
  readonly extensions?: readonly Extension[];
}

/** Makes a self-signed CA certificate that may issue end certificates only. */
export async function createAuthority(
  request: AuthorityRequest,
  random: RandomBytes,
): Promise<Result<Authority, KeyProblem>> {
  const { name, key, validity } = request;
  const checked = checkKey(key.privateKey);
  if (!checked.ok) return checked;
  const id = keyIdentifier(key.publicKey);
  const certificate = await issueCertificate(
    {
      subject: name,
      issuer: name,
      publicKey: key.publicKey,
      validity,
      extensions: [
        authorityConstraints(),
        authorityKeyUsage(),
        subjectKeyIdentifier(id),
        authorityKeyIdentifier(id),
        ...(request.extensions ?? []),
      ],
    },
    key.privateKey,
    random,
  );
  return ok({ certificate, name, key });
}
