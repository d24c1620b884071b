import { generateKeyPair, randomBytes, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { createAuthority, type Authority } from '../../core/pki/authority.ts';
import { serverAuth } from '../../core/pki/extension.ts';
import { parseHostName, type HostName } from '../../core/pki/host-name.ts';
import { constraintsFor, nameConstraints } from '../../core/pki/name-constraints.ts';
import { issueServerCertificate } from '../../core/pki/server-certificate.ts';
import {
  alreadyOver,
  authorityDays,
  notYetBegun,
  serverDays,
  validityFrom,
  type Validity,
} from '../../core/pki/validity.ts';
import type { ServerIdentity } from './front.ts';

const generate = promisify(generateKeyPair);

/** The certificates of one sandbox: a CA, the proxy's identity, and the bad ones that faults show. PEM throughout. */
export interface SandboxCertificates {
  readonly ca: string;
  readonly server: ServerIdentity;
  readonly faulty: Readonly<Record<'wrong-name' | 'expired' | 'not-yet-valid', ServerIdentity>>;
}

/** The CA may vouch for it too: else its certificate would be refused for the CA's limits and not for its name. */
const wrongHost = 'another-host.example';

/**
 * Makes the certificates for a proxy that is called by `hosts`; the CA is limited to them, as the product's own CAs are. One key serves all server certificates: they differ in what
 * they say, and keys are slow to make.
 */
export async function createSandboxCertificates(
  hosts: readonly [string, ...string[]],
  commonName = 'SQL Kube sandbox CA',
): Promise<SandboxCertificates> {
  const now = new Date();
  const [authorityKey, key] = await Promise.all([rsaKey(), rsaKey()]);
  const made = await createAuthority(
    {
      name: { organization: 'SQL Kube', commonName },
      key: authorityKey,
      validity: validityFrom(now, authorityDays),
      extensions: [serverAuth(), nameConstraints(constraintsFor([...hosts, wrongHost].map(hostName)))],
    },
    randomBytes,
  );
  if (!made.ok) throw new Error(made.error.reason);
  const identity = (names: readonly [string, ...string[]], validity: Validity): Promise<ServerIdentity> =>
    issueIdentity(made.value, { hosts: names, key, validity });
  const life = validityFrom(now, serverDays);
  const [server, wrongName, expired, notYetValid] = await Promise.all([
    identity(hosts, life),
    identity([wrongHost], life),
    identity(hosts, alreadyOver(now)),
    identity(hosts, notYetBegun(now)),
  ]);
  const faulty = { 'wrong-name': wrongName, expired, 'not-yet-valid': notYetValid };
  return { ca: made.value.certificate.pem, server, faulty };
}

async function issueIdentity(
  authority: Authority,
  request: Parameters<typeof issueServerCertificate>[0],
): Promise<ServerIdentity> {
  const certificate = await issueServerCertificate(request, authority, randomBytes);
  if (!certificate.ok) throw new Error(`Certificate for ${request.hosts.join(', ')}: ${certificate.error.reason}`);
  const key = request.key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { cert: certificate.value.pem, key };
}

function hostName(text: string): HostName {
  const read = parseHostName(text);
  if (!read.ok) throw new Error(`${text} ${read.error.reason}`);
  return read.value;
}

const rsaKey = (): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> => generate('rsa', { modulusLength: 2048 });
