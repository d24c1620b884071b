/** Bytes 0x80 … 0x9f of Windows-1252, the code page of varchar under the default collation; blanks are unassigned. */
const high = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';
const unassigned = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/** The byte of a UTF-16 unit, or undefined when the code page has none. */
function byteOf(code: number): number | undefined {
  if (code < 0x80 || (code > 0x9f && code < 0x100)) return code;
  const index = code === 0x20 ? -1 : high.indexOf(String.fromCharCode(code));
  if (index >= 0) return 0x80 + index;
  return unassigned.has(code) ? code : undefined;
}

/** What varchar keeps of a text: characters outside the code page become `?` (documented). */
export function toCodePage(text: string): string {
  // eslint-disable-next-line no-control-regex -- plain ASCII needs no look at all
  if (/^[\u0000-\u007f]*$/.test(text)) return text;
  return text.replace(/[\u0080-\uffff]/g, (unit) => (byteOf(unit.charCodeAt(0)) === undefined ? '?' : unit));
}

/** The bytes that varchar stores. */
export const encodeCodePage = (text: string): Uint8Array =>
  Uint8Array.from({ length: text.length }, (_, index) => byteOf(text.charCodeAt(index)) ?? 0x3f);

/** Bytes read as varchar. */
export const decodeCodePage = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) =>
    byte < 0x80 || byte > 0x9f || unassigned.has(byte) ? String.fromCharCode(byte) : high.charAt(byte - 0x80),
  ).join('');
