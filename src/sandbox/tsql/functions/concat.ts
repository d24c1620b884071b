import type { SqlType, TypedValue } from '../../values.ts';
import type { ArgumentInfo, ScalarFunction } from '../contracts.ts';
import { isMax, isText, isUnicode, nvarchar, varchar } from '../types/families.ts';
import { asConcatText } from '../types/operator-types.ts';
import { cutTo, textOf } from './define.ts';

/** nvarchar when any argument is, max when any is; the lengths add up to at most 8000 bytes. */
function concatType(args: readonly ArgumentInfo[], separators: number): SqlType {
  const unicode = args.some(({ type }) => isUnicode(type));
  if (args.some(({ type }) => isText(type) && isMax(type))) return unicode ? nvarchar('max') : varchar('max');
  const beside = unicode ? nvarchar(1) : varchar(1);
  const lengths = args.map(({ type, isNullLiteral }) => (isNullLiteral ? 1 : asConcatText(type, beside).length));
  const [first = 0] = lengths;
  const sum = lengths.reduce<number>((total, length) => total + (length === 'max' ? 0 : length), 0);
  const whole = sum + (first === 'max' ? 0 : first) * Math.max(0, separators - 1);
  return unicode ? nvarchar(Math.max(1, Math.min(whole, 4000))) : varchar(Math.max(1, Math.min(whole, 8000)));
}

const isThere = ({ value }: TypedValue): boolean => value !== null;

const concat: ScalarFunction = {
  name: 'concat',
  minArgs: 2,
  maxArgs: 254,
  nullable: false,
  returnType: (args) => concatType(args, 0),
  evaluate: (args, { returnType }) => cutTo(args.filter(isThere).map(textOf).join(''), returnType),
};

const concatWs: ScalarFunction = {
  name: 'concat_ws',
  minArgs: 3,
  maxArgs: 254,
  nullable: false,
  returnType: (args) => concatType(args, args.length - 2),
  evaluate([separator, ...rest], { returnType }) {
    const between = separator === undefined || separator.value === null ? '' : textOf(separator);
    return cutTo(rest.filter(isThere).map(textOf).join(between), returnType);
  },
};

/** CONCAT counts NULL as the empty text, CONCAT_WS leaves it out with its separator. */
export const concatFunctions: readonly ScalarFunction[] = [concat, concatWs];
