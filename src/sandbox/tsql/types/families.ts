import type { SqlType, SqlTypeName } from '../../values.ts';

export type TextType = Extract<SqlType, { readonly name: 'nvarchar' | 'varchar' | 'nchar' | 'char' }>;
export type BinaryType = Extract<SqlType, { readonly name: 'varbinary' | 'binary' }>;
export type ExactType = Extract<SqlType, { readonly name: 'decimal' | 'numeric' }>;

/** Types that the conversion chart treats alike. */
export type Family =
  | 'integer'
  | 'decimal'
  | 'money'
  | 'float'
  | 'text'
  | 'binary'
  | 'datetime'
  | 'date'
  | 'time'
  | 'datetime2'
  | 'uniqueidentifier'
  | 'variant';

const families: Record<SqlTypeName, Family> = {
  bit: 'integer',
  tinyint: 'integer',
  smallint: 'integer',
  int: 'integer',
  bigint: 'integer',
  float: 'float',
  real: 'float',
  money: 'money',
  smallmoney: 'money',
  decimal: 'decimal',
  numeric: 'decimal',
  nvarchar: 'text',
  varchar: 'text',
  nchar: 'text',
  char: 'text',
  varbinary: 'binary',
  binary: 'binary',
  date: 'date',
  datetime: 'datetime',
  smalldatetime: 'datetime',
  time: 'time',
  datetime2: 'datetime2',
  datetimeoffset: 'datetime2',
  uniqueidentifier: 'uniqueidentifier',
  sql_variant: 'variant',
};

export const familyOf = (type: SqlType): Family => families[type.name];

/** Data type precedence, high to low (documented). */
const precedence: readonly SqlTypeName[] = [
  'sql_variant',
  'datetimeoffset',
  'datetime2',
  'datetime',
  'smalldatetime',
  'date',
  'time',
  'float',
  'real',
  'decimal',
  'numeric',
  'money',
  'smallmoney',
  'bigint',
  'int',
  'smallint',
  'tinyint',
  'bit',
  'uniqueidentifier',
  'nvarchar',
  'nchar',
  'varchar',
  'char',
  'varbinary',
  'binary',
];

const ranks = new Map(precedence.map((name, rank) => [name, rank]));

/** 0 is the highest precedence. decimal and numeric are synonyms and share their rank. */
export function precedenceOf(type: SqlType): number {
  return ranks.get(type.name === 'numeric' ? 'decimal' : type.name) ?? ranks.size;
}

/**
 * The type of the bare word NULL: an int on the wire (observed), yet it takes on whatever type stands beside it. Typing
 * functions know it by identity, so never copy it.
 */
export const untypedNull: SqlType = Object.freeze({ name: 'int' as const });

export const isText = (type: SqlType): type is TextType => familyOf(type) === 'text';
export const isBinary = (type: SqlType): type is BinaryType => familyOf(type) === 'binary';
export const isExact = (type: SqlType): type is ExactType => familyOf(type) === 'decimal';

/** Text in UTF-16 (two bytes a character). */
export const isUnicode = (type: SqlType): boolean => type.name === 'nvarchar' || type.name === 'nchar';

export const isNumber = (type: SqlType): boolean => ['integer', 'decimal', 'money', 'float'].includes(familyOf(type));

export const isTemporal = (type: SqlType): boolean =>
  ['datetime', 'date', 'time', 'datetime2'].includes(familyOf(type));

/** varchar(max), nvarchar(max) and varbinary(max). */
export const isMax = (type: SqlType): boolean => 'length' in type && type.length === 'max';

/** Most characters (n-types) or bytes that a type of this name holds without `max`. */
export const longest = (name: SqlTypeName): number => (name === 'nvarchar' || name === 'nchar' ? 4000 : 8000);

/** As error texts name a type: no facets, save `(max)` where a type is rejected as such. */
export const clashName = (type: SqlType): string => (isMax(type) ? `${type.name}(max)` : type.name);

/** With its facets, as written in a declaration. */
export function describeType(type: SqlType): string {
  if ('length' in type) return `${type.name}(${type.length})`;
  if ('precision' in type) return `${type.name}(${type.precision},${type.scale})`;
  return 'scale' in type ? `${type.name}(${type.scale})` : type.name;
}

export const nvarchar = (length: number | 'max'): TextType => ({ name: 'nvarchar', length });
export const varchar = (length: number | 'max'): TextType => ({ name: 'varchar', length });
export const int: SqlType = { name: 'int' };
export const bigint: SqlType = { name: 'bigint' };
