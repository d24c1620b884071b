/** One ASN.1 value where it lies in somebody else's bytes. */
export interface DerValue {
  /** The identifier octet: class, constructed bit and number. */
  readonly tag: number;
  readonly content: Uint8Array;
  /** Header and content. */
  readonly whole: Uint8Array;
}

/** Thrown by every reader here; caught where a file's content becomes facts or a problem. */
export class MalformedDer extends Error {}

/** Identifier octets that X.509 and PKCS#8 are made of. */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  oid: 0x06,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The one value that `bytes` hold; nothing may follow it. Throws {@link MalformedDer}. */
export function readDer(bytes: Uint8Array): DerValue {
  const value = readAt(bytes, 0);
  if (value.whole.length !== bytes.length) throw new MalformedDer('bytes follow the value');
  return value;
}

/** The values inside a constructed one. Reads one level: depth is the caller's, never the sender's. Throws {@link MalformedDer}. */
export function readItems(value: DerValue): DerValue[] {
  if ((value.tag & 0x20) === 0) throw new MalformedDer(`tag ${value.tag} has no parts`);
  const items: DerValue[] = [];
  for (let at = 0; at < value.content.length; at += items.at(-1)?.whole.length ?? 0) {
    items.push(readAt(value.content, at));
  }
  return items;
}

/** The value itself when its tag is the expected one. Throws {@link MalformedDer} otherwise, also when it is missing. */
export function expectTag(value: DerValue | undefined, tag: number): DerValue {
  if (value?.tag !== tag) throw new MalformedDer(`tag ${value?.tag ?? 'none'} instead of ${tag}`);
  return value;
}

/** The parts of a SEQUENCE. Throws {@link MalformedDer}. */
export const sequenceItems = (value: DerValue | undefined): DerValue[] => readItems(expectTag(value, tags.sequence));

/** A small INTEGER that is not negative. Throws {@link MalformedDer} above 2^31. */
export function readCount(value: DerValue | undefined): number {
  const { content } = expectTag(value, tags.integer);
  const digits = Buffer.from(content).toString('hex');
  if (content.length === 0 || content.length > 5 || ((content[0] ?? 0) & 0x80) !== 0) {
    throw new MalformedDer('integer out of range');
  }
  return Number.parseInt(digits, 16);
}

/** OBJECT IDENTIFIER in dotted form. Throws {@link MalformedDer}. */
export function readOid(value: DerValue | undefined): string {
  const arcs: bigint[] = [];
  let arc = 0n;
  let open = true;
  for (const byte of expectTag(value, tags.oid).content.subarray(0, 64)) {
    arc = (arc << 7n) | BigInt(byte & 0x7f);
    open = (byte & 0x80) !== 0;
    if (open) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const [first] = arcs;
  if (open || first === undefined) throw new MalformedDer('object identifier without an end');
  const root = first < 80n ? first / 40n : 2n;
  return [root, first - root * 40n, ...arcs.slice(1)].join('.');
}

/** UTCTime or GeneralizedTime in the form that RFC 5280, 4.1.2.5 allows. Throws {@link MalformedDer}. */
export function readTime(value: DerValue | undefined): Date {
  const text = Buffer.from(value?.content ?? []).toString('latin1');
  const [, year = '', rest] = (value?.tag === 0x17 ? /^(\d\d)(\d{10})Z$/ : /^(\d{4})(\d{10})Z$/).exec(text) ?? [];
  if (rest === undefined || (value?.tag !== 0x17 && value?.tag !== 0x18)) throw new MalformedDer('time');
  const century = year.length === 4 ? '' : Number(year) < 50 ? '20' : '19';
  const [month, day, hour, minute, second] = rest.match(/../g) ?? [];
  const date = new Date(`${century}${year}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}Z`);
  if (Number.isNaN(date.getTime())) throw new MalformedDer('time');
  return date;
}

function readAt(bytes: Uint8Array, start: number): DerValue {
  const tag = bytes[start];
  const first = bytes[start + 1];
  if (tag === undefined || first === undefined) throw new MalformedDer('cut off');
  if ((tag & 0x1f) === 0x1f) throw new MalformedDer('tag number above 30');
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || lengthBytes > 4) throw new MalformedDer('length');
  const head = start + 2 + lengthBytes;
  let length = lengthBytes === 0 ? first : 0;
  for (let at = start + 2; at < head; at++) length = length * 256 + (bytes[at] ?? 0);
  if (head + length > bytes.length) throw new MalformedDer('cut off');
  return { tag, content: bytes.subarray(head, head + length), whole: bytes.subarray(start, head + length) };
}
