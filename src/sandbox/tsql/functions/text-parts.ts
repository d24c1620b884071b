import { SqlError } from '../../sql-error.ts';
import type { ArgumentInfo, ScalarFunction } from '../contracts.ts';
import { int } from '../types/families.ts';
import { patternIndex } from '../types/like.ts';
import { intOf, refuseTypes, sizeType, sizeValue, strict, textOf, textTypeOf } from './define.ts';

/** 537 (observed). */
const badLength = (): SqlError =>
  new SqlError(537, 'Invalid length parameter passed to the LEFT or SUBSTRING function.', { state: 3 });

/** 536 (documented; state inferred). */
const badRightLength = (): SqlError =>
  new SqlError(536, 'Invalid length parameter passed to the RIGHT function.', { state: 3 });

const noTextTypes = ['date', 'time', 'datetime2', 'datetimeoffset', 'sql_variant'];

/** A constant length narrows the result (observed for LEFT). */
const partType = (name: string, lengthAt: number) => (args: readonly ArgumentInfo[]) => {
  refuseTypes(args, 0, name, noTextTypes);
  const length = args[lengthAt]?.constant;
  const own = textTypeOf(args[0]);
  const shorter = typeof length === 'number' && 'length' in own && own.length !== 'max' && length < own.length;
  return shorter ? textTypeOf(args[0], length) : own;
};

/** From a 1-based start that may lie before the text, as SUBSTRING counts. */
const slice = (text: string, start: number, length: number): string =>
  text.slice(Math.max(0, start - 1), Math.max(0, start - 1 + length));

const folded = (text: string): string => text.toLowerCase();

/** LEFT, RIGHT, SUBSTRING, CHARINDEX, PATINDEX. */
export const partFunctions: readonly ScalarFunction[] = [
  strict(
    'left',
    [2, 2],
    partType('left', 1),
    ([text, length]) => {
      const count = intOf(length);
      if (count < 0) throw badLength();
      return textOf(text).slice(0, count);
    },
    { foldsConstants: true },
  ),
  strict(
    'right',
    [2, 2],
    partType('right', 1),
    ([text, length]) => {
      const count = intOf(length);
      if (count < 0) throw badRightLength();
      return count === 0 ? '' : textOf(text).slice(-count);
    },
    { foldsConstants: true },
  ),
  strict(
    'substring',
    [2, 3],
    partType('substring', 2),
    ([text, start, length]) => {
      const whole = textOf(text);
      const from = intOf(start);
      const count = length === undefined ? Math.max(0, whole.length - from + 1) : intOf(length);
      if (count < 0) throw badLength();
      return slice(whole, from, count);
    },
    { foldsConstants: true },
  ),
  strict(
    'charindex',
    [2, 3],
    (args) => sizeType(args[1]),
    ([wanted, text, start], { returnType }) => {
      const needle = folded(textOf(wanted));
      const from = Math.max(0, intOf(start, 1) - 1);
      const found = needle === '' ? 0 : folded(textOf(text)).indexOf(needle, from) + 1;
      return sizeValue(found, returnType);
    },
  ),
  strict(
    'patindex',
    [2, 2],
    (args) => sizeType(args[1]),
    ([pattern, text], { returnType }) => sizeValue(patternIndex(textOf(pattern), textOf(text)), returnType),
  ),
  strict('unicode', [1, 1], int, ([text]) => textOf(text).codePointAt(0) ?? null),
];
