import { unknown } from './constant.ts';
import type { Constant } from './constant.ts';
import { convertText, firstCharacters } from './folded-text.ts';
import type { Token } from '../token.ts';

const ranges: Readonly<Record<string, readonly [number, number]>> = {
  tinyint: [0, 255],
  smallint: [-32_768, 32_767],
  int: [-2_147_483_648, 2_147_483_647],
  bigint: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
};
const textType = /^(n?)varchar(?:\((max|\d{1,4})\))?$/u;
const longestDeclared = (unicode: boolean): number => (unicode ? 4000 : 8000);
const ascii = /^\p{ASCII}*$/u;

/** What a variable declared with these tokens holds after it was given `value`; text that is too long is cut in silence. */
export const storedIn = (type: readonly Token[], value: Constant): Constant => {
  if (value.kind === 'null' || value.kind === 'unknown') return value;
  const spelled = type.map((token) => token.lower).join('');
  if (value.kind === 'number') {
    const [least, most] = ranges[spelled] ?? [1, 0];
    return value.value >= least && value.value <= most ? value : unknown;
  }
  const match = textType.exec(spelled === 'sysname' ? 'nvarchar(128)' : spelled);
  if (match === null) return unknown;
  const unicode = match[1] === 'n';
  // The code page of a varchar decides what becomes of other characters.
  if (!unicode && !ascii.test(value.value)) return unknown;
  if (match[2] === 'max') return convertText(value, unicode, true);
  const length = Number(match[2] ?? 1);
  if (length > longestDeclared(unicode)) return unknown;
  return { ...firstCharacters(value, length), unicode, max: false };
};
