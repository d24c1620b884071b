import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import {
  createCertificateSet,
  type CertificateSet,
  type CertificateTools,
} from '../../src/core/certificates/certificate-set.ts';
import { checkCertificateInput, type CertificateInput } from '../../src/core/certificates/request.ts';
import { createAuthority, type Authority } from '../../src/core/pki/authority.ts';
import { readCertificate, type CertificateFacts } from '../../src/core/pki/certificate-facts.ts';
import type { Extension } from '../../src/core/pki/extension.ts';
import { issueServerCertificate } from '../../src/core/pki/server-certificate.ts';
import { authorityDays, serverDays, validityFrom, type Validity } from '../../src/core/pki/validity.ts';
import { freshKey, testKey } from './keys.ts';

export const testPassphrase = 'correct horse battery';

let authorityKey: ReturnType<typeof freshKey> | undefined;

/** One CA key for the whole test process, other than {@link testKey}. */
export const testAuthorityKey = (): ReturnType<typeof freshKey> => (authorityKey ??= freshKey());

/** Tools that hand out the two shared keys in turn (CA first) and derive file keys quickly. */
export function testTools(now = new Date()): CertificateTools {
  let made = 0;
  return {
    now,
    random: randomBytes,
    rounds: 1000,
    generateKey: () => (made++ % 2 === 0 ? testAuthorityKey() : testKey()),
  };
}

/** A whole set for an input that has to be good. */
export async function testSet(input: CertificateInput, tools = testTools()): Promise<CertificateSet> {
  const request = checkCertificateInput(input, tools.now);
  assert.ok(request.ok, JSON.stringify(request));
  const set = await createCertificateSet(request.value, testPassphrase, tools);
  assert.ok(set.ok, JSON.stringify(set));
  return set.value;
}

/** A CA with further extensions. */
export async function testAuthority(
  extensions: readonly Extension[] = [],
  validity: Validity = validityFrom(new Date(), authorityDays),
): Promise<Authority> {
  const name = { organization: 'SQL Kube tests', commonName: 'test CA' };
  const made = await createAuthority({ name, key: await testAuthorityKey(), validity, extensions }, randomBytes);
  assert.ok(made.ok);
  return made.value;
}

/** A leaf for any hosts, whatever the CA may vouch for. */
export async function testLeaf(
  authority: Authority,
  hosts: readonly [string, ...string[]],
  validity: Validity = validityFrom(new Date(), serverDays),
): Promise<string> {
  const made = await issueServerCertificate({ hosts, key: await testKey(), validity }, authority, randomBytes);
  assert.ok(made.ok, JSON.stringify(made));
  return made.value.pem;
}

/** Facts of a certificate that has to be readable. */
export function factsOf(der: Uint8Array): CertificateFacts {
  const read = readCertificate(der);
  assert.ok(read.ok, JSON.stringify(read));
  return read.value;
}
