import type { SqlDecimal, SqlTemporal, SqlType, SqlValue } from '../../values.ts';
import { compareTemporals, shiftOffset } from './calendar.ts';
import { compareText, defaultCollation, textKey, type Collation } from './collation.ts';
import { compareDecimals, decimalText } from './decimals.ts';
import { familyOf } from './families.ts';

/** Two non-NULL values of one type: negative, 0 or positive; text by the default collation unless told, trailing blanks ignored. */
export function compareValues(
  left: SqlValue,
  right: SqlValue,
  type: SqlType,
  collation: Collation = defaultCollation,
): number {
  switch (familyOf(type)) {
    case 'text':
      return compareText(left as string, right as string, collation);
    case 'decimal':
    case 'money':
      return compareDecimals(left as SqlDecimal, right as SqlDecimal);
    case 'binary':
      return compareBytes(left as Uint8Array, right as Uint8Array);
    case 'uniqueidentifier':
      return compareGuids(left as string, right as string);
    case 'variant':
      return compareVariants(left, right);
    case 'integer':
    case 'float':
      return compareNumbers(Number(left), Number(right)) || compareBig(left, right);
    default:
      return compareTemporals(left as SqlTemporal, right as SqlTemporal);
  }
}

const compareNumbers = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);

/** bigints that are one double apart. */
function compareBig(left: SqlValue, right: SqlValue): number {
  if (typeof left !== 'bigint' || typeof right !== 'bigint') return 0;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Trailing zero bytes do not count (documented for binary comparison). */
function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.max(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Last group first, then the others backwards, each by its bytes as stored (documented by Microsoft's SqlGuid). */
function compareGuids(a: string, b: string): number {
  const key = (guid: string): string => {
    const [first = '', second = '', third = '', fourth = '', fifth = ''] = guid.toUpperCase().split('-');
    const swap = (group: string): string => (group.match(/../g) ?? []).reverse().join('');
    return fifth + fourth + swap(third) + swap(second) + swap(first);
  };
  const [left, right] = [key(a), key(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function compareVariants(left: SqlValue, right: SqlValue): number {
  if (left === null || right === null || typeof left !== 'object' || typeof right !== 'object') return 0;
  if (!('type' in left) || !('type' in right)) return 0;
  if (familyOf(left.type) === familyOf(right.type)) return compareValues(left.value, right.value, left.type);
  return familyOf(left.type) < familyOf(right.type) ? -1 : 1;
}

/** Equal exactly for values that compare equal; a NULL has a key of its own. For GROUP BY, DISTINCT and hash joins. */
export function comparisonKey(value: SqlValue, type: SqlType, collation: Collation = defaultCollation): string {
  if (value === null) return '\u0000null';
  if (typeof value === 'string')
    return type.name === 'uniqueidentifier' ? value.toUpperCase() : textKey(value, collation);
  if (value instanceof Uint8Array)
    return Buffer.from(value)
      .toString('hex')
      .replace(/(00)+$/, '');
  if (typeof value !== 'object') return String(value === 0 ? 0 : value);
  if (value.kind === 'variant') return `${familyOf(value.type)}:${comparisonKey(value.value, value.type)}`;
  if (value.kind === 'decimal') return withoutZeros(decimalText(value));
  const { days, ticks } = shiftOffset(value, 0);
  return `${days}:${ticks}`;
}

/** Drops zeros after the point, so that scales do not tell equal numbers apart. */
const withoutZeros = (digits: string): string => (digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits);
