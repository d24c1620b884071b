import type { SqlType, TypeLength } from '../values.ts';
import type { ByteWriter } from './byte-writer.ts';
import { serverCollation } from './protocol.ts';
import { decimalLength, noLength, typeCode } from './type-codes.ts';

const maxBytes = 8000;
const variantLength = 8009;

/** The types that TYPE_INFO describes by a family and a number of bytes. */
const sized = {
  bit: [typeCode.bitN, 1],
  tinyint: [typeCode.intN, 1],
  smallint: [typeCode.intN, 2],
  int: [typeCode.intN, 4],
  bigint: [typeCode.intN, 8],
  real: [typeCode.floatN, 4],
  float: [typeCode.floatN, 8],
  smallmoney: [typeCode.moneyN, 4],
  money: [typeCode.moneyN, 8],
  smalldatetime: [typeCode.datetimeN, 4],
  datetime: [typeCode.datetimeN, 8],
  uniqueidentifier: [typeCode.uniqueidentifier, 16],
} as const;

/**
 * TYPE_INFO of a column or a return value (MS-TDS 2.2.5.6). Always the nullable form of a type: clients treat both alike,
 * and a value may then be NULL whatever the column says.
 */
export function writeTypeInfo(writer: ByteWriter, type: SqlType): void {
  switch (type.name) {
    case 'date':
      writer.u8(typeCode.date);
      break;
    case 'time':
    case 'datetime2':
    case 'datetimeoffset':
      writeSized(writer, typeCode[type.name], type.scale);
      break;
    case 'decimal':
    case 'numeric':
      writeSized(writer, typeCode[type.name], decimalLength(type.precision));
      writer.u8(type.precision);
      writer.u8(type.scale);
      break;
    case 'nvarchar':
    case 'nchar':
      writeLong(writer, typeCode[type.name], type.length, 2);
      writer.bytes(serverCollation);
      break;
    case 'varchar':
    case 'char':
      writeLong(writer, typeCode[type.name], type.length, 1);
      writer.bytes(serverCollation);
      break;
    case 'varbinary':
    case 'binary':
      writeLong(writer, typeCode[type.name], type.length, 1);
      break;
    case 'sql_variant':
      writer.u8(typeCode.variant);
      writer.u32(variantLength);
      break;
    default:
      writeSized(writer, sized[type.name][0], sized[type.name][1]);
  }
}

function writeSized(writer: ByteWriter, code: number, size: number): void {
  writer.u8(code);
  writer.u8(size);
}

function writeLong(writer: ByteWriter, code: number, length: TypeLength, unit: 1 | 2): void {
  writer.u8(code);
  writer.u16(length === 'max' ? noLength : byteLength(length, unit));
}

/** The declared length in bytes; '' has a type of length 0 in some expressions, the wire wants at least one character. */
export function byteLength(length: number, unit: 1 | 2): number {
  const bytes = Math.max(1, length) * unit;
  if (bytes > maxBytes) throw new RangeError(`a text or binary type of ${bytes} bytes must be declared as max`);
  return bytes;
}
