/** Code page 1252, the one of the server's collation, and UTF-8 for parameters whose collation says so. */

const windows1252 = new TextDecoder('windows-1252');

/** The 27 characters that code page 1252 has between 0x80 and 0x9F, by their Unicode number. */
const highByte: ReadonlyMap<number, number> = new Map(
  Array.from({ length: 0x20 }, (_, index): [number, number] => {
    const byte = 0x80 + index;
    return [windows1252.decode(Uint8Array.of(byte)).charCodeAt(0), byte];
  }),
);

const beyondLatin1 = /[^\p{ASCII}\u00a0-\u00ff]/u;
const questionMark = 0x3f;

/** As varchar stores it: characters that the code page lacks become question marks, one per UTF-16 unit. */
export function encodeText(text: string): Buffer {
  if (!beyondLatin1.test(text)) return Buffer.from(text, 'latin1');
  return Buffer.from(Uint8Array.from({ length: text.length }, (_, index) => encodeUnit(text.charCodeAt(index))));
}

function encodeUnit(unit: number): number {
  if (unit < 0x80 || (unit >= 0xa0 && unit <= 0xff)) return unit;
  return highByte.get(unit) ?? questionMark;
}

/** `collation` is the five bytes of TYPE_INFO; MS-TDS 2.2.5.1.2 puts the UTF-8 flag at bit 26. */
export function decodeText(bytes: Uint8Array, collation: Uint8Array): string {
  const utf8 = ((collation[3] ?? 0) & 0x04) !== 0;
  return utf8 ? Buffer.from(bytes).toString('utf8') : windows1252.decode(bytes);
}
