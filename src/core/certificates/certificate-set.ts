import { createAuthority, type Authority } from '../pki/authority.ts';
import type { Certificate, RandomBytes } from '../pki/certificate.ts';
import { serverAuth } from '../pki/extension.ts';
import type { KeyPair, KeyProblem } from '../pki/key-pair.ts';
import { writeEncryptedKeyFile, writeKeyFile } from '../pki/key-file.ts';
import { constraintsFor, nameConstraints, type NameConstraints } from '../pki/name-constraints.ts';
import { checkPassphrase, type PassphraseProblem } from '../pki/passphrase.ts';
import { issueServerCertificate } from '../pki/server-certificate.ts';
import { err, ok, type Result } from '../result.ts';
import type { Hosts } from './hosts.ts';
import type { CertificateRequest, KeyBits } from './request.ts';

/** Time, randomness and keys: what core does not make itself. */
export interface CertificateTools {
  readonly now: Date;
  readonly random: RandomBytes;
  /** RSA; takes up to seconds at 4096 bits, so it belongs on node's thread pool. */
  readonly generateKey: (bits: KeyBits) => Promise<KeyPair>;
  /** Rounds of the CA key file's key derivation; for tests. */
  readonly rounds?: number;
}

/** A CA and a server certificate that belong together, with their key files' texts. Secret as a whole. */
export interface CertificateSet {
  readonly url: string;
  readonly hosts: Hosts;
  readonly authority: Certificate;
  readonly server: Certificate;
  /** Absent when they were switched off. */
  readonly constraints?: NameConstraints;
  /** PKCS#8 PEM, encrypted with the passphrase. */
  readonly authorityKeyFile: string;
  /** PKCS#8 PEM, not encrypted. */
  readonly serverKeyFile: string;
}

/** Makes CA and server certificate. The CA's key exists in the clear only while this runs. */
export async function createCertificateSet(
  request: CertificateRequest,
  passphrase: string,
  tools: CertificateTools,
): Promise<Result<CertificateSet, PassphraseProblem | KeyProblem>> {
  const secret = checkPassphrase(passphrase);
  if (!secret.ok) return secret;
  const [authorityKey, serverKey] = await Promise.all([
    tools.generateKey(request.keyBits),
    tools.generateKey(request.keyBits),
  ]);
  const constraints = request.nameConstraints ? constraintsFor(request.hosts) : undefined;
  const authority = await makeAuthority(request, authorityKey, { constraints, random: tools.random });
  if (!authority.ok) return authority;
  const [server, authorityKeyFile] = await Promise.all([
    makeServer(request, serverKey, { authority: authority.value, random: tools.random }),
    writeEncryptedKeyFile(authorityKey.privateKey, secret.value, tools),
  ]);
  if (!server.ok) return server;
  return ok({
    url: request.url,
    hosts: request.hosts,
    authority: authority.value.certificate,
    server: server.value,
    ...(constraints === undefined ? {} : { constraints }),
    authorityKeyFile,
    serverKeyFile: writeKeyFile(serverKey.privateKey),
  });
}

function makeAuthority(
  { hosts, organization, authorityLife }: CertificateRequest,
  key: KeyPair,
  { constraints, random }: { readonly constraints: NameConstraints | undefined; readonly random: RandomBytes },
): Promise<Result<Authority, KeyProblem>> {
  return createAuthority(
    {
      name: { organization, commonName: authorityName(hosts[0].value, authorityLife.notBefore) },
      key,
      validity: authorityLife,
      extensions: [serverAuth(), ...(constraints === undefined ? [] : [nameConstraints(constraints)])],
    },
    random,
  );
}

async function makeServer(
  { hosts: [first, ...others], serverLife }: CertificateRequest,
  key: KeyPair,
  { authority, random }: { readonly authority: Authority; readonly random: RandomBytes },
): Promise<Result<Certificate, KeyProblem>> {
  const hosts = [first.value, ...others.map(({ value }) => value)] as const;
  const made = await issueServerCertificate({ hosts, key, validity: serverLife }, authority, random);
  if (made.ok) return made;
  if (made.error.kind === 'key') return err(made.error);
  throw new Error(`A checked host was refused: ${made.error.reason}`);
}

/** The day tells a CA from the one that it replaces: both may lie in the same trust folder for a while. */
function authorityName(host: string, made: Date): string {
  const shown = host.length > 36 ? `${host.slice(0, 35)}…` : host;
  return `SQL Kube CA for ${shown} ${made.toISOString().slice(0, 10)}`;
}
