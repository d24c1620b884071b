import { SqlError } from '../../sql-error.ts';
import type { TypedValue } from '../../values.ts';

/** What a substitution specification takes: text, an int, or an unsigned look at an int. */
interface Specification {
  readonly flags: string;
  readonly width: number | undefined;
  readonly precision: number | undefined;
  readonly isBig: boolean;
  readonly letter: string;
}

const integers = new Set(['tinyint', 'smallint', 'int']);

/** 2786 (observed). */
const badType = (parameter: number): SqlError =>
  new SqlError(
    2786,
    `The data type of substitution parameter ${parameter} does not match the expected type of the format specification.`,
  );

/** 2787 (documented). */
const badSpecification = (text: string): SqlError => new SqlError(2787, `Invalid format specification: '${text}'.`);

const pattern = /%(?:%|([-+0# ]*)(\*|\d+)?(?:\.(\*|\d+))?(I64|[hl])?([diouxXs])?)/g;

/**
 * A message with its substitutions, as RAISERROR and FORMATMESSAGE make it: `%s %d %i %u %o %x %X %%` with flags, width
 * and precision (observed). NULL and missing arguments print `(null)`. Throws 2786 and 2787. Cutting is the caller's.
 */
export function formatMessage(format: string, args: readonly TypedValue[]): string {
  let next = 0;
  const starred = (written: string | undefined): number | undefined => {
    if (written !== '*') return written === undefined ? undefined : Number(written);
    const value = args[next]?.value;
    next += 1;
    if (typeof value !== 'number') throw badType(next);
    return value;
  };
  return format.replace(
    pattern,
    (whole, flags: string | undefined, width?: string, precision?: string, size?: string, letter?: string) => {
      if (whole === '%%') return '%';
      if (letter === undefined) throw badSpecification(whole === '%' ? format.slice(format.indexOf('%')) : whole);
      const specification: Specification = {
        flags: flags ?? '',
        width: starred(width),
        precision: starred(precision),
        isBig: size === 'I64',
        letter,
      };
      next += 1;
      return substitute(specification, args[next - 1], next);
    },
  );
}

function substitute(specification: Specification, argument: TypedValue | undefined, position: number): string {
  if (argument === undefined || argument.value === null) return pad('(null)', specification, false);
  if (specification.letter === 's') return pad(textArgument(specification, argument, position), specification, false);
  const allowed = specification.isBig ? argument.type.name === 'bigint' : integers.has(argument.type.name);
  if (!allowed) throw badType(position);
  return pad(digits(specification, BigInt(argument.value as number | bigint)), specification, true);
}

function textArgument({ precision }: Specification, { value }: TypedValue, position: number): string {
  if (typeof value !== 'string') throw badType(position);
  return precision === undefined ? value : value.slice(0, precision);
}

function digits({ flags, letter, precision, isBig }: Specification, value: bigint): string {
  const signed = letter === 'd' || letter === 'i';
  const shown = signed ? (value < 0n ? -value : value) : BigInt.asUintN(isBig ? 64 : 32, value);
  const radix = letter === 'o' ? 8 : letter === 'x' || letter === 'X' ? 16 : 10;
  const plain = shown.toString(radix).padStart(precision ?? 1, '0');
  const body = letter === 'X' ? plain.toUpperCase() : plain;
  if (signed) return (value < 0n ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '') + body;
  const prefix = flags.includes('#') && shown !== 0n ? (radix === 8 ? '0' : radix === 16 ? `0${letter}` : '') : '';
  return prefix + body;
}

function pad(text: string, { flags, width = 0, precision }: Specification, number: boolean): string {
  if (flags.includes('-')) return text.padEnd(width);
  if (!number || !flags.includes('0') || precision !== undefined) return text.padStart(width);
  const sign = /^(?:[-+ ]|0[xX])?/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}
