import type { SqlType, SqlVariant } from '../values.ts';
import { ByteReader } from './byte-reader.ts';
import { ProtocolError, serverCollation } from './protocol.ts';
import { typeCode } from './type-codes.ts';
import { decodeBytes } from './value-decoder.ts';

const plainTypes: ReadonlyMap<number, SqlType> = new Map<number, SqlType>([
  [typeCode.bit, { name: 'bit' }],
  [typeCode.tinyint, { name: 'tinyint' }],
  [typeCode.smallint, { name: 'smallint' }],
  [typeCode.int, { name: 'int' }],
  [typeCode.bigint, { name: 'bigint' }],
  [typeCode.real, { name: 'real' }],
  [typeCode.float, { name: 'float' }],
  [typeCode.money, { name: 'money' }],
  [typeCode.smallmoney, { name: 'smallmoney' }],
  [typeCode.datetime, { name: 'datetime' }],
  [typeCode.smalldatetime, { name: 'smalldatetime' }],
  [typeCode.date, { name: 'date' }],
  [typeCode.uniqueidentifier, { name: 'uniqueidentifier' }],
]);

/** What follows the total length of a sql_variant: base type, properties, bare bytes (MS-TDS 2.2.5.5.4). */
export function readVariant(bytes: Buffer): SqlVariant {
  const reader = new ByteReader(bytes, 'a sql_variant');
  const code = reader.u8();
  const properties = new ByteReader(reader.bytes(reader.u8()), 'the properties of a sql_variant');
  const { type, collation } = readBaseType(code, properties);
  return { kind: 'variant', type, value: decodeBytes(reader.bytes(reader.remaining), { type, collation }) };
}

function readBaseType(code: number, properties: ByteReader): { type: SqlType; collation: Uint8Array } {
  const collation = serverCollation;
  const plain = plainTypes.get(code);
  if (plain !== undefined) return { type: plain, collation };
  switch (code) {
    case typeCode.time:
      return { type: { name: 'time', scale: readScale(properties) }, collation };
    case typeCode.datetime2:
      return { type: { name: 'datetime2', scale: readScale(properties) }, collation };
    case typeCode.datetimeoffset:
      return { type: { name: 'datetimeoffset', scale: readScale(properties) }, collation };
    case typeCode.decimal:
      return { type: { name: 'decimal', precision: properties.u8(), scale: properties.u8() }, collation };
    case typeCode.numeric:
      return { type: { name: 'numeric', precision: properties.u8(), scale: properties.u8() }, collation };
    case typeCode.varbinary:
      return { type: { name: 'varbinary', length: properties.u16() }, collation };
    case typeCode.binary:
      return { type: { name: 'binary', length: properties.u16() }, collation };
    case typeCode.varchar:
      return { collation: properties.bytes(5), type: { name: 'varchar', length: properties.u16() } };
    case typeCode.char:
      return { collation: properties.bytes(5), type: { name: 'char', length: properties.u16() } };
    case typeCode.nvarchar:
      return { collation: properties.bytes(5), type: { name: 'nvarchar', length: properties.u16() / 2 } };
    case typeCode.nchar:
      return { collation: properties.bytes(5), type: { name: 'nchar', length: properties.u16() / 2 } };
    default:
      throw new ProtocolError(`a sql_variant of the base type 0x${code.toString(16)}`);
  }
}

function readScale(properties: ByteReader): number {
  const scale = properties.u8();
  if (scale > 7) throw new ProtocolError(`a sql_variant gives the scale ${scale}; at most 7 is possible`);
  return scale;
}
