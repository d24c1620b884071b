import type { SqlType, SqlValue } from '../values.ts';
import type { ByteWriter } from './byte-writer.ts';
import { type FixedType, writeFixed } from './fixed-value-writer.ts';
import { encodeLong, isUnicode, type LongType } from './long-bytes.ts';
import { noLength, plp } from './type-codes.ts';
import { byteLength } from './type-info-writer.ts';
import { expectBinary, expectText } from './value-check.ts';
import { writeVariant } from './variant-writer.ts';

/** UTF-16 units or bytes of a (MAX) value that go out as one PLP chunk. */
const plpChunk = 32_768;

/** The bytes that NULL takes in a ROW token, which is what NBCROW saves. */
export function nullLength(type: SqlType): 1 | 2 | 4 | 8 {
  if (type.name === 'sql_variant') return 4;
  if (!('length' in type)) return 1;
  return type.length === 'max' ? 8 : 2;
}

/** A value as it follows the TYPE_INFO that `writeTypeInfo` wrote. A value that its type does not allow throws. */
export function writeValue(writer: ByteWriter, type: SqlType, value: SqlValue): void {
  if (value === null) writeNull(writer, type);
  else if (type.name === 'sql_variant') writeVariant(writer, value);
  else if (!('length' in type)) writeShort(writer, type, value);
  else if (type.length === 'max') writePlp(writer, type, value);
  else writeLong(writer, type, value);
}

function writeShort(writer: ByteWriter, type: FixedType, value: SqlValue): void {
  const start = writer.length;
  writer.u8(0);
  writeFixed(writer, type, value);
  writer.patchU8(start, writer.length - start - 1);
}

function writeNull(writer: ByteWriter, type: SqlType): void {
  switch (nullLength(type)) {
    case 1:
      writer.u8(0);
      break;
    case 2:
      writer.u16(noLength);
      break;
    case 4:
      writer.u32(0);
      break;
    case 8:
      writer.u64(plp.null);
      break;
  }
}

function writeLong(writer: ByteWriter, type: LongType, value: SqlValue): void {
  const bytes = encodeLong(type, value);
  const limit = type.length === 'max' ? Infinity : byteLength(type.length, isUnicode(type) ? 2 : 1);
  if (bytes.length > limit) {
    throw new RangeError(`a value of ${bytes.length} bytes in ${type.name}(${type.length}), which holds ${limit}`);
  }
  writer.u16(bytes.length);
  writer.bytes(bytes);
}

/** MS-TDS 2.2.5.2.3: total length, chunks with their lengths, a chunk of length 0. */
function writePlp(writer: ByteWriter, type: LongType, value: SqlValue): void {
  const whole =
    type.name === 'binary' || type.name === 'varbinary' ? expectBinary(type, value) : expectText(type, value);
  // Both text encodings have a fixed width, so the total is known without encoding the whole.
  writer.u64(BigInt(whole.length * (isUnicode(type) ? 2 : 1)));
  for (let start = 0; start < whole.length; start += plpChunk) {
    const part = encodeLong(type, whole.slice(start, start + plpChunk));
    writer.u32(part.length);
    writer.bytes(part);
    writer.checkpoint();
  }
  writer.u32(0);
}
