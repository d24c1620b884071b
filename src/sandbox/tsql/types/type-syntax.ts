import type { SqlType, TypeLength } from '../../values.ts';
import { SqlError } from '../../sql-error.ts';
import { longest } from './families.ts';

/** Facets as written: `(10, 2)` is [10, 2], `(max)` is ['max']. */
export type TypeArguments = readonly (number | 'max')[];

/** What a missing length means: 1 in DECLARE and columns, 30 in CAST and CONVERT. */
export type TypePlace = 'declare' | 'cast';

/** The types that can be written, without synonyms. Every one is a name that `makeType` takes. */
export const typeNames: readonly string[] =
  'bit tinyint smallint int bigint decimal numeric money smallmoney float real char varchar nchar nvarchar binary varbinary date time datetime datetime2 datetimeoffset smalldatetime uniqueidentifier sql_variant sysname'.split(
    ' ',
  );

const synonyms: Record<string, string> = {
  integer: 'int',
  dec: 'decimal',
  character: 'char',
  varchar2: 'varchar',
  'national character varying': 'nvarchar',
  'national character': 'nchar',
  'character varying': 'varchar',
  'double precision': 'float',
  sysname: 'sysname',
};

/**
 * A type from its written name and facets. Undefined for a name that is no type here (243 or 2715 is the caller's: they
 * name the place). Throws 1001, 2716, 2750, 2751 or 131 for facets that the type cannot have.
 */
export function makeType(written: string, args: TypeArguments = [], place: TypePlace = 'declare'): SqlType | undefined {
  const lower = written.toLowerCase();
  const name = synonyms[lower] ?? lower;
  switch (name) {
    case 'bit':
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
    case 'money':
    case 'smallmoney':
    case 'date':
    case 'datetime':
    case 'smalldatetime':
    case 'uniqueidentifier':
    case 'sql_variant':
      if (args.length > 0) throw noFacets(name);
      return { name };
    case 'real':
      return args.length > 0 ? undefined : { name };
    case 'float':
      return makeFloat(args);
    case 'decimal':
    case 'numeric':
      return makeExact(name, args);
    case 'nvarchar':
    case 'varchar':
    case 'varbinary':
    case 'nchar':
    case 'char':
    case 'binary':
      return { name, length: makeLength(name, args, place) };
    case 'time':
    case 'datetime2':
    case 'datetimeoffset':
      return { name, scale: makeScale(args) };
    case 'sysname':
      return { name: 'nvarchar', length: 128 };
    default:
      return undefined;
  }
}

/** float(1 … 24) is real (documented). */
function makeFloat(args: TypeArguments): SqlType {
  const bits = args[0] ?? 53;
  if (bits === 'max' || bits < 1 || bits > 53)
    throw new SqlError(
      2750,
      `Column or parameter #1: Specified column precision ${bits} is greater than the maximum precision of 53.`,
    );
  return { name: bits <= 24 ? 'real' : 'float' };
}

function makeExact(name: 'decimal' | 'numeric', args: TypeArguments): SqlType {
  const [precision = 18, scale = 0] = args;
  if (typeof precision !== 'number' || typeof scale !== 'number' || precision > 38 || precision < 1) {
    throw new SqlError(
      2750,
      `Column or parameter #1: Specified column precision ${precision} is greater than the maximum precision of 38.`,
    );
  }
  if (scale > precision) {
    throw new SqlError(
      2751,
      `Column or parameter #1: Specified column scale ${scale} is greater than the specified precision of ${precision}.`,
    );
  }
  return { name, precision, scale };
}

function makeLength(
  name: 'nvarchar' | 'varchar' | 'varbinary' | 'nchar' | 'char' | 'binary',
  args: TypeArguments,
  place: TypePlace,
): TypeLength {
  const [length] = args;
  if (length === undefined) return place === 'cast' ? 30 : 1;
  if (length === 'max' && name.includes('var')) return 'max';
  if (length === 'max' || length < 1)
    throw new SqlError(1001, `Line 1: Length or precision specification ${length} is invalid.`, { class: 15 });
  if (length > longest(name)) {
    throw new SqlError(
      131,
      `The size (${length}) given to the type '${name}' exceeds the maximum allowed for any data type (8000).`,
      { class: 15, state: 3 },
    );
  }
  return length;
}

function makeScale(args: TypeArguments): number {
  const [scale = 7] = args;
  if (scale === 'max' || scale > 7)
    throw new SqlError(1002, `Line 1: Specified scale ${scale} is invalid.`, { class: 15 });
  return scale;
}

const noFacets = (name: string): SqlError =>
  new SqlError(2716, `Column, parameter, or variable #1: Cannot specify a column width on data type ${name}.`);
