import type { BinaryOperator, UnaryOperator } from '../ast.ts';
import type { SqlType, TypeLength } from '../../values.ts';
import { commonType } from './common-type.ts';
import { incompatibleTypes, invalidOperand, typeClash } from './conversion-errors.ts';
import { asExactType } from './decimals.ts';
import {
  familyOf,
  isBinary,
  isExact,
  isNumber,
  isTemporal,
  isText,
  isUnicode,
  longest,
  untypedNull,
  type ExactType,
} from './families.ts';

/** As 402 and 8117 name an operator. */
const words: Record<BinaryOperator, string> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '%': 'modulo',
  '&': "'&'",
  '|': "'|'",
  '^': "'^'",
  '||': 'concat',
};

/** Static result type of an operator. Throws 206, 402 or 8117 for operands it does not take. */
export function binaryType(operator: BinaryOperator, left: SqlType, right: SqlType): SqlType {
  if (operator === '||') return concatType(left, right);
  if (left === untypedNull && right === untypedNull) return { name: 'int' };
  const [a, b] = [left === untypedNull ? right : left, right === untypedNull ? left : right];
  if (operator === '+' && isText(a) && isText(b)) return joinText(a, b);
  if (operator === '+' && isBinary(a) && isBinary(b)) return joinBinary(a, b);
  if (isTemporal(a) || isTemporal(b)) return momentType(operator, a, b);
  return numericType(operator, a, b);
}

function concatType(left: SqlType, right: SqlType): SqlType {
  if (left === untypedNull && right === untypedNull) return { name: 'varchar', length: 1 };
  const [a, b] = [left === untypedNull ? right : left, right === untypedNull ? left : right];
  if (isBinary(a) && isBinary(b)) return joinBinary(a, b);
  const numbers = isNumber(a) && isNumber(b);
  if (numbers || a.name === 'bit' || b.name === 'bit') throw incompatibleTypes(a, b, words['||']);
  return joinText(asConcatText(a, b), asConcatText(b, a));
}

/** Characters that a value of the type may take as text; what `||` and CONCAT reserve (inferred). */
const textWidths: Partial<Record<SqlType['name'], number>> = {
  bit: 1,
  tinyint: 3,
  smallint: 6,
  int: 12,
  bigint: 20,
  float: 32,
  real: 32,
  money: 40,
  smallmoney: 40,
  decimal: 41,
  numeric: 41,
  uniqueidentifier: 36,
};

/** The text type that a value joins a concatenation as. */
export function asConcatText(type: SqlType, beside: SqlType): SqlType & { readonly length: TypeLength } {
  if (isText(type)) return type;
  if (isBinary(type)) return { name: isUnicode(beside) ? 'nvarchar' : 'varchar', length: type.length };
  return { name: isUnicode(beside) ? 'nvarchar' : 'varchar', length: textWidths[type.name] ?? 40 };
}

/** varchar(n)+varchar(m) is varchar(min(n+m, 8000)), nvarchar likewise with 4000; max wins (documented). */
function joinText(a: SqlType, b: SqlType): SqlType {
  const unicode = isUnicode(a) || isUnicode(b);
  const fixed = !a.name.includes('var') && !b.name.includes('var');
  const name = unicode ? (fixed ? 'nchar' : 'nvarchar') : fixed ? 'char' : 'varchar';
  return { name, length: joined(a, b, longest(name)) };
}

function joinBinary(a: SqlType, b: SqlType): SqlType {
  const name = a.name === 'binary' && b.name === 'binary' ? 'binary' : 'varbinary';
  return { name, length: joined(a, b, 8000) };
}

function joined(a: SqlType, b: SqlType, limit: number): TypeLength {
  const [left, right] = [lengthOf(a), lengthOf(b)];
  return left === 'max' || right === 'max' ? 'max' : Math.min(left + right, limit);
}

const lengthOf = (type: SqlType): TypeLength => ('length' in type ? type.length : 0);

/** datetime and smalldatetime add and subtract days; the newer types do not. */
function momentType(operator: BinaryOperator, a: SqlType, b: SqlType): SqlType {
  if (operator !== '+' && operator !== '-') throw badOperands(operator, a, b);
  const newer = [a, b].find((type) => isTemporal(type) && familyOf(type) !== 'datetime');
  const number = [a, b].find(isNumber);
  if (newer !== undefined && number !== undefined) throw typeClash(newer, number);
  const high = commonType(a, b);
  if (familyOf(high) !== 'datetime') throw badOperands(operator, a, b);
  return high;
}

const badOperands = (operator: BinaryOperator, a: SqlType, b: SqlType): Error =>
  a.name === b.name ? invalidOperand(a, words[operator]) : incompatibleTypes(a, b, words[operator]);

function numericType(operator: BinaryOperator, a: SqlType, b: SqlType): SqlType {
  const bitwise = operator === '&' || operator === '|' || operator === '^';
  const high = commonType(a, b);
  if (!isNumber(high)) throw badOperands(operator, a, b);
  if (bitwise) {
    if (familyOf(high) !== 'integer') throw badOperands(operator, a, b);
    return high;
  }
  if (high.name === 'bit') throw invalidOperand(high, words[operator]);
  if (familyOf(high) === 'float' && operator === '%') throw badOperands(operator, a, b);
  const [left, right] = [asExactType(a), asExactType(b)];
  if (isExact(high) && left !== undefined && right !== undefined) return exactType(operator, left, right);
  return high;
}

/** "Precision, scale, and length" (documented), with the digits beyond 38 given up as it says. */
function exactType(operator: BinaryOperator, { precision: p1, scale: s1 }: ExactType, right: ExactType): ExactType {
  const { precision: p2, scale: s2 } = right;
  if (operator === '*') return limited(p1 + p2 + 1, s1 + s2);
  if (operator === '/') {
    const scale = Math.max(6, s1 + p2 + 1);
    return limited(p1 - s1 + s2 + scale, scale);
  }
  const scale = Math.max(s1, s2);
  if (operator === '%') return { name: 'numeric', precision: Math.min(p1 - s1, p2 - s2) + scale, scale };
  const whole = Math.max(p1 - s1, p2 - s2);
  const precision = Math.min(38, whole + scale + 1);
  return { name: 'numeric', precision, scale: Math.max(0, Math.min(scale, precision - whole)) };
}

function limited(precision: number, scale: number): ExactType {
  if (precision <= 38) return { name: 'numeric', precision, scale };
  const whole = precision - scale;
  const kept = whole < 32 ? Math.min(scale, 38 - whole) : Math.min(scale, 6);
  return { name: 'numeric', precision: 38, scale: kept };
}

/** Static result type of a sign or `~`. */
export function unaryType(operator: UnaryOperator, operand: SqlType): SqlType {
  if (operand === untypedNull) return operand;
  const family = familyOf(operand);
  if (operator === '~') {
    if (family === 'integer') return operand;
    throw invalidOperand(operand, "'~'");
  }
  if (operator === '+') return operand;
  if (isNumber(operand) && operand.name !== 'bit') return operand.name === 'tinyint' ? { name: 'smallint' } : operand;
  throw invalidOperand(operand, 'minus');
}

/**
 * The exact type of an integer literal beside a decimal: its own digits, not those of int, so that `1.0/3` is
 * numeric(7,6) (documented result `0.333333`).
 */
export const integerLiteralType = (value: number | bigint): ExactType => ({
  name: 'numeric',
  precision: Math.max(1, String(value < 0 ? -value : value).length),
  scale: 0,
});
