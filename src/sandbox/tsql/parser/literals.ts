import { unquoteLiteral } from '../../../core/tsql/quoting.ts';
import type { SqlDecimal, SqlType, SqlValue } from '../../values.ts';
import type { ParserToken } from '../contracts.ts';
import { compileError } from './errors.ts';

/** A literal's type and value (facts 2.3). */
export interface Literal {
  readonly type: SqlType;
  readonly value: SqlValue;
}

const greatestInt = 2_147_483_647n;

const decimal = (digits: string, scale: number): SqlDecimal => ({
  kind: 'decimal',
  unscaled: BigInt(digits || '0'),
  scale,
});

const exactNumber = (text: string, line: number): Literal => {
  const [whole = '', fraction = ''] = text.split('.');
  const digits = (whole + fraction).replace(/^0+/u, '');
  const precision = Math.max(digits.length, fraction.length, 1);
  if (precision > 38)
    throw compileError(
      1007,
      `The number '${text}' is out of the range for numeric representation (maximum precision 38).`,
      line,
    );
  if (fraction === '' && !text.includes('.') && BigInt(digits || '0') <= greatestInt)
    return { type: { name: 'int' }, value: Number(text) };
  return { type: { name: 'numeric', precision, scale: fraction.length }, value: decimal(digits, fraction.length) };
};

const money = (text: string): Literal => {
  const [whole = '', fraction = ''] = text.replace(/^\$\s*/u, '').split('.');
  const negative = whole.startsWith('-');
  const digits = whole.replace(/^[+-]/u, '') + fraction.slice(0, 4).padEnd(4, '0');
  const { unscaled } = decimal(digits, 4);
  return { type: { name: 'money' }, value: { kind: 'decimal', unscaled: negative ? -unscaled : unscaled, scale: 4 } };
};

const text = (token: string): Literal => {
  const national = /^n/iu.test(token);
  const value = unquoteLiteral(token);
  const limit = national ? 4000 : 8000;
  const length = value.length > limit ? 'max' : Math.max(value.length, 1);
  return { type: { name: national ? 'nvarchar' : 'varchar', length }, value };
};

const binary = (token: string): Literal => {
  const hex = token.slice(2).replaceAll(/\\\r?\n/gu, '');
  const bytes = Uint8Array.from(Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex'));
  return { type: { name: 'varbinary', length: bytes.length > 8000 ? 'max' : Math.max(bytes.length, 1) }, value: bytes };
};

/** The value of a string, number, money or 0x token. */
export const readLiteral = (token: ParserToken): Literal => {
  switch (token.kind) {
    case 'string':
      return text(token.text);
    case 'binary':
      return binary(token.text);
    case 'money':
      return money(token.text);
    default:
      return /e/iu.test(token.text)
        ? { type: { name: 'float' }, value: Number(token.text.replace(/e[+-]?$/iu, '')) }
        : exactNumber(token.text, token.line);
  }
};

/** `-literal` is itself a literal: -2147483648 is an int. Undefined for what has no sign. */
export const negateLiteral = ({ type, value }: Literal): Literal | undefined => {
  if (typeof value === 'number') return { type, value: value === 0 ? 0 : -value };
  if (value === null || typeof value !== 'object' || !('kind' in value) || value.kind !== 'decimal') return undefined;
  if (type.name === 'numeric' && value.scale === 0 && value.unscaled === greatestInt + 1n)
    return { type: { name: 'int' }, value: -2_147_483_648 };
  return { type, value: { ...value, unscaled: -value.unscaled } };
};
