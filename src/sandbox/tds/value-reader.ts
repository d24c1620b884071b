import type { SqlValue } from '../values.ts';
import type { ByteReader } from './byte-reader.ts';
import { ProtocolError } from './protocol.ts';
import { noLength, plp } from './type-codes.ts';
import type { TypeInfo } from './type-info-reader.ts';
import { decodeBytes } from './value-decoder.ts';
import { readVariant } from './variant-reader.ts';

/** One value by the TYPE_INFO before it. */
export function readValue(reader: ByteReader, info: TypeInfo): SqlValue {
  const bytes = readBytes(reader, info);
  if (bytes === null) return null;
  if (info.type.name === 'sql_variant') return readVariant(bytes);
  return decodeBytes(bytes, info);
}

function readBytes(reader: ByteReader, { layout }: TypeInfo): Buffer | null {
  switch (layout.kind) {
    case 'fixed':
      return layout.length === 0 ? null : reader.bytes(layout.length);
    case 'u8':
    case 'legacy':
      return nullAt(reader, reader.u8(), 0);
    case 'u16':
      return nullAt(reader, reader.u16(), noLength);
    case 'u32':
      return nullAt(reader, reader.u32(), 0xffff_ffff);
    case 'variant':
      return nullAt(reader, reader.u32(), 0);
    case 'plp':
      return readPlp(reader);
  }
}

function nullAt(reader: ByteReader, length: number, nullLength: number): Buffer | null {
  return length === nullLength ? null : reader.bytes(length);
}

/** MS-TDS 2.2.5.2.3. The total may be left unknown; a wrong one is an error. */
function readPlp(reader: ByteReader): Buffer | null {
  const total = reader.u64();
  if (total === plp.null) return null;
  const chunks: Buffer[] = [];
  for (let length = reader.u32(); length !== 0; length = reader.u32()) chunks.push(reader.bytes(length));
  const [only] = chunks;
  const whole = chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks);
  if (total !== plp.unknown && total !== BigInt(whole.length)) {
    throw new ProtocolError(`a (max) value announces ${total.toString()} bytes and has ${whole.length}`);
  }
  return whole;
}
