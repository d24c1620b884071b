import type { BinaryOperator, UnaryOperator } from '../ast.ts';
import type { SqlDecimal, SqlTemporal, SqlType, SqlValue, TypedValue } from '../../values.ts';
import { days1900, normalize } from './calendar.ts';
import { convert } from './convert.ts';
import { conversionOverflow, divideByZero, expressionOverflow } from './conversion-errors.ts';
import { decimal, fits, pow10, rescale } from './decimals.ts';
import { asExactType } from './decimals.ts';
import { familyOf, isText, type ExactType } from './families.ts';
import { asConcatText, binaryType } from './operator-types.ts';
import { toMoney, wholeValue } from './to-number.ts';
import { toText } from './to-text.ts';
import { fitMoment } from './to-temporal.ts';

/** NULL operands give NULL. `type` is what `binaryType` said of the operands' types. */
export function applyBinary(operator: BinaryOperator, left: TypedValue, right: TypedValue, type: SqlType): SqlValue {
  if (left.value === null || right.value === null) return null;
  switch (familyOf(type)) {
    case 'text':
      return concatenate(left, right, type);
    case 'binary':
      return convert({ type, value: joinBytes(left.value, right.value) }, type);
    case 'decimal':
      return exact(operator, left, right, type as ExactType);
    case 'money':
      return money(operator, left, right, type);
    case 'float':
      return approximate(operator, left, right, type);
    case 'datetime':
      return moveMoment(operator, left, right, type);
    default:
      return whole(operator, left, right, type);
  }
}

/** `binaryType` and `applyBinary` at once. */
export function evaluateBinary(operator: BinaryOperator, left: TypedValue, right: TypedValue): TypedValue {
  const type = binaryType(operator, left.type, right.type);
  return { type, value: applyBinary(operator, left, right, type) };
}

/** The n-side decides; what exceeds 8000 bytes is lost unless a side is max (documented). */
function concatenate(left: TypedValue, right: TypedValue, type: SqlType): string {
  if (!isText(type)) return '';
  const text = textOf(left, right.type) + textOf(right, left.type);
  return type.length === 'max' ? text : text.slice(0, type.length);
}

function textOf(operand: TypedValue, beside: SqlType): string {
  const type = asConcatText(operand.type, beside);
  const length = type.length;
  // varchar(n) beside nvarchar(max) first becomes nvarchar, which holds 4000 characters.
  const unicode = beside.name === 'nvarchar' || beside.name === 'nchar';
  const narrowed = unicode && length !== 'max' ? Math.min(length, 4000) : length;
  if (typeof operand.value === 'string' && isText(operand.type)) {
    return narrowed === 'max' ? operand.value : operand.value.slice(0, narrowed);
  }
  return toText(operand, { name: unicode ? 'nvarchar' : 'varchar', length: 'max' });
}

function joinBytes(left: SqlValue, right: SqlValue): Uint8Array {
  return Buffer.concat([left as Uint8Array, right as Uint8Array]);
}

function whole(operator: BinaryOperator, left: TypedValue, right: TypedValue, type: SqlType): SqlValue {
  const [a, b] = [convert(left, type), convert(right, type)];
  if (typeof a === 'boolean' || typeof b === 'boolean')
    return wholeOf(operator, BigInt(Number(a)), BigInt(Number(b))) !== 0n;
  // Safe integers are exact in all but multiplication, which may leave 2^53.
  if (typeof a === 'number' && typeof b === 'number' && (operator === '+' || operator === '-')) {
    return wholeOrThrow(BigInt(operator === '+' ? a + b : a - b), type);
  }
  return wholeOrThrow(wholeOf(operator, BigInt(a as number | bigint), BigInt(b as number | bigint)), type);
}

function wholeOrThrow(result: bigint, type: SqlType): SqlValue {
  const value = wholeValue(result, type);
  if (value === undefined) throw expressionOverflow(type);
  return value;
}

function wholeOf(operator: BinaryOperator, a: bigint, b: bigint): bigint {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    default:
      if (b === 0n) throw divideByZero();
      return operator === '/' ? a / b : a % b;
  }
}

function operandOf(operand: TypedValue): SqlDecimal {
  if (operand.value !== null && typeof operand.value === 'object' && 'unscaled' in operand.value) return operand.value;
  const type = asExactType(operand.type) ?? { name: 'numeric', precision: 38, scale: 10 };
  return convert(operand, type) as SqlDecimal;
}

function exact(operator: BinaryOperator, left: TypedValue, right: TypedValue, type: ExactType): SqlDecimal {
  const [a, b] = [operandOf(left), operandOf(right)];
  const result = exactResult(operator, a, b, type.scale);
  if (fits(result, type.precision)) return result;
  throw conversionOverflow(type, type, 2);
}

function exactResult(operator: BinaryOperator, a: SqlDecimal, b: SqlDecimal, scale: number): SqlDecimal {
  if (operator === '*') return rescale(decimal(a.unscaled * b.unscaled, a.scale + b.scale), scale);
  if (operator === '/') {
    if (b.unscaled === 0n) throw divideByZero();
    // Digits beyond the scale are cut (observed: 2/3 is 0.66666666).
    const shift = scale + b.scale - a.scale;
    return decimal(
      shift >= 0 ? (a.unscaled * pow10(shift)) / b.unscaled : a.unscaled / (b.unscaled * pow10(-shift)),
      scale,
    );
  }
  const common = Math.max(a.scale, b.scale);
  const [x, y] = [rescale(a, common).unscaled, rescale(b, common).unscaled];
  return rescale(decimal(wholeOf(operator, x, y), common), scale);
}

function money(operator: BinaryOperator, left: TypedValue, right: TypedValue, type: SqlType): SqlDecimal {
  const [a, b] = [toMoney(left, type), toMoney(right, type)];
  return toMoney({ type, value: exactResult(operator, a, b, 4) }, type);
}

function approximate(operator: BinaryOperator, left: TypedValue, right: TypedValue, type: SqlType): number {
  const [a, b] = [convert(left, type) as number, convert(right, type) as number];
  if (operator === '/' && b === 0) throw divideByZero();
  const raw = operator === '+' ? a + b : operator === '-' ? a - b : operator === '*' ? a * b : a / b;
  const result = type.name === 'real' ? Math.fround(raw) : raw;
  if (!Number.isFinite(result)) throw expressionOverflow(type);
  return result;
}

/** datetime arithmetic counts from 1900-01-01, as if both sides were days. */
function moveMoment(operator: BinaryOperator, left: TypedValue, right: TypedValue, type: SqlType): SqlValue {
  const [a, b] = [convert(left, type) as SqlTemporal, convert(right, type) as SqlTemporal];
  const sign = operator === '-' ? -1 : 1;
  const moved = normalize(a.days + sign * (b.days - days1900), a.ticks + sign * b.ticks);
  return fitMoment(moved, { name: 'int' }, type);
}

/** NULL gives NULL. `type` is what `unaryType` said. */
export function applyUnary(operator: UnaryOperator, operand: TypedValue, type: SqlType): SqlValue {
  const value = convert(operand, type);
  if (value === null || operator === '+') return value;
  if (operator === '~')
    return typeof value === 'boolean' ? !value : wholeOrThrow(~BigInt(value as number | bigint), type);
  if (typeof value === 'object' && 'unscaled' in value) return decimal(-value.unscaled, value.scale);
  if (familyOf(type) === 'float') return -(value as number);
  return wholeOrThrow(-BigInt(value as number | bigint), type);
}
