import type { SqlDecimal, SqlType } from '../../values.ts';
import type { ExactType } from './families.ts';

const powers: bigint[] = [1n];

/** 10^n as a bigint, remembered. */
export function pow10(n: number): bigint {
  while (powers.length <= n) powers.push((powers.at(-1) ?? 1n) * 10n);
  return powers[n] ?? 10n ** BigInt(n);
}

export const decimal = (unscaled: bigint, scale: number): SqlDecimal => ({ kind: 'decimal', unscaled, scale });

/** Moves to another scale; digits that fall off are rounded half away from zero, or cut. */
export function rescale(value: SqlDecimal, scale: number, how: 'round' | 'cut' = 'round'): SqlDecimal {
  if (scale === value.scale) return value;
  if (scale > value.scale) return decimal(value.unscaled * pow10(scale - value.scale), scale);
  const divisor = pow10(value.scale - scale);
  const cut = value.unscaled / divisor;
  if (how === 'cut') return decimal(cut, scale);
  const rest = value.unscaled % divisor;
  const up = 2n * (rest < 0n ? -rest : rest) >= divisor;
  return decimal(up ? cut + (value.unscaled < 0n ? -1n : 1n) : cut, scale);
}

/** Whether the digits fit `precision`. */
export const fits = (value: SqlDecimal, precision: number): boolean =>
  (value.unscaled < 0n ? -value.unscaled : value.unscaled) < pow10(precision);

/** Digits with exactly `scale` decimals: `-0.50`. */
export function decimalText(value: SqlDecimal): string {
  const negative = value.unscaled < 0n;
  const digits = (negative ? -value.unscaled : value.unscaled).toString().padStart(value.scale + 1, '0');
  const whole = digits.slice(0, digits.length - value.scale);
  const fraction = value.scale > 0 ? `.${digits.slice(-value.scale)}` : '';
  return `${negative ? '-' : ''}${whole}${fraction}`;
}

/** Plain decimal notation (`1.50`, `-.5`, `5.`); undefined for anything else, exponents included. */
export function parseDecimal(text: string): SqlDecimal | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  const unscaled = BigInt(whole + fraction);
  return decimal(sign === '-' ? -unscaled : unscaled, fraction.length);
}

export const decimalToNumber = (value: SqlDecimal): number => Number(decimalText(value));

/** A finite double, rounded to `scale` decimals from its exact binary value's 17 significant digits. */
export function numberToDecimal(value: number, scale: number): SqlDecimal {
  const [mantissa = '0', exponentText = '0'] = value.toExponential(16).split('e');
  const exponent = Number(exponentText);
  const digits = BigInt(mantissa.replace('.', ''));
  const own = 16 - exponent;
  return own >= 0 ? rescale(decimal(digits, own), scale) : rescale(decimal(digits * pow10(-own), 0), scale);
}

/** Orders two exact numbers of any scale. */
export function compareDecimals(a: SqlDecimal, b: SqlDecimal): number {
  const scale = Math.max(a.scale, b.scale);
  const left = rescale(a, scale).unscaled;
  const right = rescale(b, scale).unscaled;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The exact type that a whole or money type becomes beside a decimal (documented). */
export function asExactType(type: SqlType): ExactType | undefined {
  switch (type.name) {
    case 'decimal':
    case 'numeric':
      return type;
    case 'bit':
      return { name: 'numeric', precision: 1, scale: 0 };
    case 'tinyint':
      return { name: 'numeric', precision: 3, scale: 0 };
    case 'smallint':
      return { name: 'numeric', precision: 5, scale: 0 };
    case 'int':
      return { name: 'numeric', precision: 10, scale: 0 };
    case 'bigint':
      return { name: 'numeric', precision: 19, scale: 0 };
    case 'money':
      return { name: 'numeric', precision: 19, scale: 4 };
    case 'smallmoney':
      return { name: 'numeric', precision: 10, scale: 4 };
    default:
      return undefined;
  }
}
