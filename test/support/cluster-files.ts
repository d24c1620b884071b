import { generateKeyPair, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { createAuthority } from '../../src/core/pki/authority.ts';
import { issueServerCertificate } from '../../src/core/pki/server-certificate.ts';
import { validityFrom } from '../../src/core/pki/validity.ts';
import type { Result } from '../../src/core/result.ts';

/** The key material of one control plane, as files in its folder. */
export interface ClusterFiles {
  readonly ca: string;
  readonly caFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly serviceAccountKey: string;
  readonly serviceAccountPublicKey: string;
}

const newKey = promisify(generateKeyPair);

const must = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

/** Makes a CA and a certificate with the names that every API server's certificate carries, and the key that signs tokens. */
export async function writeCertificates(folder: string): Promise<ClusterFiles> {
  const [caKey, key, signer] = await Promise.all([
    newKey('rsa', { modulusLength: 2048 }),
    newKey('rsa', { modulusLength: 2048 }),
    newKey('rsa', { modulusLength: 2048 }),
  ]);
  const validity = validityFrom(new Date(), 2);
  const random = (count: number): Uint8Array => randomBytes(count);
  const name = { commonName: 'test cluster CA', organization: 'sqlkube tests' };
  const authority = must(await createAuthority({ name, key: caKey, validity }, random));
  const server = must(
    await issueServerCertificate(
      { hosts: ['kubernetes.default.svc', 'kubernetes', 'localhost', '127.0.0.1', '10.0.0.1'], key, validity },
      authority,
      random,
    ),
  );
  const write = async (file: string, text: string | Buffer): Promise<string> => {
    const target = path.join(folder, file);
    await writeFile(target, text, { mode: 0o600 });
    return target;
  };
  return {
    ca: authority.certificate.pem,
    caFile: await write('ca.crt', authority.certificate.pem),
    certificateFile: await write('apiserver.crt', server.pem),
    keyFile: await write('apiserver.key', key.privateKey.export({ type: 'pkcs8', format: 'pem' })),
    serviceAccountKey: await write('sa.key', signer.privateKey.export({ type: 'pkcs8', format: 'pem' })),
    serviceAccountPublicKey: await write('sa.pub', signer.publicKey.export({ type: 'spki', format: 'pem' })),
  };
}
