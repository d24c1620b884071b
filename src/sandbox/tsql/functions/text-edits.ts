import { SqlError } from '../../sql-error.ts';
import type { ArgumentInfo, ScalarFunction } from '../contracts.ts';
import { isMax, nvarchar, varchar } from '../types/families.ts';
import { cutTo, intOf, strict, textOf, textTypeOf, wideTextType } from './define.ts';

/** Replaces every occurrence, compared without case as the default collation does. */
function replaceAll(text: string, wanted: string, replacement: string): string {
  if (wanted === '') return text;
  const [haystack, needle] = [text.toLowerCase(), wanted.toLowerCase()];
  const pieces: string[] = [];
  let from = 0;
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, from)) {
    pieces.push(text.slice(from, at));
    from = at + needle.length;
  }
  return [...pieces, text.slice(from)].join(replacement);
}

function trim(text: string, characters: string, start: boolean, end: boolean): string {
  const folded = characters.toLowerCase();
  const drops = (at: number): boolean => folded.includes(text.charAt(at).toLowerCase());
  let [from, to] = [0, text.length];
  while (start && from < to && drops(from)) from += 1;
  while (end && to > from && drops(to - 1)) to -= 1;
  return text.slice(from, to);
}

const own = ([text]: readonly ArgumentInfo[]) => textTypeOf(text);

const trimmer = (name: string, start: boolean, end: boolean): ScalarFunction =>
  strict(name, [1, 2], own, ([text, characters]) =>
    trim(textOf(text), characters === undefined ? ' ' : textOf(characters), start, end),
  );

/** 9828 (documented). */
const unequalTranslation = (): SqlError =>
  new SqlError(
    9828,
    'The second and third arguments of the TRANSLATE built-in function must contain an equal number of characters.',
  );

function translate(text: string, from: string, to: string): string {
  if (from.length !== to.length) throw unequalTranslation();
  const folded = from.toLowerCase();
  return Array.from(text, (character) => {
    const at = folded.indexOf(character.toLowerCase());
    return at < 0 ? character : to.charAt(at);
  }).join('');
}

/** QUOTENAME by its quote character; NULL for any other. */
const quotes: Record<string, readonly [string, string]> = {
  '[': ['[', ']'],
  ']': ['[', ']'],
  '(': ['(', ')'],
  ')': ['(', ')'],
  '<': ['<', '>'],
  '>': ['<', '>'],
  '{': ['{', '}'],
  '}': ['{', '}'],
  '"': ['"', '"'],
  "'": ["'", "'"],
  '`': ['`', '`'],
};

/** REPLICATE with a constant count has the exact length, else the widest. */
function replicateType(args: readonly ArgumentInfo[]) {
  const [text, count] = args;
  if (text !== undefined && isMax(text.type)) return textTypeOf(text);
  const type = textTypeOf(text);
  const length = 'length' in type && typeof type.length === 'number' ? type.length : 0;
  return textTypeOf(text, typeof count?.constant === 'number' ? length * Math.max(1, count.constant) : 8000);
}

/** A NULL replacement only deletes (documented), so this one is not strict. */
const stuff: ScalarFunction = {
  name: 'stuff',
  minArgs: 4,
  maxArgs: 4,
  returnType: ([text, , , replacement]) => wideTextType([text, replacement].filter((info) => info !== undefined)),
  evaluate([text, start, length, replacement], { returnType }) {
    if ([text, start, length].some((argument) => argument === undefined || argument.value === null)) return null;
    const [whole, from, count] = [textOf(text), intOf(start), intOf(length)];
    if (from < 1 || from > whole.length || count < 0) return null;
    const inserted = replacement === undefined || replacement.value === null ? '' : textOf(replacement);
    return cutTo(whole.slice(0, from - 1) + inserted + whole.slice(from - 1 + count), returnType);
  },
};

/** Functions that give a changed text. */
export const editFunctions: readonly ScalarFunction[] = [
  strict('upper', [1, 1], own, ([text]) => textOf(text).toUpperCase()),
  strict('lower', [1, 1], own, ([text]) => textOf(text).toLowerCase()),
  strict('reverse', [1, 1], own, ([text]) => textOf(text).split('').reverse().join('')),
  trimmer('ltrim', true, false),
  trimmer('rtrim', false, true),
  trimmer('trim', true, true),
  strict(
    'replace',
    [3, 3],
    (args) => wideTextType(args),
    ([text, wanted, replacement], { returnType }) =>
      cutTo(replaceAll(textOf(text), textOf(wanted), textOf(replacement)), returnType),
  ),
  strict('translate', [3, 3], own, ([text, from, to]) => translate(textOf(text), textOf(from), textOf(to))),
  strict('replicate', [2, 2], replicateType, ([text, count], { returnType }) => {
    const [piece, times] = [textOf(text), intOf(count)];
    if (times < 0) return null;
    const limit = 'length' in returnType && typeof returnType.length === 'number' ? returnType.length : Infinity;
    const enough = piece === '' ? 0 : Math.min(times, Math.ceil(limit / piece.length));
    return cutTo(piece.repeat(enough), returnType);
  }),
  strict('space', [1, 1], varchar(8000), ([count]) => {
    const length = intOf(count);
    return length < 0 ? null : ' '.repeat(Math.min(length, 8000));
  }),
  stuff,
  strict('quotename', [1, 2], nvarchar(258), ([name, quote]) => {
    const text = textOf(name);
    const pair = quotes[quote === undefined ? '[' : textOf(quote).charAt(0)];
    if (pair === undefined || text.length > 128) return null;
    return pair[0] + text.replaceAll(pair[1], pair[1] + pair[1]) + pair[1];
  }),
];
