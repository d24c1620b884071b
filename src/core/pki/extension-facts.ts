import { expectTag, MalformedDer, readCount, readDer, readItems, readOid, sequenceItems, tags } from './der-reader.ts';
import type { DerValue } from './der-reader.ts';
import { formatAddress, type HostName } from './host-name.ts';
import type { NameConstraints, Subtree } from './name-constraints.ts';
import { printable } from './printable.ts';

/** A subject alternative name as found; `other` is shown as `email:…`, `URI:…` or the kind alone. */
export type SubjectName = HostName | { readonly kind: 'other'; readonly value: string };

/** What a certificate's extensions say; absent where the extension is. */
export interface ExtensionFacts {
  readonly names?: readonly SubjectName[];
  readonly basic?: { readonly ca: boolean; readonly pathLength?: number };
  /** RFC 5280 names, such as `digitalSignature`. */
  readonly keyUsage?: readonly string[];
  /** Names where known (`serverAuth`), dotted otherwise. */
  readonly extendedKeyUsage?: readonly string[];
  readonly constraints?: NameConstraints;
  /** Lower-case hex. */
  readonly subjectKeyId?: string;
  readonly authorityKeyId?: string;
  /** Critical extensions that are not read here; TLS stacks refuse a certificate with one they do not know either. */
  readonly unknownCritical: readonly string[];
}

type Reader = (value: DerValue, critical: boolean) => Partial<ExtensionFacts>;

const usages = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
];

const purposes: Readonly<Record<string, string>> = {
  '2.5.29.37.0': 'any',
  '1.3.6.1.5.5.7.3.1': 'serverAuth',
  '1.3.6.1.5.5.7.3.2': 'clientAuth',
  '1.3.6.1.5.5.7.3.3': 'codeSigning',
  '1.3.6.1.5.5.7.3.4': 'emailProtection',
  '1.3.6.1.5.5.7.3.8': 'timeStamping',
  '1.3.6.1.5.5.7.3.9': 'OCSPSigning',
};

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const latin1 = (bytes: Uint8Array): string => printable(Buffer.from(bytes).toString('latin1'));

const readers: Readonly<Record<string, Reader>> = {
  '2.5.29.14': (value) => ({ subjectKeyId: hex(expectTag(value, tags.octets).content) }),
  '2.5.29.15': (value) => ({ keyUsage: flags(value) }),
  '2.5.29.17': (value) => ({ names: sequenceItems(value).map(subjectName) }),
  '2.5.29.19': (value) => ({ basic: basicConstraints(sequenceItems(value)) }),
  '2.5.29.30': (value, critical) => ({ constraints: constraints(sequenceItems(value), critical) }),
  '2.5.29.35': (value) => {
    const id = sequenceItems(value).find(({ tag }) => tag === 0x80);
    return id === undefined ? {} : { authorityKeyId: hex(id.content) };
  },
  '2.5.29.37': (value) => ({
    extendedKeyUsage: sequenceItems(value).map((item) => purposes[readOid(item)] ?? readOid(item)),
  }),
};

// Shown nowhere, but every stack knows them: policies, CRL and authority information.
const harmless = new Set(['2.5.29.31', '2.5.29.32', '2.5.29.36', '2.5.29.54', '1.3.6.1.5.5.7.1.1']);

/** Reads the `[3] Extensions` field. Throws {@link MalformedDer}. */
export function readExtensions(field: DerValue | undefined): ExtensionFacts {
  const unknownCritical: string[] = [];
  let facts: Partial<ExtensionFacts> = {};
  for (const extension of field === undefined ? [] : sequenceItems(readItems(field)[0])) {
    const parts = sequenceItems(extension);
    const id = readOid(parts[0]);
    const critical = parts[1]?.tag === tags.boolean && parts[1].content[0] !== 0;
    const reader = Object.hasOwn(readers, id) ? readers[id] : undefined;
    if (reader !== undefined) {
      facts = { ...facts, ...reader(readDer(expectTag(parts.at(-1), tags.octets).content), critical) };
    } else if (critical && !harmless.has(id)) unknownCritical.push(id);
  }
  return { ...facts, unknownCritical };
}

function flags(value: DerValue): string[] {
  const [, ...bytes] = expectTag(value, tags.bits).content;
  return usages.filter((_, at) => ((bytes[at >> 3] ?? 0) & (0x80 >> (at & 7))) !== 0);
}

function basicConstraints(items: readonly DerValue[]): { ca: boolean; pathLength?: number } {
  const ca = items[0]?.tag === tags.boolean && items[0].content[0] !== 0;
  const length = items.find(({ tag }) => tag === tags.integer);
  return length === undefined ? { ca } : { ca, pathLength: readCount(length) };
}

const generalNames: Readonly<Record<number, string>> = {
  0xa0: 'other name',
  0x81: 'email',
  0xa3: 'X.400 address',
  0xa4: 'directory name',
  0x86: 'URI',
  0x88: 'registered ID',
};

function subjectName(value: DerValue): SubjectName {
  const { tag, content } = value;
  if (tag === 0x82) return { kind: 'dns', value: latin1(content) };
  if (tag === 0x87 && (content.length === 4 || content.length === 16)) {
    return { kind: 'ip', value: formatAddress(content), bytes: Uint8Array.from(content) };
  }
  return { kind: 'other', value: otherName(value) };
}

function otherName({ tag, content }: DerValue): string {
  const kind = generalNames[tag] ?? `name of kind ${tag & 0x1f}`;
  return tag === 0x81 || tag === 0x86 ? `${kind}:${latin1(content)}` : kind;
}

function constraints(items: readonly DerValue[], critical: boolean): NameConstraints {
  const list = (tag: number): Subtree[] => {
    const field = items.find((item) => item.tag === tag);
    return field === undefined ? [] : readItems(field).map((item) => subtree(sequenceItems(item)[0]));
  };
  return { critical, permitted: list(0xa0), excluded: list(0xa1) };
}

function subtree(base: DerValue | undefined): Subtree {
  if (base === undefined) throw new MalformedDer('name constraint without a name');
  const { tag, content } = base;
  if (tag === 0x82) return { kind: 'dns', value: latin1(content) };
  const half = content.length / 2;
  if (tag === 0x87 && (half === 4 || half === 16)) {
    return {
      kind: 'ip',
      address: Uint8Array.from(content.subarray(0, half)),
      mask: Uint8Array.from(content.subarray(half)),
    };
  }
  return { kind: 'other', value: otherName(base) };
}
