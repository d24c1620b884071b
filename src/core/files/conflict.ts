import { decodeText, readCertificateFile } from '../pki/certificate-file.ts';
import type { CertificateFacts } from '../pki/certificate-facts.ts';
import { isEncryptedKeyFile, readKeyFile } from '../pki/key-file.ts';
import type { FilePlan, PlannedFile } from './planned-file.ts';

/** What lies where a file should go: its bytes, or the words of the system for why they cannot be read. */
export type Existing =
  { readonly kind: 'bytes'; readonly bytes: Uint8Array } | { readonly kind: 'unreadable'; readonly detail: string };

/** A planned file whose place is taken by something else. Never written without being asked. */
export interface FileConflict {
  readonly file: PlannedFile;
  readonly found: 'certificate' | 'private-key' | 'empty' | 'other' | 'unreadable';
  /** What is there, as a clause: `the certificate of k8s.example, until 2027-12-24 (AB:CD…)`. Holds nothing secret. */
  readonly description: string;
}

/** Compares a plan with what is there. A file with the very same content is no conflict. */
export async function findConflicts(
  plan: FilePlan,
  existing: ReadonlyMap<string, Existing>,
): Promise<readonly FileConflict[]> {
  const conflicts = plan.files.map(async (file): Promise<FileConflict[]> => {
    const there = existing.get(file.path);
    if (there === undefined) return [];
    if (there.kind === 'unreadable') {
      return [{ file, found: 'unreadable', description: `something that cannot be read (${there.detail})` }];
    }
    if (Buffer.from(file.content).equals(there.bytes)) return [];
    return [{ file, ...(await describe(there.bytes)) }];
  });
  return (await Promise.all(conflicts)).flat();
}

async function describe(bytes: Uint8Array): Promise<Omit<FileConflict, 'file'>> {
  if (bytes.length === 0) return { found: 'empty', description: 'an empty file' };
  if (isEncryptedKeyFile(bytes)) return { found: 'private-key', description: 'a private key, encrypted' };
  const certificates = readCertificateFile(bytes);
  if (certificates.ok) return { found: 'certificate', description: describeCertificate(certificates.value) };
  const key = await readKeyFile(bytes);
  if (key.ok) {
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key.value.privateKey;
    const size = details?.modulusLength ?? details?.namedCurve ?? '';
    return { found: 'private-key', description: `a private key, not encrypted (${type?.toUpperCase() ?? ''} ${size})` };
  }
  // Better called a key once too often: whatever says so may be one that cannot be read here.
  const keyLike = decodeText(bytes).includes('PRIVATE KEY-----');
  return keyLike
    ? { found: 'private-key', description: `a private key that ${key.error.reason}` }
    : { found: 'other', description: `a file of ${bytes.length} bytes that is neither certificate nor key` };
}

function describeCertificate([first, ...others]: readonly [CertificateFacts, ...CertificateFacts[]]): string {
  const names = (first.names ?? []).map(({ value }) => value).join(', ') || first.subject;
  const what = first.basic?.ca === true ? 'the CA certificate' : 'the certificate of';
  const until = first.validity.notAfter.toISOString().slice(0, 10);
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  return `${what} ${names}, until ${until} (SHA-256 ${first.fingerprint256.slice(0, 23)}…)${more}`;
}
