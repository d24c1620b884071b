import type { SqlType, TypeLength } from '../values.ts';
import type { ByteWriter } from './byte-writer.ts';
import { serverCollation } from './protocol.ts';
import { decimalLength, noLength, typeCode } from './type-codes.ts';

const maxBytes = 8000;
const variantLength = 8009;

/**
 * TYPE_INFO of a column or a return value (MS-TDS 2.2.5.6). Always the nullable form of a type: clients treat both alike,
 * and a value may then be NULL whatever the column says.
 */
export function writeTypeInfo(writer: ByteWriter, type: SqlType): void {
  switch (type.name) {
    case 'bit':
      return writeSized(writer, typeCode.bitN, 1);
    case 'tinyint':
      return writeSized(writer, typeCode.intN, 1);
    case 'smallint':
      return writeSized(writer, typeCode.intN, 2);
    case 'int':
      return writeSized(writer, typeCode.intN, 4);
    case 'bigint':
      return writeSized(writer, typeCode.intN, 8);
    case 'real':
      return writeSized(writer, typeCode.floatN, 4);
    case 'float':
      return writeSized(writer, typeCode.floatN, 8);
    case 'smallmoney':
      return writeSized(writer, typeCode.moneyN, 4);
    case 'money':
      return writeSized(writer, typeCode.moneyN, 8);
    case 'smalldatetime':
      return writeSized(writer, typeCode.datetimeN, 4);
    case 'datetime':
      return writeSized(writer, typeCode.datetimeN, 8);
    case 'uniqueidentifier':
      return writeSized(writer, typeCode.uniqueidentifier, 16);
    case 'date':
      return writer.u8(typeCode.date);
    case 'time':
    case 'datetime2':
    case 'datetimeoffset':
      return writeSized(writer, typeCode[type.name], type.scale);
    case 'decimal':
    case 'numeric':
      writeSized(writer, typeCode[type.name], decimalLength(type.precision));
      writer.u8(type.precision);
      return writer.u8(type.scale);
    case 'nvarchar':
    case 'nchar':
      writeLong(writer, typeCode[type.name], type.length, 2);
      return writer.bytes(serverCollation);
    case 'varchar':
    case 'char':
      writeLong(writer, typeCode[type.name], type.length, 1);
      return writer.bytes(serverCollation);
    case 'varbinary':
    case 'binary':
      return writeLong(writer, typeCode[type.name], type.length, 1);
    case 'sql_variant':
      writer.u8(typeCode.variant);
      return writer.u32(variantLength);
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
