import type { SqlType, TypeLength } from '../../values.ts';
import type { Parser } from '../contracts.ts';
import { compileError, notSupported } from './errors.ts';

/** Types that the real server has and this one refuses. */
const unsupportedTypes: ReadonlySet<string> = new Set(
  'text ntext image xml json vector geography geometry hierarchyid timestamp rowversion cursor'.split(' '),
);

const simpleTypes: ReadonlyMap<string, SqlType> = new Map<string, SqlType>([
  ...(['bit', 'tinyint', 'smallint', 'int', 'bigint', 'real', 'money', 'smallmoney', 'date', 'datetime'] as const).map(
    (name) => [name, { name }] as const,
  ),
  ...(['smalldatetime', 'uniqueidentifier', 'sql_variant'] as const).map((name) => [name, { name }] as const),
  ['integer', { name: 'int' }],
  ['sysname', { name: 'nvarchar', length: 128 }],
]);

const textTypes: ReadonlyMap<string, 'varchar' | 'nvarchar' | 'char' | 'nchar' | 'varbinary' | 'binary'> = new Map([
  ...(['varchar', 'nvarchar', 'char', 'nchar', 'varbinary', 'binary'] as const).map((name) => [name, name] as const),
  ['character', 'char'] as const,
]);

/** How a type stands where it does: lengths default to 1 in declarations and to 30 in CAST. */
export interface TypeUse {
  readonly defaultLength: 1 | 30;
  /** Position of the column or variable, for 2715; absent in CAST, which says 243. */
  readonly ordinal?: number;
}

const facets = (parser: Parser): readonly (number | 'max')[] => {
  if (!parser.acceptSymbol('(')) return [];
  const values: (number | 'max')[] = [];
  do values.push(parser.acceptKeyword('MAX') ? 'max' : parser.parseInteger());
  while (parser.acceptSymbol(','));
  parser.expectSymbol(')');
  return values;
};

const textType = (
  name: 'varchar' | 'nvarchar' | 'char' | 'nchar' | 'varbinary' | 'binary',
  length: TypeLength,
  line: number,
): SqlType => {
  const limit = name.startsWith('n') ? 4000 : 8000;
  if (length === 'max' && !name.includes('var')) throw compileError(102, "Incorrect syntax near 'max'.", line);
  if (length === 0) throw compileError(1001, `Line ${line}: Length or precision specification 0 is invalid.`, line);
  if (length !== 'max' && length > limit)
    throw compileError(
      131,
      `The size (${length}) given to the type '${name}' exceeds the maximum allowed for any data type (8000).`,
      line,
    );
  return { name, length };
};

const numericType = (name: 'decimal' | 'numeric', values: readonly (number | 'max')[], line: number): SqlType => {
  const [precision = 18, scale = 0] = values;
  if (precision === 'max' || scale === 'max') throw compileError(102, "Incorrect syntax near 'max'.", line);
  if (precision < 1 || precision > 38)
    throw compileError(2750, `Column or parameter #1: Specified column precision ${precision} is greater than the maximum precision of 38.`, line, 1, 16); // prettier-ignore
  if (scale > precision) throw compileError(192, 'The scale must be less than or equal to the precision.', line);
  return { name, precision, scale };
};

const scaledType = (
  name: 'time' | 'datetime2' | 'datetimeoffset',
  values: readonly (number | 'max')[],
  line: number,
): SqlType => {
  const [scale = 7] = values;
  if (scale === 'max' || scale > 7)
    throw compileError(1002, `Line ${line}: Specified scale ${scale} is invalid.`, line);
  return { name, scale };
};

const typeNamed = (name: string, parser: Parser, use: TypeUse, line: number): SqlType | undefined => {
  const text = textTypes.get(name);
  if (text !== undefined) {
    const varying = parser.acceptKeyword('VARYING');
    const [length = use.defaultLength] = facets(parser);
    return textType(varying && (text === 'char' || text === 'binary') ? `var${text}` : text, length, line);
  }
  if (name === 'decimal' || name === 'numeric') return numericType(name, facets(parser), line);
  if (name === 'dec') return numericType('decimal', facets(parser), line);
  if (name === 'time' || name === 'datetime2' || name === 'datetimeoffset')
    return scaledType(name, facets(parser), line);
  if (name === 'float') {
    const [bits = 53] = facets(parser);
    return { name: bits !== 'max' && bits <= 24 ? 'real' : 'float' };
  }
  return simpleTypes.get(name);
};

/** Reads a type with its facets; `sys.` and `dbo.` before it are allowed. */
export const parseType = (parser: Parser, use: TypeUse): SqlType => {
  const { line } = parser;
  const written = parser.atKeyword('NATIONAL') ? parser.next().text : parser.parseObjectName().name;
  const name = written.toLowerCase();
  if (name === 'national' || unsupportedTypes.has(name)) throw notSupported(`data type ${name}`, line);
  if (name === 'double' && parser.acceptKeyword('PRECISION')) return { name: 'float' };
  const type = typeNamed(name, parser, use, line);
  if (type !== undefined) return type;
  throw use.ordinal === undefined
    ? compileError(243, `Type ${written} is not a defined system type.`, line, 1, 16)
    : compileError(
        2715,
        `Column, parameter, or variable #${use.ordinal}: Cannot find data type ${written}.`,
        line,
        6,
        16,
      );
};
