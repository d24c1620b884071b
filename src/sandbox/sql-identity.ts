import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { issueServerCertificate } from '../core/pki/server-certificate.ts';
import { serverDays, validityFrom } from '../core/pki/validity.ts';

const generate = promisify(generateKeyPair);

/**
 * A self-signed server certificate and its key (PEM), as SQL Server makes for itself at set-up (documented). Being its own
 * issuer, the one file serves clients as CA file and as pin.
 */
export async function selfSignedIdentity(
  hosts: readonly [string, ...string[]],
): Promise<{ readonly cert: string; readonly key: string }> {
  const key = await generate('rsa', { modulusLength: 2048 });
  const now = new Date();
  const name = { organization: 'SQL Kube sandbox', commonName: hosts[0] };
  const validity = validityFrom(now, serverDays);
  const made = await issueServerCertificate(
    { hosts, key, validity },
    // Only name and key of an issuer go into what it issues.
    { name, key, certificate: { der: new Uint8Array(), pem: '', fingerprint256: '', validity } },
    randomBytes,
  );
  if (!made.ok)
    throw new Error(`The certificate of the sandbox's SQL Server could not be made: ${JSON.stringify(made.error)}`);
  return { cert: made.value.pem, key: key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}
