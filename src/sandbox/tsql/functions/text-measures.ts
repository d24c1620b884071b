import type { SqlValue, TypedValue } from '../../values.ts';
import type { ScalarFunction } from '../contracts.ts';
import { decodeCodePage, encodeCodePage } from '../types/code-page.ts';
import { convert, textBytes } from '../types/convert.ts';
import { int } from '../types/families.ts';
import { exactDigits } from './rounding.ts';
import { intOf, sizeType, sizeValue, strict, textOf } from './define.ts';

const fixedSizes: Record<string, number> = {
  bit: 1,
  tinyint: 1,
  smallint: 2,
  int: 4,
  bigint: 8,
  real: 4,
  float: 8,
  smallmoney: 4,
  money: 8,
  date: 3,
  smalldatetime: 4,
  datetime: 8,
  uniqueidentifier: 16,
};

/** Bytes that a value takes in storage. */
function storedBytes({ type, value }: TypedValue): number {
  if (value instanceof Uint8Array) return value.length;
  if (value !== null && typeof value === 'object' && value.kind === 'variant') return storedBytes(value);
  const fixed = fixedSizes[type.name];
  if (fixed !== undefined) return fixed;
  if (typeof value === 'string') return textBytes(value, type).length;
  if ('precision' in type) return type.precision <= 9 ? 5 : type.precision <= 19 ? 9 : type.precision <= 28 ? 13 : 17;
  const time = 'scale' in type ? (type.scale <= 2 ? 3 : type.scale <= 4 ? 4 : 5) : 0;
  return time + { datetime2: 3, datetimeoffset: 5 }[type.name as 'datetime2'];
}

/** Blanks at the end do not count, other white space does. */
const lengthOf = (text: string): number => {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 32) end -= 1;
  return end;
};

/** `STR(number [, length [, decimals]])`: right-aligned, asterisks when it does not fit (documented). */
function str(argument: TypedValue, length: number, decimals: number): SqlValue {
  const number = Number(convert(argument, { name: 'float' }));
  const text = exactDigits(number, Math.min(decimals, 16));
  const whole = text.split('.')[0] ?? '';
  if (whole.length > length) return '*'.repeat(length);
  if (text.length <= length) return text.padStart(length);
  const room = length - whole.length - 1;
  return room < 1 ? exactDigits(number, 0).padStart(length) : exactDigits(number, room).padStart(length);
}

/** Functions between text, numbers and characters. */
export const measureFunctions: readonly ScalarFunction[] = [
  strict(
    'len',
    [1, 1],
    ([text]) => sizeType(text),
    ([text], { returnType }) => sizeValue(lengthOf(textOf(text)), returnType),
  ),
  strict(
    'datalength',
    [1, 1],
    ([value]) => sizeType(value),
    ([value], { returnType }) => sizeValue(value === undefined ? 0 : storedBytes(value), returnType),
  ),
  strict('ascii', [1, 1], int, ([text]) => encodeCodePage(textOf(text).charAt(0))[0] ?? null),
  strict('char', [1, 1], { name: 'char', length: 1 }, ([code]) => {
    const byte = intOf(code);
    return byte < 0 || byte > 255 ? null : decodeCodePage(Uint8Array.of(byte));
  }),
  strict('nchar', [1, 1], { name: 'nchar', length: 1 }, ([code]) => {
    const unit = intOf(code);
    return unit < 0 || unit > 0xffff ? null : String.fromCharCode(unit);
  }),
  strict(
    'str',
    [1, 3],
    (args) => ({ name: 'varchar', length: typeof args[1]?.constant === 'number' ? args[1].constant : 10 }),
    ([value, length, decimals]) => (value === undefined ? null : str(value, intOf(length, 10), intOf(decimals, 0))),
  ),
];
