import { SqlError } from '../../sql-error.ts';
import type { SqlType } from '../../values.ts';
import type { Parser } from '../contracts.ts';
import { makeType } from '../types/index.ts';
import { notSupported } from '../../not-supported.ts';
import { compileError } from './errors.ts';

/** Types that the real server has and this one refuses. */
const unsupportedTypes: ReadonlySet<string> = new Set(
  'text ntext image xml json vector geography geometry hierarchyid timestamp rowversion cursor'.split(' '),
);

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

const placed = (error: unknown, line: number): unknown =>
  error instanceof SqlError
    ? compileError(error.number, error.message, line, error.state, error.class === 15 ? 15 : 16)
    : error;

const make = (name: string, parser: Parser, use: TypeUse, line: number): SqlType | undefined => {
  const place = use.defaultLength === 30 ? 'cast' : 'declare';
  const known = makeType(name, [], place) !== undefined;
  if (!known) return undefined;
  const values = facets(parser);
  try {
    return makeType(name, values, place);
  } catch (error) {
    throw placed(error, line);
  }
};

const fullName = (first: string, parser: Parser): string => {
  if (first === 'double' && parser.acceptKeyword('PRECISION')) return 'float';
  const isFixed = first === 'char' || first === 'character' || first === 'binary' || first === 'nchar';
  if (!isFixed || !parser.acceptKeyword('VARYING')) return first;
  return { char: 'varchar', character: 'varchar', binary: 'varbinary', nchar: 'nvarchar' }[first];
};

/** Reads a type with its facets; `sys.` and `dbo.` before it are allowed. */
export const parseType = (parser: Parser, use: TypeUse): SqlType => {
  const { line } = parser;
  if (parser.atKeyword('NATIONAL')) throw notSupported('data type NATIONAL CHARACTER', line);
  const written = parser.parseObjectName().name;
  const name = fullName(written.toLowerCase(), parser);
  if (unsupportedTypes.has(name)) throw notSupported(`data type ${name}`, line);
  const type = make(name, parser, use, line);
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
