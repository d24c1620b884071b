/**
 * The values and types that the sandbox's SQL engine works with and its TDS layer puts on the wire. Both sides stand on
 * this file and on `engine.ts`, and on nothing else of each other.
 */

/** Length in characters (n-types) or bytes, or `max`. */
export type TypeLength = number | 'max';

/** A T-SQL data type with its facets. */
export type SqlType =
  | { readonly name: 'bit' | 'tinyint' | 'smallint' | 'int' | 'bigint' }
  | { readonly name: 'float' | 'real' | 'money' | 'smallmoney' }
  | { readonly name: 'decimal' | 'numeric'; readonly precision: number; readonly scale: number }
  | { readonly name: 'nvarchar' | 'varchar' | 'nchar' | 'char'; readonly length: TypeLength }
  | { readonly name: 'varbinary' | 'binary'; readonly length: TypeLength }
  | { readonly name: 'date' | 'datetime' | 'smalldatetime' }
  | { readonly name: 'time' | 'datetime2' | 'datetimeoffset'; readonly scale: number }
  | { readonly name: 'uniqueidentifier' | 'sql_variant' };

export type SqlTypeName = SqlType['name'];

/** An exact number: `unscaled` / 10^`scale`. Also money (scale 4). */
export interface SqlDecimal {
  readonly kind: 'decimal';
  readonly unscaled: bigint;
  readonly scale: number;
}

/** Any date or time. Parts that the type does not have are 0. For datetimeoffset, days and ticks are local wall time. */
export interface SqlTemporal {
  readonly kind: 'temporal';
  /** Days since 0001-01-01. */
  readonly days: number;
  /** 100-nanosecond units since midnight, 0 … 863,999,999,999 (exact in a double). */
  readonly ticks: number;
  /** Minutes east of UTC; datetimeoffset only. */
  readonly offset?: number;
}

/** A value that carries its own type (sql_variant). */
export interface SqlVariant {
  readonly kind: 'variant';
  readonly type: SqlType;
  readonly value: SqlValue;
}

/**
 * bit is boolean; tinyint, smallint, int, float, real are number; bigint is bigint; decimal, numeric, money are SqlDecimal;
 * text and uniqueidentifier are string; binary is Uint8Array; dates are SqlTemporal.
 */
export type SqlValue = null | boolean | number | bigint | string | Uint8Array | SqlDecimal | SqlTemporal | SqlVariant;

/** A value and the type it has. */
export interface TypedValue {
  readonly type: SqlType;
  readonly value: SqlValue;
}
