import { err, ok, type Result } from '../result.ts';
import { readCertificate, type CertificateFacts } from './certificate-facts.ts';
import { readPem } from './pem.ts';

/** Why a file gives no certificates. `reason` completes "The file …"; `fix` is a sentence. Never quotes the content. */
export interface CertificateFileProblem {
  readonly kind: 'certificate-file';
  readonly fault: 'empty' | 'too-large' | 'key' | 'container' | 'request' | 'damaged' | 'foreign';
  readonly reason: string;
  readonly fix: string;
}

/** Larger than any chain; a whole trust store fits. Bytes. */
const largest = 2_000_000;

const problem = (
  fault: CertificateFileProblem['fault'],
  reason: string,
  fix: string,
): Result<never, CertificateFileProblem> => err({ kind: 'certificate-file', fault, reason, fix });

/** The certificates of a file, PEM (any number, other blocks skipped) or DER (one), in the file's order. */
export function readCertificateFile(
  bytes: Uint8Array,
): Result<readonly [CertificateFacts, ...CertificateFacts[]], CertificateFileProblem> {
  if (bytes.length > largest)
    return problem('too-large', 'is larger than 2 MB', 'Choose a single certificate or chain.');
  const text = decodeText(bytes);
  if (text.trim() === '') return problem('empty', 'is empty', 'Choose another file.');
  const blocks = readPem(text);
  const certificates = blocks.filter(({ label }) => /^(?:X509 |TRUSTED )?CERTIFICATE$/.test(label));
  if (certificates.length === 0 && bytes[0] !== 0x30) return explainOther(text, blocks[0]?.label);
  const ders = certificates.length > 0 ? certificates.map(({ der }) => der) : [bytes];
  return readAll(ders, certificates.length > 0);
}

function readAll(
  ders: readonly Uint8Array[],
  pem: boolean,
): Result<readonly [CertificateFacts, ...CertificateFacts[]], CertificateFileProblem> {
  const facts: CertificateFacts[] = [];
  for (const [at, der] of ders.entries()) {
    const read = readCertificate(der);
    if (!read.ok) return pem ? damaged(at + 1, read.error.detail) : notDer();
    facts.push(read.value);
  }
  const [first, ...rest] = facts;
  if (first === undefined) throw new Error('readAll needs at least one block');
  return ok([first, ...rest]);
}

const damaged = (position: number, detail: string): Result<never, CertificateFileProblem> =>
  problem(
    'damaged',
    `holds a damaged certificate at position ${position} (${detail})`,
    'Get the file again from where it was made.',
  );

const notDer = (): Result<never, CertificateFileProblem> =>
  problem(
    'container',
    'is binary but not a single certificate, perhaps a PKCS#12 or PKCS#7 container or a key',
    'Export the certificate alone: openssl pkcs12 -in FILE -nokeys, or openssl pkcs7 -print_certs.',
  );

function explainOther(text: string, label: string | undefined): Result<never, CertificateFileProblem> {
  if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(text)) {
    return problem('key', 'holds a private key and no certificate', 'Choose the certificate beside it, often *.crt.');
  }
  if (label === 'PKCS7' || label === 'CMS') {
    return problem('container', 'is a PKCS#7 container', 'Unpack it: openssl pkcs7 -print_certs -in FILE.');
  }
  if (label?.endsWith('CERTIFICATE REQUEST') === true) {
    return problem('request', 'is a certificate request', 'Choose the certificate that was issued for it.');
  }
  if (text.includes('-----BEGIN ') && text.includes('CERTIFICATE-----')) {
    return problem('damaged', 'begins a certificate and does not end it', 'Get the file again from where it was made.');
  }
  return problem('foreign', 'is neither PEM nor DER', 'Choose a certificate file, often *.crt, *.cer or *.pem.');
}

/** PEM is ASCII; Windows tools also write it as UTF-16, with a mark in front. */
export function decodeText(bytes: Uint8Array): string {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return Buffer.from(bytes)
    .toString(utf16 ? 'utf16le' : 'utf8')
    .replace(/^\uFEFF/, '');
}
