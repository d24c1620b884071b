/** MS-TDS 2.2.5.4, the type bytes of TYPE_INFO. */
export const typeCode = {
  null: 0x1f,
  image: 0x22,
  text: 0x23,
  uniqueidentifier: 0x24,
  legacyVarbinary: 0x25,
  intN: 0x26,
  legacyVarchar: 0x27,
  date: 0x28,
  time: 0x29,
  datetime2: 0x2a,
  datetimeoffset: 0x2b,
  legacyBinary: 0x2d,
  legacyChar: 0x2f,
  tinyint: 0x30,
  bit: 0x32,
  smallint: 0x34,
  legacyDecimal: 0x37,
  int: 0x38,
  smalldatetime: 0x3a,
  real: 0x3b,
  money: 0x3c,
  datetime: 0x3d,
  float: 0x3e,
  legacyNumeric: 0x3f,
  variant: 0x62,
  ntext: 0x63,
  bitN: 0x68,
  decimal: 0x6a,
  numeric: 0x6c,
  floatN: 0x6d,
  moneyN: 0x6e,
  datetimeN: 0x6f,
  smallmoney: 0x7a,
  bigint: 0x7f,
  varbinary: 0xa5,
  varchar: 0xa7,
  binary: 0xad,
  char: 0xaf,
  nvarchar: 0xe7,
  nchar: 0xef,
  udt: 0xf0,
  xml: 0xf1,
  table: 0xf3,
  json: 0xf4,
  vector: 0xf5,
} as const;

/** Stands for (MAX) where a two-byte length is expected; as a value's length it means NULL. */
export const noLength = 0xffff;

/** The eight length bytes of a PLP value that is NULL, and of one whose length is not known ahead. */
export const plp = { null: 0xffff_ffff_ffff_ffffn, unknown: 0xffff_ffff_ffff_fffen } as const;

/** Bytes of a decimal, its sign included, by precision (MS-TDS 2.2.5.5.1.6). */
export function decimalLength(precision: number): 5 | 9 | 13 | 17 {
  if (precision <= 9) return 5;
  if (precision <= 19) return 9;
  return precision <= 28 ? 13 : 17;
}

/** Bytes of a time of day by its scale (MS-TDS 2.2.5.5.1.8). */
export function timeLength(scale: number): 3 | 4 | 5 {
  if (scale <= 2) return 3;
  return scale <= 4 ? 4 : 5;
}
