import type { SqlType, SqlValue } from '../values.ts';
import { encodeText } from './code-page.ts';
import { expectBinary, expectText } from './value-check.ts';

/** A type that has a length: text and binary. */
export type LongType = Extract<SqlType, { readonly length: unknown }>;

/** Two bytes a character on the wire. */
export function isUnicode(type: LongType): boolean {
  return type.name === 'nvarchar' || type.name === 'nchar';
}

/** The bytes of text or binary, whatever length the type declares. */
export function encodeLong(type: LongType, value: SqlValue): Uint8Array {
  if (type.name === 'binary' || type.name === 'varbinary') return expectBinary(type, value);
  const text = expectText(type, value);
  return isUnicode(type) ? Buffer.from(text, 'utf16le') : encodeText(text);
}
