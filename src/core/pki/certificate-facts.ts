import { X509Certificate, type KeyObject } from 'node:crypto';
import { err, ok, type Result } from '../result.ts';
import { MalformedDer, readDer, readItems, readOid, readTime, sequenceItems, type DerValue } from './der-reader.ts';
import { readExtensions, type ExtensionFacts } from './extension-facts.ts';
import { fingerprint256 } from './fingerprint.ts';
import { printable } from './printable.ts';
import { toPem } from './pem.ts';
import type { Validity } from './validity.ts';

/** Everything that is worth knowing of one certificate, whoever made it. Texts are safe to show. */
export interface CertificateFacts extends ExtensionFacts {
  readonly der: Uint8Array;
  readonly pem: string;
  /** Upper-case hex with colons. */
  readonly fingerprint256: string;
  /** Upper-case hex. */
  readonly serial: string;
  /** `CN=k8s.example, O=SQL Kube`, most telling part first. */
  readonly subject: string;
  readonly issuer: string;
  /** The names as encoded, to be compared byte by byte. */
  readonly subjectDer: Uint8Array;
  readonly issuerDer: Uint8Array;
  readonly validity: Validity;
  readonly key: KeyFacts;
  /** `RSA-SHA256` and the like where known, the object identifier otherwise. */
  readonly signature: string;
}

/** A public key in words. `bits` is absent for algorithms of one size and for unknown ones. */
interface KeyFacts {
  readonly algorithm: string;
  readonly bits?: number;
  readonly curve?: string;
}

/** Bytes that are no certificate; `detail` says where reading ended. */
export interface UnreadableCertificate {
  readonly kind: 'unreadable-certificate';
  readonly detail: string;
}

const signatures: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.4': 'RSA-MD5',
  '1.2.840.113549.1.1.5': 'RSA-SHA1',
  '1.2.840.113549.1.1.10': 'RSA-PSS',
  '1.2.840.113549.1.1.11': 'RSA-SHA256',
  '1.2.840.113549.1.1.12': 'RSA-SHA384',
  '1.2.840.113549.1.1.13': 'RSA-SHA512',
  '1.2.840.10045.4.1': 'ECDSA-SHA1',
  '1.2.840.10045.4.3.2': 'ECDSA-SHA256',
  '1.2.840.10045.4.3.3': 'ECDSA-SHA384',
  '1.2.840.10045.4.3.4': 'ECDSA-SHA512',
  '1.2.840.10040.4.3': 'DSA-SHA1',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
};

/** Reads one certificate from DER. Node's own parser has to agree that it is one. */
export function readCertificate(der: Uint8Array): Result<CertificateFacts, UnreadableCertificate> {
  const parsed = parse(der);
  if (parsed === undefined) return err({ kind: 'unreadable-certificate', detail: 'not an X.509 certificate' });
  try {
    return ok(facts(parsed.raw, parsed));
  } catch (error) {
    if (error instanceof MalformedDer) return err({ kind: 'unreadable-certificate', detail: error.message });
    throw error;
  }
}

function parse(der: Uint8Array): X509Certificate | undefined {
  try {
    return new X509Certificate(der);
  } catch {
    return undefined;
  }
}

function facts(der: Uint8Array, parsed: X509Certificate): CertificateFacts {
  const [content, algorithm] = sequenceItems(readDer(der));
  const fields = sequenceItems(content);
  // Version 1 certificates leave the explicit version out.
  const [, , issuer, validity, subject] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
  const [notBefore, notAfter] = sequenceItems(validity);
  const signature = readOid(sequenceItems(algorithm)[0]);
  return {
    ...readExtensions(fields.find(({ tag }) => tag === 0xa3)),
    der,
    pem: toPem('CERTIFICATE', der),
    fingerprint256: fingerprint256(der),
    serial: parsed.serialNumber,
    subject: nameText(subject),
    issuer: nameText(issuer),
    subjectDer: subject?.whole ?? new Uint8Array(),
    issuerDer: issuer?.whole ?? new Uint8Array(),
    validity: { notBefore: readTime(notBefore), notAfter: readTime(notAfter) },
    key: keyFacts(parsed),
    signature: signatures[signature] ?? signature,
  };
}

function keyFacts(parsed: X509Certificate): KeyFacts {
  let key: KeyObject;
  try {
    key = parsed.publicKey;
  } catch {
    // Parameters that OpenSSL does not know, such as an odd curve.
    return { algorithm: 'unknown' };
  }
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  const bits = modulusLength ?? curveBits(namedCurve);
  return {
    algorithm: (key.asymmetricKeyType ?? 'unknown').toUpperCase(),
    ...(bits === undefined ? {} : { bits }),
    ...(namedCurve === undefined ? {} : { curve: namedCurve }),
  };
}

/** Curves carry their size in their name. */
function curveBits(curve: string | undefined): number | undefined {
  const digits = /(?:prime|secp|sect|brainpoolP)(\d+)/.exec(curve ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

const attributes: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '0.9.2342.19200300.100.1.25': 'DC',
};

function nameText(name: DerValue | undefined): string {
  const parts = sequenceItems(name).flatMap((set) => readItems(set).map((item) => sequenceItems(item)));
  const shown = parts.map(([type, value]) => {
    const id = readOid(type);
    return `${attributes[id] ?? id}=${escapeValue(text(value))}`;
  });
  return shown.reverse().join(', ') || '(no name)';
}

const escapeValue = (value: string): string => printable(value.replace(/[,+"\\<>;=]/g, '\\$&'));

function text(value: DerValue | undefined): string {
  const bytes = Buffer.from(value?.content ?? []);
  // BMPString is UTF-16 in network order; the other types are read as UTF-8, of which ASCII is a part.
  return value?.tag === 0x1e && bytes.length % 2 === 0 ? bytes.swap16().toString('utf16le') : bytes.toString('utf8');
}
