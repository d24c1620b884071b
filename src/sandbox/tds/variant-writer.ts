import type { SqlType, SqlValue } from '../values.ts';
import type { ByteWriter } from './byte-writer.ts';
import { writeFixed } from './fixed-value-writer.ts';
import { encodeLong } from './long-bytes.ts';
import { serverCollation } from './protocol.ts';
import { typeCode } from './type-codes.ts';
import { mismatch } from './value-check.ts';

/** sql_variant names fixed-length types by their own codes, never by the nullable ones (MS-TDS 2.2.5.5.4). */
const baseCode = {
  bit: typeCode.bit,
  tinyint: typeCode.tinyint,
  smallint: typeCode.smallint,
  int: typeCode.int,
  bigint: typeCode.bigint,
  real: typeCode.real,
  float: typeCode.float,
  money: typeCode.money,
  smallmoney: typeCode.smallmoney,
  datetime: typeCode.datetime,
  smalldatetime: typeCode.smalldatetime,
  date: typeCode.date,
  time: typeCode.time,
  datetime2: typeCode.datetime2,
  datetimeoffset: typeCode.datetimeoffset,
  uniqueidentifier: typeCode.uniqueidentifier,
  decimal: typeCode.decimal,
  numeric: typeCode.numeric,
  nvarchar: typeCode.nvarchar,
  nchar: typeCode.nchar,
  varchar: typeCode.varchar,
  char: typeCode.char,
  varbinary: typeCode.varbinary,
  binary: typeCode.binary,
} as const;

/** Total length, base type, its properties, then the bare bytes. A variant of NULL is an empty one. */
export function writeVariant(writer: ByteWriter, variant: SqlValue): void {
  if (typeof variant !== 'object' || variant === null || !('kind' in variant) || variant.kind !== 'variant') {
    throw mismatch({ name: 'sql_variant' }, variant);
  }
  const start = writer.length;
  writer.u32(0);
  if (variant.value === null) return;
  writeBase(writer, variant.type, variant.value);
  writer.patchU32(start, writer.length - start - 4);
}

function writeBase(writer: ByteWriter, type: SqlType, value: SqlValue): void {
  if (type.name === 'sql_variant') throw mismatch(type, value);
  writer.u8(baseCode[type.name]);
  if (!('length' in type)) {
    writeProperties(writer, type);
    writeFixed(writer, type, value);
    return;
  }
  const bytes = encodeLong(type, value);
  if (bytes.length > 8000) throw new RangeError('a sql_variant holds at most 8000 bytes');
  const isText = type.name !== 'binary' && type.name !== 'varbinary';
  writer.u8(isText ? 7 : 2);
  if (isText) writer.bytes(serverCollation);
  writer.u16(Math.max(bytes.length, 1));
  writer.bytes(bytes);
}

function writeProperties(writer: ByteWriter, type: SqlType): void {
  if (!('scale' in type)) {
    writer.u8(0);
    return;
  }
  if (!('precision' in type)) {
    writer.u8(1);
    writer.u8(type.scale);
    return;
  }
  writer.u8(2);
  writer.u8(type.precision);
  writer.u8(type.scale);
}
