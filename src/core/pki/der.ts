import forge from 'node-forge';

const { asn1 } = forge;

/** One ASN.1 value, ready to be encoded. */
export type Der = forge.asn1.Asn1;

const universal = asn1.Class.UNIVERSAL;
const primitive = (type: forge.asn1.Type, value: string): Der => asn1.create(universal, type, false, value);

/** Bytes as the binary strings that node-forge works with. */
export const toBinary = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** SEQUENCE. */
export const sequence = (...items: Der[]): Der => asn1.create(universal, asn1.Type.SEQUENCE, true, items);

/** SET with one member, as a relative distinguished name has it. */
export const setOf = (item: Der): Der => asn1.create(universal, asn1.Type.SET, true, [item]);

/** OBJECT IDENTIFIER from its dotted form. */
export const oid = (dotted: string): Der => primitive(asn1.Type.OID, asn1.oidToDer(dotted).getBytes());

/** NULL. */
export const nil = (): Der => primitive(asn1.Type.NULL, '');

/** BOOLEAN TRUE; DER leaves a FALSE default out. */
export const yes = (): Der => primitive(asn1.Type.BOOLEAN, '\xff');

/** INTEGER that is not negative, from big-endian bytes of any padding. */
export function integer(bytes: Uint8Array): Der {
  const digits = toBinary(bytes).replace(/^\0+(?=.)/s, '');
  return primitive(asn1.Type.INTEGER, digits.charCodeAt(0) > 0x7f ? `\0${digits}` : digits);
}

/** OCTET STRING. */
export const octets = (content: string): Der => primitive(asn1.Type.OCTETSTRING, content);

/** BIT STRING; `unused` is the number of bits to ignore in the last byte. */
export const bits = (content: string, unused = 0): Der =>
  primitive(asn1.Type.BITSTRING, String.fromCharCode(unused) + content);

/** UTF8String. */
export const utf8 = (text: string): Der => primitive(asn1.Type.UTF8, toBinary(Buffer.from(text, 'utf8')));

/** UTCTime to 2049, GeneralizedTime from 2050 (RFC 5280, 4.1.2.5). Whole seconds. */
export function time(date: Date): Der {
  return date.getUTCFullYear() < 2050
    ? primitive(asn1.Type.UTCTIME, asn1.dateToUtcTime(date))
    : primitive(asn1.Type.GENERALIZEDTIME, asn1.dateToGeneralizedTime(date));
}

/** Context-specific tag: around other values, or over raw content (an implicit tag). */
export const tagged = (tag: number, content: Der[] | string): Der =>
  // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the typings name universal types only; here the number is a context tag
  asn1.create(asn1.Class.CONTEXT_SPECIFIC, tag, typeof content !== 'string', content);

/** Encodes to bytes. */
export const encode = (value: Der): Uint8Array => Buffer.from(asn1.toDer(value).getBytes(), 'latin1');

/** Decodes bytes that a trusted part of this program made; throws on anything malformed. */
export const decodeOrThrow = (bytes: Uint8Array): Der => asn1.fromDer(toBinary(bytes));

/** INTEGER from a whole number that is not negative. */
export const count = (value: number): Der => {
  const hex = value.toString(16);
  return integer(Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex'));
};
