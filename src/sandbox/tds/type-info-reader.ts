import { notSupported } from '../not-supported.ts';
import type { SqlType } from '../values.ts';
import type { ByteReader } from './byte-reader.ts';
import { ProtocolError, serverCollation } from './protocol.ts';
import { noLength, typeCode } from './type-codes.ts';

/** How a value of a parameter is laid out after its TYPE_INFO. */
type ValueLayout =
  /** The type's own number of bytes, no NULL. */
  | { readonly kind: 'fixed'; readonly length: number }
  /** A length of one byte (0 is NULL), of two (0xFFFF), of four (-1), or of four with 0 as NULL (sql_variant). */
  | { readonly kind: 'u8' | 'legacy' | 'u16' | 'u32' | 'variant' }
  | { readonly kind: 'plp' };

/** A parameter's type as the client declared it. */
export interface TypeInfo {
  readonly type: SqlType;
  readonly layout: ValueLayout;
  /** Of text types; tells UTF-8 from the code page. */
  readonly collation: Uint8Array;
  /** Text inside is UTF-16, one of the code pages, or UTF-8 without a collation. */
  readonly utf8?: boolean;
}

const simple = (type: SqlType, layout: ValueLayout): TypeInfo => ({ type, layout, collation: serverCollation });
const byLength = { kind: 'u8' } as const;

const fixedTypes: ReadonlyMap<number, TypeInfo> = new Map([
  [typeCode.null, simple({ name: 'nvarchar', length: 4000 }, { kind: 'fixed', length: 0 })],
  [typeCode.bit, simple({ name: 'bit' }, { kind: 'fixed', length: 1 })],
  [typeCode.tinyint, simple({ name: 'tinyint' }, { kind: 'fixed', length: 1 })],
  [typeCode.smallint, simple({ name: 'smallint' }, { kind: 'fixed', length: 2 })],
  [typeCode.int, simple({ name: 'int' }, { kind: 'fixed', length: 4 })],
  [typeCode.bigint, simple({ name: 'bigint' }, { kind: 'fixed', length: 8 })],
  [typeCode.real, simple({ name: 'real' }, { kind: 'fixed', length: 4 })],
  [typeCode.float, simple({ name: 'float' }, { kind: 'fixed', length: 8 })],
  [typeCode.money, simple({ name: 'money' }, { kind: 'fixed', length: 8 })],
  [typeCode.smallmoney, simple({ name: 'smallmoney' }, { kind: 'fixed', length: 4 })],
  [typeCode.datetime, simple({ name: 'datetime' }, { kind: 'fixed', length: 8 })],
  [typeCode.smalldatetime, simple({ name: 'smalldatetime' }, { kind: 'fixed', length: 4 })],
  [typeCode.date, simple({ name: 'date' }, byLength)],
]);

/** The types that say by a length byte which member of their family they are. */
const families: ReadonlyMap<number, ReadonlyMap<number, SqlType>> = new Map([
  [typeCode.bitN, new Map<number, SqlType>([[1, { name: 'bit' }]])],
  [
    typeCode.intN,
    new Map<number, SqlType>([
      [1, { name: 'tinyint' }],
      [2, { name: 'smallint' }],
      [4, { name: 'int' }],
      [8, { name: 'bigint' }],
    ]),
  ],
  [
    typeCode.floatN,
    new Map<number, SqlType>([
      [4, { name: 'real' }],
      [8, { name: 'float' }],
    ]),
  ],
  [
    typeCode.moneyN,
    new Map<number, SqlType>([
      [4, { name: 'smallmoney' }],
      [8, { name: 'money' }],
    ]),
  ],
  [
    typeCode.datetimeN,
    new Map<number, SqlType>([
      [4, { name: 'smalldatetime' }],
      [8, { name: 'datetime' }],
    ]),
  ],
  [typeCode.uniqueidentifier, new Map<number, SqlType>([[16, { name: 'uniqueidentifier' }]])],
]);

/** MS-TDS 2.2.5.6. An unknown type byte is a ProtocolError; a known one that the sandbox cannot hold is unsupported. */
export function readTypeInfo(reader: ByteReader): TypeInfo {
  const code = reader.u8();
  const fixed = fixedTypes.get(code);
  if (fixed !== undefined) return fixed;
  const family = families.get(code);
  if (family !== undefined) return readFamily(reader, code, family);
  return readScaled(reader, code) ?? readLong(reader, code) ?? readLegacy(reader, code) ?? readSpecial(reader, code);
}

function readFamily(reader: ByteReader, code: number, family: ReadonlyMap<number, SqlType>): TypeInfo {
  const length = reader.u8();
  const type = family.get(length);
  if (type === undefined) throw new ProtocolError(`TYPE_INFO 0x${code.toString(16)} has no member of ${length} bytes`);
  return simple(type, byLength);
}

function readScaled(reader: ByteReader, code: number): TypeInfo | undefined {
  switch (code) {
    case typeCode.time:
      return simple({ name: 'time', scale: readScale(reader, 7) }, byLength);
    case typeCode.datetime2:
      return simple({ name: 'datetime2', scale: readScale(reader, 7) }, byLength);
    case typeCode.datetimeoffset:
      return simple({ name: 'datetimeoffset', scale: readScale(reader, 7) }, byLength);
    case typeCode.decimal:
    case typeCode.legacyDecimal:
      return simple({ name: 'decimal', ...readPrecision(reader) }, byLength);
    case typeCode.numeric:
    case typeCode.legacyNumeric:
      return simple({ name: 'numeric', ...readPrecision(reader) }, byLength);
    default:
      return undefined;
  }
}

function readScale(reader: ByteReader, most: number): number {
  const scale = reader.u8();
  if (scale > most) throw new ProtocolError(`TYPE_INFO gives the scale ${scale}; at most ${most} is possible`);
  return scale;
}

function readPrecision(reader: ByteReader): { precision: number; scale: number } {
  reader.u8();
  const precision = reader.u8();
  if (precision < 1 || precision > 38)
    throw new ProtocolError(`TYPE_INFO gives the precision ${precision}; 1 to 38 are possible`);
  return { precision, scale: readScale(reader, precision) };
}

function readLong(reader: ByteReader, code: number): TypeInfo | undefined {
  switch (code) {
    case typeCode.nvarchar:
    case typeCode.nchar:
      return withLength(reader, code === typeCode.nchar ? 'nchar' : 'nvarchar', 2);
    case typeCode.varchar:
    case typeCode.char:
      return withLength(reader, code === typeCode.char ? 'char' : 'varchar', 1);
    case typeCode.varbinary:
    case typeCode.binary:
      return withLength(reader, code === typeCode.binary ? 'binary' : 'varbinary', 1);
    default:
      return undefined;
  }
}

type LongName = 'nvarchar' | 'nchar' | 'varchar' | 'char' | 'varbinary' | 'binary';

function withLength(reader: ByteReader, name: LongName, unit: 1 | 2): TypeInfo {
  const bytes = reader.u16();
  const isMax = bytes === noLength;
  return {
    // A client that binds '' may declare length 0, which no T-SQL type has.
    type: { name, length: isMax ? 'max' : Math.max(1, Math.floor(bytes / unit)) },
    layout: { kind: isMax ? 'plp' : 'u16' },
    collation: name.endsWith('binary') ? serverCollation : reader.bytes(5),
  };
}

/** Types of SQL Server before 7.0 and before 2005, still sent by ODBC and DB-Library clients. */
function readLegacy(reader: ByteReader, code: number): TypeInfo | undefined {
  switch (code) {
    case typeCode.legacyChar:
    case typeCode.legacyVarchar:
      return simple({ name: 'varchar', length: Math.max(1, reader.u8()) }, { kind: 'legacy' });
    case typeCode.legacyBinary:
    case typeCode.legacyVarbinary:
      return simple({ name: 'varbinary', length: Math.max(1, reader.u8()) }, { kind: 'legacy' });
    case typeCode.text:
      reader.u32();
      return { type: { name: 'varchar', length: 'max' }, layout: { kind: 'u32' }, collation: reader.bytes(5) };
    case typeCode.ntext:
      reader.u32();
      return { type: { name: 'nvarchar', length: 'max' }, layout: { kind: 'u32' }, collation: reader.bytes(5) };
    case typeCode.image:
      reader.u32();
      return simple({ name: 'varbinary', length: 'max' }, { kind: 'u32' });
    default:
      return undefined;
  }
}

function readSpecial(reader: ByteReader, code: number): TypeInfo {
  switch (code) {
    case typeCode.variant:
      reader.u32();
      return simple({ name: 'sql_variant' }, { kind: 'variant' });
    case typeCode.xml:
      skipXmlSchema(reader);
      return simple({ name: 'nvarchar', length: 'max' }, { kind: 'plp' });
    case typeCode.json:
      return { ...simple({ name: 'nvarchar', length: 'max' }, { kind: 'plp' }), utf8: true };
    case typeCode.udt:
      throw notSupported('a parameter of a CLR type', 1);
    case typeCode.table:
      throw notSupported('a table-valued parameter', 1);
    case typeCode.vector:
      throw notSupported('a parameter of type vector', 1);
    default:
      throw new ProtocolError(`TYPE_INFO starts with 0x${code.toString(16)}, which is no type of MS-TDS`);
  }
}

function skipXmlSchema(reader: ByteReader): void {
  if (reader.u8() === 0) return;
  reader.text(reader.u8());
  reader.text(reader.u8());
  reader.text(reader.u16());
}
