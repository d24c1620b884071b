import type { SqlTemporal, TypedValue } from '../../values.ts';
import { familyOf } from '../types/families.ts';
import { decimalText } from '../types/decimals.ts';
import { exponential } from '../types/number-text.ts';
import { formatTemporal } from '../types/temporal-format.ts';

const short: Record<string, string> = {
  '"': '\\"',
  '\\': '\\\\',
  '/': '\\/',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** As STRING_ESCAPE, the JSON builders and FOR JSON do: `/` too is escaped, other controls are \u00xx (observed). */
export function escapeJson(text: string): string {
  // eslint-disable-next-line no-control-regex -- controls are what must be escaped
  return text.replace(/["\\/\u0000-\u001f]/g, (character) => short[character] ?? hexEscape(character));
}

const hexEscape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A string literal of JSON. */
export const quoteJson = (text: string): string => `"${escapeJson(text)}"`;

/** A SQL value as JSON. `isJson`: its text is JSON already and goes in as it is. */
export function jsonLiteral({ value, type }: TypedValue, isJson: boolean): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return isJson ? value : quoteJson(value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return familyOf(type) === 'float' ? floatLiteral(value, type.name) : String(value);
  if (value instanceof Uint8Array) return `"${Buffer.from(value).toString('base64').replaceAll('/', '\\/')}"`;
  if (value.kind === 'variant') return jsonLiteral(value, false);
  if (value.kind === 'decimal') return decimalText(value);
  return `"${momentLiteral(value, type)}"`;
}

/** 15 decimals for float, 7 for real (observed). */
const floatLiteral = (value: number, name: string): string => exponential(value, name === 'real' ? 7 : 15);

/** ISO with T; a fraction of all zeros is dropped (observed). */
function momentLiteral(value: SqlTemporal, type: TypedValue['type']): string {
  return formatTemporal(value, type, 126).replace(/\.0+(?=$|[+-])/, '');
}
