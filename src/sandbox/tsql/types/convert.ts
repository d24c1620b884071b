import type { SqlType, SqlValue, TypedValue } from '../../values.ts';
import { notSupported } from '../../not-supported.ts';
import { SqlError } from '../../sql-error.ts';
import { encodeCodePage } from './code-page.ts';
import { badUniqueIdentifier } from './conversion-errors.ts';
import { checkConversion } from './conversion-chart.ts';
import { familyOf, isUnicode, type BinaryType } from './families.ts';
import { toDecimal, toFloat, toInteger, toMoney } from './to-number.ts';
import { toTemporal } from './to-temporal.ts';
import { toText, unicodeBytes } from './to-text.ts';

/** `explicit` for CAST and CONVERT; `style` as CONVERT's third argument. */
export interface ConvertOptions {
  readonly explicit?: boolean;
  readonly style?: number;
}

/**
 * A value turned into another type; NULL stays NULL. Text is cut silently to the target's length: the caller that must not
 * lose any (INSERT, UPDATE) uses `storeInColumn`. Throws SqlError: 206, 257, 529 for the pair; 2xx and 81xx for the value.
 */
export function convert(source: TypedValue, to: SqlType, options: ConvertOptions = {}): SqlValue {
  if (source.value === null) return null;
  if (familyOf(source.type) === familyOf(to) && sameFacets(source.type, to)) return source.value;
  checkConversion(source.type, to, options.explicit ?? false);
  return convertValue(source, to, options.style);
}

/** TRY_CAST and TRY_CONVERT: NULL for a value that does not convert; a pair that never converts still throws. */
export function tryConvert(source: TypedValue, to: SqlType, style?: number): SqlValue {
  try {
    return convert(source, to, { explicit: true, ...(style === undefined ? {} : { style }) });
  } catch (error) {
    if (error instanceof SqlError && isConversionFailure(error)) return null;
    throw error;
  }
}

const forgiven = new Set([220, 232, 234, 235, 241, 242, 244, 245, 248, 281, 295, 8114, 8115, 8169, 8170, 9807]);

/** Is this one that TRY_CAST turns into NULL (observed list; 220, 232, 234 and 235 inferred)? Not 529, 243 or 257. */
const isConversionFailure = (error: SqlError): boolean => forgiven.has(error.number);

/** Same type and nothing to cut, pad or round: the usual case, answered without work. */
function sameFacets(from: SqlType, to: SqlType): boolean {
  if (from.name !== to.name) return false;
  if ('length' in from && 'length' in to) return to.length === 'max' || from.length === to.length;
  if ('precision' in from && 'precision' in to) return from.precision <= to.precision && from.scale === to.scale;
  return 'scale' in from && 'scale' in to ? from.scale === to.scale : true;
}

function convertValue(source: TypedValue, to: SqlType, style?: number): SqlValue {
  if (source.value !== null && typeof source.value === 'object' && 'type' in source.value) {
    return to.name === 'sql_variant' ? source.value : convert(source.value, to, { explicit: true });
  }
  switch (to.name) {
    case 'bit':
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
      return toInteger(source, to);
    case 'decimal':
    case 'numeric':
      return toDecimal(source, to);
    case 'money':
    case 'smallmoney':
      return toMoney(source, to);
    case 'float':
    case 'real':
      return toFloat(source, to);
    case 'nvarchar':
    case 'varchar':
    case 'nchar':
    case 'char':
      if (!style && isUnicode(to)) return toText({ ...source, value: unicodeBytes(source.value) }, to, style);
      return toText(source, to, style);
    case 'varbinary':
    case 'binary':
      return toBinary(source, to, style);
    case 'uniqueidentifier':
      return toUniqueIdentifier(source);
    case 'sql_variant':
      return { kind: 'variant', type: source.type, value: source.value };
    default:
      return toTemporal(source, to);
  }
}

/** Upper case, as SQL Server prints it; text after the 36th character is ignored (documented). */
function toUniqueIdentifier({ value }: TypedValue): string {
  if (value instanceof Uint8Array) return guidOfBytes(value);
  const text = typeof value === 'string' ? value : '';
  const bare = text.startsWith('{') && text.charAt(37) === '}' ? text.slice(1, 37) : text.slice(0, 36);
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(bare)) throw badUniqueIdentifier();
  return bare.toUpperCase();
}

/** The first three groups are stored little-endian. */
const guidByteOrder = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];

function guidOfBytes(bytes: Uint8Array): string {
  const hex = guidByteOrder.map((index) => (bytes[index] ?? 0).toString(16).padStart(2, '0')).join('');
  const groups = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)];
  return groups.join('-').toUpperCase();
}

function guidBytes(text: string): Uint8Array {
  const plain = Buffer.from(text.replaceAll('-', ''), 'hex');
  return Uint8Array.from(guidByteOrder, (index) => plain[index] ?? 0);
}

function toBinary(source: TypedValue, to: BinaryType, style = 0): SqlValue {
  const bytes = bytesOf(source, style);
  if (to.length === 'max') return bytes;
  // Numbers keep their last bytes, everything else its first.
  const kept = familyOf(source.type) === 'integer' ? bytes.slice(-to.length) : bytes.slice(0, to.length);
  if (to.name === 'varbinary' || kept.length === to.length) return kept;
  const padded = new Uint8Array(to.length);
  padded.set(kept, familyOf(source.type) === 'integer' ? to.length - kept.length : 0);
  return padded;
}

function bytesOf({ value, type }: TypedValue, style: number): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'string') {
    if (type.name === 'uniqueidentifier') return guidBytes(value);
    return style > 0 ? hexBytes(value, style) : textBytes(value, type);
  }
  const widths: Partial<Record<SqlType['name'], number>> = { bit: 1, tinyint: 1, smallint: 2, int: 4, bigint: 8 };
  const width = widths[type.name];
  if (width === undefined) throw unsupportedBinary(type);
  const hex = BigInt.asUintN(width * 8, BigInt(value as number | bigint | boolean)).toString(16);
  return Buffer.from(hex.padStart(width * 2, '0'), 'hex');
}

/** How a text is stored: UTF-16 for the n-types, the code page for the others. */
export const textBytes = (text: string, type: SqlType): Uint8Array =>
  isUnicode(type) ? Buffer.from(text, 'utf16le') : encodeCodePage(text);

function hexBytes(text: string, style: number): Uint8Array {
  const digits = style === 1 ? /^0x([\da-f]*)$/i.exec(text)?.[1] : text;
  if (digits === undefined || digits.length % 2 === 1 || !/^[\da-f]*$/i.test(digits)) {
    throw new SqlError(8114, 'Error converting data type varchar to varbinary.', { state: 5, reach: 'batch' });
  }
  return Buffer.from(digits, 'hex');
}

/** The storage format of these types is not imitated. */
const unsupportedBinary = (type: SqlType): SqlError => notSupported(`converting ${type.name} to binary`);
