import { Cursor, is } from './cursor.ts';
import { joinTexts, literalText, plainText } from './folded-text.ts';
import type { FoldedText } from './folded-text.ts';
import type { Token } from '../token.ts';

/** What is known of a value before the script runs. `unknown` is the answer to everything that is not certain. */
export type Constant =
  FoldedText | { readonly kind: 'number'; readonly value: number; readonly start: number } | NullConstant | Unknown;

interface NullConstant {
  readonly kind: 'null';
}

interface Unknown {
  readonly kind: 'unknown';
}

export const unknown: Unknown = { kind: 'unknown' };
export const nullConstant: NullConstant = { kind: 'null' };

/** The value of a variable, given in lower case with its @. */
export type Lookup = (variable: string) => Constant;

const largestInt = 2_147_483_647;
const scriptVariable = /\$\([\p{L}_]/u;
const ascii = /^\p{ASCII}*$/u;

const stringConstant = (token: Token): Constant => {
  const text = literalText(token);
  // sqlcmd puts something else in its place before SQL Server sees it.
  if (scriptVariable.test(text.value)) return unknown;
  // Without N the text goes through the code page of the database, which is not known here.
  return text.unicode || ascii.test(text.value) ? text : unknown;
};

const numberConstant = (token: Token): Constant =>
  /^(?:0|[1-9]\d*)$/u.test(token.text) && Number(token.text) <= largestInt
    ? { kind: 'number', value: Number(token.text), start: token.start }
    : unknown;

/** The value of one token; `unknown` for what is no literal, NULL or variable. */
const tokenConstant = (token: Token, lookup: Lookup): Constant => {
  if (token.kind === 'string') return stringConstant(token);
  if (token.kind === 'number') return numberConstant(token);
  if (token.kind === 'variable') return lookup(token.lower);
  return is(token, 'null') ? nullConstant : unknown;
};

const negative = (token: Token | undefined): Constant => {
  const constant = token?.kind === 'number' ? numberConstant(token) : unknown;
  return constant.kind === 'number' ? { ...constant, value: -constant.value } : unknown;
};

/** Longer texts are not put together: thirty lines of `SET @a = @a + @a` would fill the memory. */
const mostRuns = 2000;
const mostCharacters = 1_000_000;

const fits = (left: FoldedText, right: FoldedText): boolean =>
  left.runs.length + right.runs.length <= mostRuns && left.value.length + right.value.length <= mostCharacters;

/** `left + right`, also as `+=` does it. */
export const plus = (left: Constant, right: Constant): Constant => {
  if (left.kind === 'text' && right.kind === 'text') return fits(left, right) ? joinTexts(left, right) : unknown;
  const texts = [left, right].every((side) => side.kind === 'text' || side.kind === 'null');
  return texts ? nullConstant : unknown;
};

const inConcat = (part: Constant): Constant => {
  if (part.kind === 'null') return plainText('', 0);
  if (part.kind !== 'number') return part;
  return part.value < 0 ? unknown : plainText(String(part.value), part.start);
};

/** CONCAT takes NULL for the empty text. */
const concat = (cursor: Cursor, lookup: Lookup): Constant => {
  cursor.take();
  cursor.take();
  const parts = [inConcat(sum(cursor, lookup))];
  while (cursor.accept(',')) parts.push(inConcat(sum(cursor, lookup)));
  if (parts.length < 2 || !cursor.accept(')')) return unknown;
  return parts.reduce(plus);
};

const parenthesized = (cursor: Cursor, lookup: Lookup): Constant => {
  cursor.take();
  const inner = sum(cursor, lookup);
  return cursor.accept(')') ? inner : unknown;
};

const term = (cursor: Cursor, lookup: Lookup): Constant => {
  const token = cursor.peek();
  if (is(token, '(')) return parenthesized(cursor, lookup);
  if (is(token, 'concat') && is(cursor.peek(1), '(')) return concat(cursor, lookup);
  cursor.take();
  if (is(token, '-')) return negative(cursor.take());
  return token === undefined ? unknown : tokenConstant(token, lookup);
};

const sum = (cursor: Cursor, lookup: Lookup): Constant => {
  let value = term(cursor, lookup);
  while (cursor.accept('+', '||')) value = plus(value, term(cursor, lookup));
  return value;
};

/** Nothing that people write nests deeper, and the call stack does. */
const deepest = 200;

/** The value of an expression of literals, variables, + and CONCAT that takes up all of `tokens`. */
export const expressionConstant = (tokens: readonly Token[], lookup: Lookup): Constant => {
  if (tokens.filter((token) => is(token, '(')).length > deepest) return unknown;
  const cursor = new Cursor(tokens);
  const value = sum(cursor, lookup);
  return cursor.peek() === undefined ? value : unknown;
};
