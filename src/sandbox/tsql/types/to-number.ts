import type { SqlDecimal, SqlTemporal, SqlType, SqlValue, TypedValue } from '../../values.ts';
import { days1900, ticksPerDay } from './calendar.ts';
import {
  badConversion,
  badMoney,
  badTextFor,
  conversionOverflow,
  expressionOverflow,
  floatOverflow,
  smallOverflow,
  textOverflow,
} from './conversion-errors.ts';
import { decimal, decimalToNumber, fits, numberToDecimal, parseDecimal, rescale } from './decimals.ts';
import { familyOf, type ExactType } from './families.ts';

const limits: Partial<Record<SqlType['name'], readonly [bigint, bigint]>> = {
  tinyint: [0n, 255n],
  smallint: [-32_768n, 32_767n],
  int: [-2_147_483_648n, 2_147_483_647n],
  bigint: [-9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n],
};

/** A whole number in the type's range, in the shape of its values. Undefined when it does not fit. */
export function wholeValue(whole: bigint, to: SqlType): SqlValue | undefined {
  const [low, high] = limits[to.name] ?? [0n, 1n];
  if (whole < low || whole > high) return undefined;
  return to.name === 'bigint' ? whole : Number(whole);
}

/** To bit, tinyint, smallint, int or bigint. */
export function toInteger(source: TypedValue, to: SqlType): SqlValue {
  const { value, type } = source;
  if (typeof value === 'string') return textToInteger(value, type, to);
  if (to.name === 'bit') return isNonZero(source);
  const whole = toWhole(source, to);
  const fitting = wholeValue(whole, to);
  if (fitting !== undefined) return fitting;
  if (typeof value === 'number' && familyOf(type) === 'float') throw floatOverflow(to, value);
  const small = to.name === 'tinyint' || to.name === 'smallint';
  if (small && typeof value === 'number') throw smallOverflow(to, value);
  throw familyOf(type) === 'decimal' ? conversionOverflow(type, to, 1) : expressionOverflow(to);
}

function isNonZero({ value }: TypedValue): boolean {
  if (typeof value === 'object' && value !== null && 'unscaled' in value) return value.unscaled !== 0n;
  if (value instanceof Uint8Array) return value.some((byte) => byte !== 0);
  return Boolean(value);
}

function toWhole({ value, type }: TypedValue, to: SqlType): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw expressionOverflow(to);
    return BigInt(Math.trunc(value));
  }
  if (value instanceof Uint8Array) return bytesToWhole(value, to);
  if (value !== null && typeof value === 'object' && value.kind === 'decimal') {
    // decimal is cut, money is rounded (documented).
    return rescale(value, 0, familyOf(type) === 'money' ? 'round' : 'cut').unscaled;
  }
  if (value !== null && typeof value === 'object' && value.kind === 'temporal') {
    return BigInt(Math.round(daysSince1900(value)));
  }
  throw badConversion(type, to);
}

const daysSince1900 = (value: SqlTemporal): number => value.days - days1900 + value.ticks / ticksPerDay;

const widths: Partial<Record<SqlType['name'], number>> = { tinyint: 1, smallint: 2, int: 4 };

/** The last bytes count, as two's complement of the target's width. */
function bytesToWhole(bytes: Uint8Array, to: SqlType): bigint {
  const width = widths[to.name] ?? 8;
  const tail = bytes.slice(-width);
  const unsigned = tail.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return to.name === 'tinyint' ? unsigned : BigInt.asIntN(width * 8, unsigned);
}

/** Blanks around and after the sign are fine; '' and '-' are 0 (observed). */
function textToInteger(text: string, from: SqlType, to: SqlType): SqlValue {
  const match = /^ *([+-]?) *(\d*) *$/.exec(text);
  if (to.name === 'bit') return textToBit(text, match, from, to);
  if (match === null) throw to.name === 'bigint' ? badConversion(from, to) : badTextFor(from, text, to);
  const digits = BigInt(match[2] || '0');
  const value = wholeValue(match[1] === '-' ? -digits : digits, to);
  if (value !== undefined) return value;
  throw to.name === 'bigint' ? expressionOverflow(to) : textOverflow(text, from, to);
}

function textToBit(text: string, digits: RegExpExecArray | null, from: SqlType, to: SqlType): boolean {
  if (digits !== null) return BigInt(digits[2] || '0') !== 0n;
  const word = text.trim().toLowerCase();
  if (word !== 'true' && word !== 'false') throw badTextFor(from, text, to);
  return word === 'true';
}

/** To decimal or numeric, rounded to its scale. */
export function toDecimal(source: TypedValue, to: ExactType): SqlDecimal {
  const rounded = rescale(exactValue(source, to, to.scale), to.scale);
  if (fits(rounded, to.precision)) return rounded;
  // Observed for numeric and text; float has state 6 (inferred).
  throw conversionOverflow(source.type, to, familyOf(source.type) === 'float' ? 6 : 8);
}

/** To money or smallmoney, rounded to four decimals. */
export function toMoney(source: TypedValue, to: SqlType): SqlDecimal {
  const exact = typeof source.value === 'string' ? textToMoney(source.value) : exactValue(source, to, 4);
  const rounded = rescale(exact, 4);
  const [low, high] = (to.name === 'money' ? limits.bigint : limits.int) ?? [0n, 0n];
  if (rounded.unscaled >= low && rounded.unscaled <= high) return rounded;
  throw expressionOverflow(to);
}

function textToMoney(text: string): SqlDecimal {
  const bare = text.trim().replace(/^([+-]?) *[$€£¥]? */, '$1');
  const value = bare === '' ? decimal(0n, 4) : parseDecimal(bare.replaceAll(',', ''));
  if (value === undefined) throw badMoney();
  return value;
}

function exactValue({ value, type }: TypedValue, to: SqlType, scale: number): SqlDecimal {
  if (typeof value === 'string') {
    const parsed = parseDecimal(value.trim());
    if (parsed === undefined) throw badConversion(type, to);
    return parsed;
  }
  if (typeof value === 'number' && !Number.isInteger(value)) {
    if (!Number.isFinite(value)) throw conversionOverflow(type, to);
    return numberToDecimal(value, scale);
  }
  if (value !== null && typeof value === 'object' && 'unscaled' in value) return value;
  if (value !== null && typeof value === 'object' && 'ticks' in value) {
    return numberToDecimal(daysSince1900(value), scale);
  }
  return decimal(toWhole({ value, type }, { name: 'bigint' }), 0);
}

/** To float or real. */
export function toFloat({ value, type }: TypedValue, to: SqlType): number {
  const number = numberOf(value, type, to);
  const result = to.name === 'real' ? Math.fround(number) : number;
  if (!Number.isFinite(result)) throw expressionOverflow(to);
  return result;
}

function numberOf(value: SqlValue, type: SqlType, to: SqlType): number {
  if (typeof value === 'string') {
    const text = value.trim();
    if (!/^([+-]?(\d+\.?\d*|\.\d+)([ed][+-]?\d+)?)?$/i.test(text)) throw badConversion(type, to);
    return Number(text.replace(/d/i, 'e'));
  }
  if (value !== null && typeof value === 'object' && 'unscaled' in value) return decimalToNumber(value);
  if (value !== null && typeof value === 'object' && 'ticks' in value) return daysSince1900(value);
  return Number(value);
}
