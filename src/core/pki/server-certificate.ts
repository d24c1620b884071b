import { err, ok, type Result } from '../result.ts';
import type { Authority } from './authority.ts';
import { issueCertificate, type Certificate, type RandomBytes } from './certificate.ts';
import {
  authorityKeyIdentifier,
  endEntityConstraints,
  keyIdentifier,
  serverAuth,
  serverKeyUsage,
  subjectAltName,
  subjectKeyIdentifier,
} from './extension.ts';
import { parseHostName, type HostName, type HostNameProblem } from './host-name.ts';
import { checkKey, type KeyPair, type KeyProblem } from './key-pair.ts';
import type { Validity } from './validity.ts';

/** What a server certificate needs. Nothing here checks sense: an expired or wrongly named one is made as asked (faults). */
export interface ServerCertificateRequest {
  /** DNS names and IP addresses; the first DNS name also becomes the common name. */
  readonly hosts: readonly [string, ...string[]];
  readonly key: KeyPair;
  readonly validity: Validity;
}

/** Issues a certificate for TLS servers, SAN always, EKU serverAuth only. */
export async function issueServerCertificate(
  request: ServerCertificateRequest,
  authority: Authority,
  random: RandomBytes,
): Promise<Result<Certificate, KeyProblem | HostNameProblem>> {
  const checked = checkKey(request.key.publicKey);
  if (!checked.ok) return checked;
  const names: HostName[] = [];
  for (const host of request.hosts) {
    const name = parseHostName(host);
    if (!name.ok) return err(name.error);
    names.push(name.value);
  }
  const certificate = await issueCertificate(
    {
      subject: { organization: authority.name.organization, commonName: commonNameFor(names) },
      issuer: authority.asRead?.subjectDer ?? authority.name,
      publicKey: request.key.publicKey,
      validity: request.validity,
      extensions: [
        endEntityConstraints(),
        serverKeyUsage(),
        serverAuth(),
        subjectAltName(names),
        subjectKeyIdentifier(keyIdentifier(request.key.publicKey)),
        authorityKeyIdentifier(authority.asRead?.keyId ?? keyIdentifier(authority.key.publicKey)),
      ],
    },
    authority.key.privateKey,
    random,
  );
  return ok(certificate);
}

/**
 * The common name, which nobody compares any more. OpenSSL still holds one that looks like a DNS name against the CA's name
 * constraints when there is no DNS SAN, so an address or a name that would be cut is put into words.
 */
function commonNameFor(names: readonly HostName[]): string {
  const name = names.find(({ kind, value }) => kind === 'dns' && value.length <= 64);
  return name?.value ?? `Server ${names[0]?.value ?? ''}`;
}
