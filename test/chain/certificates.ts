import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { createAuthority } from '../../src/core/pki/authority.ts';
import { issueServerCertificate } from '../../src/core/pki/server-certificate.ts';
import { validityFrom } from '../../src/core/pki/validity.ts';
import type { Result } from '../../src/core/result.ts';

/** PEM of a CA and of one certificate that it issued, with its key. */
export interface IssuedIdentity {
  readonly ca: string;
  readonly tls: { readonly cert: string; readonly key: string };
}

const newKey = promisify(generateKeyPair);

const must = <T>(result: Result<T, { readonly reason: string }>): T => {
  if (!result.ok) throw new Error(result.error.reason);
  return result.value;
};

/** What a DBA and a cluster administrator would make once: a CA of their own and the proxy's certificate from it. */
export async function issueIdentity(hosts: readonly [string, ...string[]]): Promise<IssuedIdentity> {
  const random = (count: number): Uint8Array => randomBytes(count);
  const [caKey, key] = await Promise.all([
    newKey('rsa', { modulusLength: 2048 }),
    newKey('rsa', { modulusLength: 2048 }),
  ]);
  const validity = validityFrom(new Date(), 2);
  const name = { commonName: 'chain test CA', organization: 'sqlkube tests' };
  const authority = must(await createAuthority({ name, key: caKey, validity }, random));
  const certificate = must(await issueServerCertificate({ hosts, key, validity }, authority, random));
  return {
    ca: authority.certificate.pem,
    tls: { cert: certificate.pem, key: key.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string },
  };
}
