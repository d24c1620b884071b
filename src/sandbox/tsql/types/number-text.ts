import type { SqlDecimal } from '../../values.ts';
import { decimalText, rescale } from './decimals.ts';

/** C-style exponent of at least three digits, as SQL Server prints: `1e+006` (observed). */
export function exponential(value: number, decimals: number): string {
  const [mantissa = '', exponent = '+0'] = value.toExponential(decimals).split('e');
  return `${mantissa}e${exponent.charAt(0)}${exponent.slice(1).padStart(3, '0')}`;
}

/** float and real: six significant digits by default; styles 1, 2, 3 are 8, 16 and 17 digits in e-form (documented). */
export function floatText(value: number, style = 0): string {
  if (style === 1) return exponential(value, 7);
  if (style === 2) return exponential(value, 15);
  if (style === 3) return exponential(value, 16);
  if (value === 0) return '0';
  const exponent = Number(value.toExponential(5).split('e')[1]);
  if (exponent < -5 || exponent >= 6) {
    const [mantissa = '', tail = ''] = exponential(value, 5).split('e');
    return `${trimZeros(mantissa)}e${tail}`;
  }
  return trimZeros(value.toFixed(5 - exponent));
}

const trimZeros = (digits: string): string => (digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits);

/** money: two decimals; style 1 adds commas, styles 2 and 126 show four decimals (documented). */
export function moneyText(value: SqlDecimal, style = 0): string {
  if (style === 2 || style === 126) return decimalText(rescale(value, 4));
  const text = decimalText(rescale(value, 2));
  return style === 1 ? text.replace(/\B(?=(\d{3})+(?=\.))/g, ',') : text;
}
