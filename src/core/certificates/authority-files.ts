import type { Authority } from '../pki/authority.ts';
import type { CertificateFacts } from '../pki/certificate-facts.ts';
import { readCertificateFile } from '../pki/certificate-file.ts';
import { keyIdentifier } from '../pki/extension.ts';
import { readKeyFile } from '../pki/key-file.ts';
import { checkKey, type KeyPair } from '../pki/key-pair.ts';
import { err, ok, type Result } from '../result.ts';
import { inputProblem, type InputProblem } from '../input-problem.ts';
import { isKeyOf } from './key-match.ts';

/** A CA read back from its files, able to issue. */
export interface OpenAuthority {
  readonly facts: CertificateFacts;
  readonly authority: Authority;
}

/** The files of a CA and what opens them. */
export interface AuthorityFiles {
  readonly authorityCertificate: Uint8Array;
  readonly authorityKey: Uint8Array;
  readonly passphrase: string;
}

/** Opens a CA that is valid at `now`, ours or somebody else's. Fields: `authorityCertificate`, `authorityKey`, `passphrase`. */
export async function openAuthority(files: AuthorityFiles, now: Date): Promise<Result<OpenAuthority, InputProblem>> {
  const certificate = readAuthority(files.authorityCertificate, now);
  if (!certificate.ok) return certificate;
  const facts = certificate.value;
  const key = await readAuthorityKey(files, facts);
  if (!key.ok) return key;
  const organization = /(?:^|, )O=([^,\\]+)/.exec(facts.subject)?.[1] ?? 'SQL Kube';
  return ok({
    facts,
    authority: {
      name: { organization, commonName: facts.subject },
      key: key.value,
      certificate: facts,
      asRead: { subjectDer: facts.subjectDer, keyId: keyIdOf(facts, key.value) },
    },
  });
}

function readAuthority(bytes: Uint8Array, now: Date): Result<CertificateFacts, InputProblem> {
  const problem = (reason: string, fix: string): Result<never, InputProblem> =>
    err(inputProblem('authorityCertificate', reason, fix));
  const file = readCertificateFile(bytes);
  if (!file.ok) return problem(`The CA certificate’s file ${file.error.reason}.`, file.error.fix);
  const facts = file.value.find(({ basic }) => basic?.ca === true);
  if (facts === undefined) {
    return problem('This is not a CA certificate.', 'Choose the certificate of the CA, often ca.crt.');
  }
  const day = (date: Date): string => date.toISOString().slice(0, 10);
  if (facts.validity.notAfter <= now) {
    const reason = `The CA expired on ${day(facts.validity.notAfter)}; what it issues is expired too.`;
    return problem(reason, 'Create new certificates, and give the new CA to SQL Server.');
  }
  if (facts.validity.notBefore > now) {
    const reason = `The CA is valid only from ${day(facts.validity.notBefore)}.`;
    return problem(reason, 'Check the clock of this computer.');
  }
  return ok(facts);
}

async function readAuthorityKey(
  { authorityKey, passphrase }: AuthorityFiles,
  facts: CertificateFacts,
): Promise<Result<KeyPair, InputProblem>> {
  const file = await readKeyFile(authorityKey, passphrase);
  if (!file.ok) {
    const { fault, reason, fix } = file.error;
    const secret = fault === 'wrong-passphrase' || fault === 'passphrase-missing';
    return err(inputProblem(secret ? 'passphrase' : 'authorityKey', `The CA key’s file ${reason}.`, fix));
  }
  const checked = checkKey(file.value.privateKey);
  if (!checked.ok) return err(inputProblem('authorityKey', checked.error.reason, 'Create new certificates.'));
  if (isKeyOf(file.value, facts)) return ok(file.value);
  const fix = 'Choose the key that was made with this CA; a CA made anew under the same name has another one.';
  return err(inputProblem('authorityKey', 'This key does not belong to the CA certificate.', fix));
}

const keyIdOf = ({ subjectKeyId }: CertificateFacts, key: KeyPair): Uint8Array =>
  subjectKeyId === undefined ? keyIdentifier(key.publicKey) : Buffer.from(subjectKeyId, 'hex');
