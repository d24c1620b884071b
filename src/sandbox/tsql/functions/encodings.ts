import { SqlError } from '../../sql-error.ts';
import type { ScalarFunction } from '../contracts.ts';
import { tryConvert } from '../types/convert.ts';
import { int, isMax, nvarchar, varchar } from '../types/families.ts';
import { intOf, refuseTypes, strict, textOf } from './define.ts';

/** The n-th part of a dotted name, counted from the right; brackets and quotes are taken off (documented). */
function namePart(name: string, part: number): string | null {
  const parts = name.match(/\[(?:[^\]]|\]\])*\]|"(?:[^"]|"")*"|[^.[\]"]+|(?<=^|\.)(?=\.|$)/g) ?? [];
  if (part < 1 || part > 4 || parts.length > 4 || parts.join('.') !== name) return null;
  const found = parts.at(-part);
  if (found === undefined || found === '') return null;
  if (found.startsWith('[')) return found.slice(1, -1).replaceAll(']]', ']');
  return found.startsWith('"') ? found.slice(1, -1).replaceAll('""', '"') : found;
}

/** 9803 (documented). */
const badBase64 = (): SqlError => new SqlError(9803, 'Invalid data for type "Base64Decode".', { state: 20 });

/** Padding may be missing; both alphabets are read (documented). */
function decode(text: string): Uint8Array {
  const plain = text.replaceAll('-', '+').replaceAll('_', '/').replace(/\s+/g, '');
  if (!/^[A-Za-z\d+/]*={0,2}$/.test(plain) || plain.replace(/=+$/, '').length % 4 === 1) throw badBase64();
  return Buffer.from(plain, 'base64');
}

/** NULL is no date, rather than unknown (documented). */
const isDate: ScalarFunction = {
  name: 'isdate',
  minArgs: 1,
  maxArgs: 1,
  nullable: false,
  returnType: () => int,
  evaluate: ([value]) => (value !== undefined && tryConvert(value, { name: 'datetime' }) !== null ? 1 : 0),
};

/** PARSENAME, BASE64_ENCODE, BASE64_DECODE, ISDATE. */
export const encodingFunctions: readonly ScalarFunction[] = [
  strict('parsename', [2, 2], nvarchar(128), ([name, part]) => namePart(textOf(name), intOf(part))),
  strict(
    'base64_encode',
    [1, 2],
    (args) => {
      refuseTypes(args, 0, 'base64_encode', ['varchar', 'nvarchar', 'char', 'nchar', 'int', 'bigint']);
      return varchar(args[0] !== undefined && isMax(args[0].type) ? 'max' : 8000);
    },
    ([bytes, url]) => {
      const isUrl = url !== undefined && intOf(url) !== 0;
      return Buffer.from(bytes?.value as Uint8Array).toString(isUrl ? 'base64url' : 'base64');
    },
  ),
  strict(
    'base64_decode',
    [1, 1],
    ([text]) => ({ name: 'varbinary', length: text !== undefined && isMax(text.type) ? 'max' : 8000 }),
    ([text]) => decode(textOf(text)),
  ),
  isDate,
];
