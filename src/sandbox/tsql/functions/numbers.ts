import { SqlError } from '../../sql-error.ts';
import type { SqlDecimal, SqlType, SqlValue, TypedValue } from '../../values.ts';
import type { ArgumentInfo, ScalarFunction } from '../contracts.ts';
import { convert, tryConvert } from '../types/convert.ts';
import { expressionOverflow, invalidOperand } from '../types/conversion-errors.ts';
import { decimal, pow10, rescale } from '../types/decimals.ts';
import { familyOf, int, isNumber, isText } from '../types/families.ts';
import { applyBinary, applyUnary } from '../types/operators.ts';
import { intOf, strict } from './define.ts';
import { exactDigits } from './rounding.ts';

const float: SqlType = { name: 'float' };

/** Small ints count as int, real as float, text as float; everything else keeps its type (documented for ROUND, ABS, …). */
function numberType(name: string) {
  return ([argument]: readonly ArgumentInfo[]): SqlType => {
    const type = argument?.type ?? int;
    if (isText(type)) return float;
    if (!isNumber(type)) throw invalidOperand(type, name);
    if (type.name === 'tinyint' || type.name === 'smallint' || type.name === 'bit') return int;
    if (type.name === 'smallmoney') return { name: 'money' };
    return type.name === 'real' ? float : type;
  };
}

const isDecimal = (value: SqlValue): value is SqlDecimal =>
  value !== null && typeof value === 'object' && 'unscaled' in value;

/** One function of a number, by the shape of its value. */
function numeric(
  name: string,
  onFloat: (value: number) => number,
  onExact: (value: SqlDecimal) => SqlDecimal,
  type = numberType(name),
): ScalarFunction {
  return strict(name, [1, 1], type, ([argument], { returnType }) => {
    const value = argument === undefined ? null : convert(argument, typeForValue(argument.type, returnType));
    if (isDecimal(value)) return convert({ type: exactTypeOf(returnType), value: onExact(value) }, returnType);
    if (typeof value === 'number' && familyOf(returnType) === 'float') return onFloat(value);
    const whole = onExact(decimal(BigInt(value as number | bigint), 0)).unscaled;
    return convert({ type: { name: 'bigint' }, value: whole }, returnType);
  });
}

/** CEILING and FLOOR of a decimal(p,s) are decimal(p,0), computed on the digits it came with. */
const typeForValue = (own: SqlType, result: SqlType): SqlType => (familyOf(own) === 'decimal' ? own : result);
const exactTypeOf = (type: SqlType): SqlType =>
  familyOf(type) === 'money' ? type : { name: 'numeric', precision: 38, scale: 0 };

const wholeType = (name: string) => (args: readonly ArgumentInfo[]) => {
  const type = numberType(name)(args);
  return 'precision' in type ? { ...type, scale: 0 } : type;
};

/** The whole number below or above, still at the value's scale. */
function toward(value: SqlDecimal, up: boolean): SqlDecimal {
  const cut = rescale(value, 0, 'cut');
  const exact = rescale(cut, value.scale).unscaled === value.unscaled;
  const away = value.unscaled < 0n ? !up : up;
  const step = exact || !away ? 0n : value.unscaled < 0n ? -1n : 1n;
  return decimal(cut.unscaled + step, 0);
}

/** `ROUND(number, digits [, cut])`; negative digits round before the point. */
function round(value: SqlValue, digits: number, cut: boolean, type: SqlType): SqlValue {
  if (familyOf(type) === 'float') return roundFloat(Number(value), digits, cut);
  const exact = isDecimal(value) ? value : decimal(BigInt(value as number | bigint), 0);
  if (digits >= exact.scale) return value;
  const how = cut ? 'cut' : 'round';
  const drop = exact.scale - digits;
  const rounded = decimal(rescale(decimal(exact.unscaled, drop), 0, how).unscaled * pow10(drop), exact.scale);
  if (isDecimal(value))
    return convert({ type: { name: 'numeric', precision: 38, scale: exact.scale }, value: rounded }, type);
  return convert({ type: { name: 'bigint' }, value: rounded.unscaled }, type);
}

function roundFloat(value: number, digits: number, cut: boolean): number {
  if (digits < 0) {
    const unit = 10 ** -digits;
    return (cut ? Math.trunc(value / unit) : Math.sign(value) * Math.round(Math.abs(value) / unit)) * unit;
  }
  if (cut) return Math.trunc(value * 10 ** digits) / 10 ** digits;
  return digits > 15 ? value : Number(exactDigits(value, digits));
}

/** 3623 (documented). */
const badOperation = (): SqlError => new SqlError(3623, 'An invalid floating point operation occurred.');

function finite(value: number): number {
  if (Number.isNaN(value)) throw badOperation();
  if (!Number.isFinite(value)) throw expressionOverflow(float);
  return value;
}

/** Whole powers of exact numbers are computed as the type's own products, so that they overflow as those do. */
function power(base: TypedValue, exponent: TypedValue, type: SqlType): SqlValue {
  const by = Number(convert(exponent, float));
  const result = finite(Number(convert(base, float)) ** by);
  if (familyOf(type) === 'float') return result;
  if (!Number.isInteger(by) || by < 0) return convert({ type: float, value: result }, type, { explicit: true });
  let product: SqlValue = convert({ type: int, value: 1 }, type);
  const factor = { type, value: convert(base, type) };
  for (let count = 0; count < by; count += 1) product = applyBinary('*', { type, value: product }, factor, type);
  return product;
}

const numericTargets: readonly SqlType[] = [
  { name: 'decimal', precision: 38, scale: 10 },
  float,
  { name: 'money' },
  { name: 'int' },
];

const isNumericText = ({ type, value }: TypedValue): boolean =>
  typeof value === 'string' &&
  value.trim() !== '' &&
  numericTargets.some((target) => tryConvert({ type, value }, target) !== null);

/** ABS, CEILING, FLOOR, SIGN, ROUND, POWER, SQRT, SQUARE, ISNUMERIC. */
export const numberFunctions: readonly ScalarFunction[] = [
  strict('abs', [1, 1], numberType('abs'), ([argument], { returnType }) => {
    const value = argument === undefined ? null : convert(argument, returnType);
    const negative = isDecimal(value) ? value.unscaled < 0n : Number(value) < 0;
    return negative ? applyUnary('-', { type: returnType, value }, returnType) : value;
  }),
  numeric('ceiling', Math.ceil, (value) => toward(value, true), wholeType('ceiling')),
  numeric('floor', Math.floor, (value) => toward(value, false), wholeType('floor')),
  numeric('sign', Math.sign, (value) => decimal(value.unscaled > 0n ? 1n : value.unscaled < 0n ? -1n : 0n, 0)),
  strict('round', [2, 3], numberType('round'), ([argument, digits, cut], { returnType }) =>
    argument === undefined ? null : round(convert(argument, returnType), intOf(digits), intOf(cut) !== 0, returnType),
  ),
  strict('power', [2, 2], numberType('power'), ([base, exponent], { returnType }) =>
    base === undefined || exponent === undefined ? null : power(base, exponent, returnType),
  ),
  strict('sqrt', [1, 1], float, ([value]) => finite(Math.sqrt(Number(value && convert(value, float))))),
  strict('square', [1, 1], float, ([value]) => finite(Number(value && convert(value, float)) ** 2)),
  {
    name: 'isnumeric',
    minArgs: 1,
    maxArgs: 1,
    nullable: false,
    returnType: () => int,
    evaluate: ([argument]) =>
      argument !== undefined && argument.value !== null && (isNumber(argument.type) || isNumericText(argument)) ? 1 : 0,
  },
];
