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
      writer.u8(value ? 1 : 0);
      break;
    case 'tinyint':
      writer.u8(expectNumber(type, value));
      break;
    case 'smallint':
      writer.i16(expectNumber(type, value));
      break;
    case 'int':
      writer.i32(expectNumber(type, value));
      break;
    case 'bigint':
      if (typeof value !== 'bigint') throw mismatch(type, value);
      writer.i64(value);
      break;
    case 'real':
      writer.f32(expectNumber(type, value));
      break;
    case 'float':
      writer.f64(expectNumber(type, value));
      break;
    case 'money':
      writeMoney(writer, expectDecimal(type, value));
      break;
    case 'smallmoney':
      writeSmallmoney(writer, expectDecimal(type, value));
      break;
    case 'decimal':
    case 'numeric':
      writeDecimal(writer, expectDecimal(type, value), decimalLength(type.precision), type.scale);
      break;
    case 'uniqueidentifier':
      writer.bytes(guidToBytes(expectText(type, value)));
      break;
    case 'date':
      temporal.writeDate(writer, expectTemporal(type, value));
      break;
    case 'datetime':
      temporal.writeDatetime(writer, expectTemporal(type, value));
      break;
    case 'smalldatetime':
      temporal.writeSmalldatetime(writer, expectTemporal(type, value));
      break;
    case 'time':
      temporal.writeTime(writer, expectTemporal(type, value), type.scale);
      break;
    case 'datetime2':
      temporal.writeDatetime2(writer, expectTemporal(type, value), type.scale);
      break;
    case 'datetimeoffset':
      temporal.writeDatetimeoffset(writer, expectTemporal(type, value), type.scale);
      break;
    case 'sql_variant':
      throw mismatch(type, value);
  }
}
