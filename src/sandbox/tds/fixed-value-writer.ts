import type { SqlType, SqlValue } from '../values.ts';
import type { ByteWriter } from './byte-writer.ts';
import { writeDecimal, writeMoney, writeSmallmoney } from './decimal-bytes.ts';
import { guidToBytes } from './guid-bytes.ts';
import * as temporal from './temporal-bytes.ts';
import { decimalLength } from './type-codes.ts';
import { expectDecimal, expectNumber, expectTemporal, expectText, mismatch } from './value-check.ts';

/** The types whose length on the wire follows from the type alone. */
export type FixedType = Exclude<SqlType, { readonly length: unknown }>;

/** The bytes of a value without any length before them, the same in rows and in sql_variant. */
export function writeFixed(writer: ByteWriter, type: FixedType, value: SqlValue): void {
  switch (type.name) {
    case 'bit':
      if (typeof value !== 'boolean') throw mismatch(type, value);
      return writer.u8(value ? 1 : 0);
    case 'tinyint':
      return writer.u8(expectNumber(type, value));
    case 'smallint':
      return writer.i16(expectNumber(type, value));
    case 'int':
      return writer.i32(expectNumber(type, value));
    case 'bigint':
      if (typeof value !== 'bigint') throw mismatch(type, value);
      return writer.i64(value);
    case 'real':
      return writer.f32(expectNumber(type, value));
    case 'float':
      return writer.f64(expectNumber(type, value));
    case 'money':
      return writeMoney(writer, expectDecimal(type, value));
    case 'smallmoney':
      return writeSmallmoney(writer, expectDecimal(type, value));
    case 'decimal':
    case 'numeric':
      return writeDecimal(writer, expectDecimal(type, value), decimalLength(type.precision), type.scale);
    case 'uniqueidentifier':
      return writer.bytes(guidToBytes(expectText(type, value)));
    case 'date':
      return temporal.writeDate(writer, expectTemporal(type, value));
    case 'datetime':
      return temporal.writeDatetime(writer, expectTemporal(type, value));
    case 'smalldatetime':
      return temporal.writeSmalldatetime(writer, expectTemporal(type, value));
    case 'time':
      return temporal.writeTime(writer, expectTemporal(type, value), type.scale);
    case 'datetime2':
      return temporal.writeDatetime2(writer, expectTemporal(type, value), type.scale);
    case 'datetimeoffset':
      return temporal.writeDatetimeoffset(writer, expectTemporal(type, value), type.scale);
    case 'sql_variant':
      throw mismatch(type, value);
  }
}
