import type { SqlType, SqlValue } from '../values.ts';
import { ByteReader } from './byte-reader.ts';
import { decodeText } from './code-page.ts';
import { readDecimal, readMoney, readSmallmoney } from './decimal-bytes.ts';
import { guidFromBytes } from './guid-bytes.ts';
import { ProtocolError } from './protocol.ts';
import * as temporal from './temporal-bytes.ts';
import type { TypeInfo } from './type-info-reader.ts';

/** The bare bytes of a value to the value; the same for rows and for the inside of a sql_variant. */
export function decodeBytes(bytes: Buffer, info: Pick<TypeInfo, 'type' | 'collation' | 'utf8'>): SqlValue {
  switch (info.type.name) {
    case 'nvarchar':
    case 'nchar':
      if (info.utf8 === true) return bytes.toString('utf8');
      if (bytes.length % 2 !== 0)
        throw new ProtocolError(`an ${info.type.name} value has the odd length ${bytes.length}`);
      return bytes.toString('utf16le');
    case 'varchar':
    case 'char':
      return decodeText(bytes, info.collation);
    case 'varbinary':
    case 'binary':
      // A copy: the value must not keep a whole message alive.
      return new Uint8Array(bytes);
    default:
      return decodeExactly(bytes, info.type);
  }
}

function decodeExactly(bytes: Buffer, type: SqlType): SqlValue {
  const reader = new ByteReader(bytes, `a value of type ${type.name}`);
  const value = decodeFixed(reader, type, bytes.length);
  if (reader.remaining > 0)
    throw new ProtocolError(`a value of type ${type.name} has ${bytes.length} bytes, which is too many`);
  return value;
}

function decodeFixed(reader: ByteReader, type: SqlType, length: number): SqlValue {
  switch (type.name) {
    case 'bit':
      return reader.u8() !== 0;
    case 'tinyint':
      return reader.u8();
    case 'smallint':
      return reader.i16();
    case 'int':
      return reader.i32();
    case 'bigint':
      return reader.i64();
    case 'real':
      return reader.f32();
    case 'float':
      return reader.f64();
    case 'money':
      return readMoney(reader);
    case 'smallmoney':
      return readSmallmoney(reader);
    case 'decimal':
    case 'numeric':
      return readDecimal(reader, length, type.scale);
    case 'uniqueidentifier':
      return guidFromBytes(reader.bytes(16));
    case 'date':
      return temporal.readDate(reader);
    case 'datetime':
      return temporal.readDatetime(reader);
    case 'smalldatetime':
      return temporal.readSmalldatetime(reader);
    case 'time':
      return temporal.readTime(reader, type.scale);
    case 'datetime2':
      return temporal.readDatetime2(reader, type.scale);
    case 'datetimeoffset':
      return temporal.readDatetimeoffset(reader, type.scale);
    default:
      throw new ProtocolError(`no fixed layout for ${type.name}`);
  }
}
