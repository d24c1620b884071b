import type { SqlType, TypeLength } from '../../values.ts';
import { checkConversion } from './conversion-chart.ts';
import { asExactType } from './decimals.ts';
import {
  isBinary,
  isExact,
  isText,
  isUnicode,
  longest,
  precedenceOf,
  untypedNull,
  type ExactType,
} from './families.ts';

/**
 * The type that CASE, COALESCE, UNION and comparisons give two operands: the higher precedence, with facets wide enough
 * for both. Throws 206 when the lower one does not convert to it.
 */
export function commonType(left: SqlType, right: SqlType): SqlType {
  if (left === untypedNull) return right;
  if (right === untypedNull) return left;
  const [high, low] = precedenceOf(left) <= precedenceOf(right) ? [left, right] : [right, left];
  checkConversion(low, high, false);
  return widen(high, low);
}

/** `commonType` of many; an int when all are the bare NULL. */
export const commonTypeOf = (types: readonly SqlType[]): SqlType => types.reduce(commonType, untypedNull);

function widen(high: SqlType, low: SqlType): SqlType {
  if (isText(high)) {
    if (!isText(low)) return high;
    const varying = high.name.includes('var') || low.name.includes('var');
    const name = isUnicode(high) ? (varying ? 'nvarchar' : 'nchar') : varying ? 'varchar' : 'char';
    return { name, length: longer(high.length, low.length, longest(name)) };
  }
  if (isBinary(high) && isBinary(low)) {
    const name = high.name === 'varbinary' || low.name === 'varbinary' ? 'varbinary' : 'binary';
    return { name, length: longer(high.length, low.length, 8000) };
  }
  if (isExact(high)) return widenExact(high, asExactType(low));
  if ('scale' in high && 'scale' in low && 'scale' in high) {
    return high.scale >= low.scale ? high : { ...high, scale: low.scale };
  }
  return high;
}

function longer(a: TypeLength, b: TypeLength, limit: number): TypeLength {
  return a === 'max' || b === 'max' ? 'max' : Math.min(Math.max(a, b), limit);
}

function widenExact(high: ExactType, low: ExactType | undefined): ExactType {
  if (low === undefined) return high;
  const scale = Math.max(high.scale, low.scale);
  const whole = Math.max(high.precision - high.scale, low.precision - low.scale);
  const precision = Math.min(38, whole + scale);
  return { name: high.name, precision, scale: Math.max(0, Math.min(scale, 38 - whole)) };
}
