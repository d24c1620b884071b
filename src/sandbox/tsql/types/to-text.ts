import type { SqlValue, TypedValue } from '../../values.ts';
import { SqlError } from '../../sql-error.ts';
import { decodeCodePage, toCodePage } from './code-page.ts';
import { conversionOverflow, expressionOverflow } from './conversion-errors.ts';
import { decimalText } from './decimals.ts';
import { familyOf, isUnicode, type TextType } from './families.ts';
import { floatText, moneyText } from './number-text.ts';
import { formatTemporal } from './temporal-format.ts';

/** To char, varchar, nchar or nvarchar: cut and padded to the length; numbers that do not fit are `*` or an error. */
export function toText(source: TypedValue, to: TextType, style?: number): string {
  const text = valueText(source, style);
  const whole = isUnicode(to) ? text : toCodePage(text);
  if (to.length === 'max') return whole;
  if (whole.length > to.length) return tooLong(source, whole, to, to.length);
  return to.name === 'char' || to.name === 'nchar' ? whole.padEnd(to.length) : whole;
}

function tooLong({ type }: TypedValue, text: string, to: TextType, length: number): string {
  switch (familyOf(type)) {
    case 'integer':
      // Observed for int; bigint follows the error of the n-types (inferred).
      if (isUnicode(to) || type.name === 'bigint') throw expressionOverflow(to);
      return '*'.padEnd(to.name === 'char' ? length : 1);
    case 'decimal':
      throw conversionOverflow(type, to);
    case 'float':
      throw conversionOverflow(type, to, 5);
    case 'money':
      throw new SqlError(234, `There is insufficient result space to convert a money value to ${to.name}.`, {
        state: 2,
      });
    case 'uniqueidentifier':
      throw new SqlError(8170, 'Insufficient result space to convert uniqueidentifier value to char.', {
        state: 2,
        reach: 'batch',
      });
    default:
      return text.slice(0, length);
  }
}

/** The whole text of a value that is not NULL, as CAST to a wide enough nvarchar gives it. */
export function valueText({ value, type }: TypedValue, style?: number): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'number') return familyOf(type) === 'float' ? floatText(value, style) : String(value);
  if (value instanceof Uint8Array) return binaryText(value, style);
  if (typeof value === 'bigint' || value === null) return String(value ?? '');
  if (value.kind === 'variant') return valueText(value, style);
  if (value.kind === 'temporal') return formatTemporal(value, type, style);
  return familyOf(type) === 'money' ? moneyText(value, style) : decimalText(value);
}

/** Style 0 reads the bytes as characters; 1 and 2 are hexadecimal with and without 0x (documented). */
function binaryText(bytes: Uint8Array, style = 0): string {
  const hex = Buffer.from(bytes).toString('hex').toUpperCase();
  if (style === 0) return decodeCodePage(bytes);
  return style === 1 ? `0x${hex}` : hex;
}

/** Bytes read as UTF-16, for nchar and nvarchar targets of style 0. */
export const unicodeBytes = (value: SqlValue): SqlValue =>
  value instanceof Uint8Array ? Buffer.from(value).toString('utf16le') : value;
