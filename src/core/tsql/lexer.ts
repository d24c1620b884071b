import type { Token, TokenKind } from './token.ts';

/** Longest first, so that `<=` is not read as `<` and `=`. */
const symbols = [
  '||=', '<=', '>=', '<>', '!=', '!<', '!>', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '||', '::',
  '+', '-', '*', '/', '%', '&', '|', '^', '~', '<', '>', '=', '!', '.', ',', ';', ':', '(', ')', '{', '}', '?',
] as const; // prettier-ignore

const wordPart = /[\p{L}\p{N}\p{M}_@$#]*/uy;
const patterns: readonly (readonly [TokenKind, RegExp])[] = [
  ['whitespace', /[\s\u0000-\u001f\u200b\ufeff]+/uy], // eslint-disable-line no-control-regex -- control characters are blanks to SQL Server
  ['comment', /--[^\r\n]*/uy],
  ['binary', /0[xX](?:[0-9a-fA-F]|\\\r?\n)*/uy],
  ['number', /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d*)?/uy],
  ['money', /\$(?![\p{L}_])\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)?/uy],
  ['global', /@@[\p{L}\p{N}\p{M}_@$#]*/uy],
  ['variable', /@[\p{L}\p{N}\p{M}_@$#]*/uy],
  ['word', /[\p{L}_#$][\p{L}\p{N}\p{M}_@$#]*/uy],
];

interface Piece {
  readonly kind: TokenKind;
  readonly end: number;
  readonly error?: NonNullable<Token['error']>;
}

/** Reads a delimited piece in which a doubled `close` stands for itself. */
const delimited = (
  text: string,
  open: number,
  close: string,
  kind: TokenKind,
  error: NonNullable<Token['error']>,
): Piece => {
  let at = open + 1;
  for (;;) {
    const found = text.indexOf(close, at);
    if (found < 0) return { kind, end: text.length, error };
    if (text[found + 1] !== close) return { kind, end: found + 1 };
    at = found + 2;
  }
};

/** Block comments nest. */
const blockComment = (text: string, start: number): Piece => {
  const marks = /\/\*|\*\//gu;
  marks.lastIndex = start;
  let depth = 0;
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    depth += mark[0] === '/*' ? 1 : -1;
    if (depth === 0) return { kind: 'comment', end: marks.lastIndex };
  }
  return { kind: 'comment', end: text.length, error: 'unclosed-comment' };
};

const matched = (text: string, at: number): Piece | undefined => {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    if (pattern.test(text) && pattern.lastIndex > at) return { kind, end: pattern.lastIndex };
  }
  const symbol = symbols.find((one) => text.startsWith(one, at));
  return symbol === undefined ? undefined : { kind: 'symbol', end: at + symbol.length };
};

const piece = (text: string, at: number): Piece => {
  const first = text[at];
  if (first === "'") return delimited(text, at, "'", 'string', 'unclosed-string');
  if ((first === 'N' || first === 'n') && text[at + 1] === "'")
    return delimited(text, at + 1, "'", 'string', 'unclosed-string');
  if (first === '[') return delimited(text, at, ']', 'identifier', 'unclosed-identifier');
  if (first === '"') return delimited(text, at, '"', 'identifier', 'unclosed-identifier');
  if (first === '/' && text[at + 1] === '*') return blockComment(text, at);
  const found = matched(text, at);
  if (found !== undefined) return found;
  const codePoint = text.codePointAt(at) ?? 0;
  return { kind: 'unknown', end: at + (codePoint > 0xffff ? 2 : 1), error: 'unknown' };
};

const countLines = (text: string, start: number, end: number): number => {
  let lines = 0;
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
};

/** Every character of `text`, as tokens in order. Never throws. */
export function* tokenize(text: string): Generator<Token, void, undefined> {
  let line = 1;
  for (let start = 0; start < text.length;) {
    const { kind, end, error } = piece(text, start);
    yield { kind, text: text.slice(start, end), start, line, ...(error === undefined ? {} : { error }) };
    if (kind !== 'word' && kind !== 'symbol') line += countLines(text, start, end);
    start = end;
  }
}

/** True for a name that needs no quoting by its spelling; whether it is reserved is another question. */
export const isRegularIdentifier = (name: string): boolean => {
  wordPart.lastIndex = 0;
  return /^[\p{L}_#]/u.test(name) && wordPart.test(name) && wordPart.lastIndex === name.length;
};
