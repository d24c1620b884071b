import { endsStatement, is, tokenSpan } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import type { Token } from '../token.ts';

/** An EXEC statement as written, whatever it calls. */
export interface Exec {
  readonly keyword: Token;
  readonly returnVariable?: Token;
  /** Parts of the name and its dots, as written. */
  readonly name: readonly Token[];
  readonly arguments: readonly ExecArgument[];
  readonly end: number;
  /** False when the text behind the last argument belongs to the statement but was not understood. */
  readonly closed: boolean;
}

/** `@name = value OUTPUT`; `value` is empty while it is not written. */
export interface ExecArgument {
  readonly name?: Token;
  readonly value: readonly Token[];
  readonly output?: Token;
  readonly start: number;
  readonly end: number;
}

const isName = (token: Token | undefined): boolean =>
  token?.kind === 'identifier' || (token?.kind === 'word' && !endsStatement(token));

const readName = (cursor: Cursor): readonly Token[] => {
  const parts: Token[] = [];
  for (let token = cursor.peek(); token !== undefined; token = cursor.peek()) {
    const afterDot = parts.length === 0 || is(parts.at(-1), '.');
    if (!is(token, '.') && !(afterDot && isName(token))) break;
    parts.push(token);
    cursor.take();
  }
  return parts;
};

const endsArgument = (token: Token | undefined): boolean => endsStatement(token) || is(token, ',', 'output', 'out');

/** Two values side by side are no value: what follows the first belongs to something else, unless an operator joins them. */
const readValue = (cursor: Cursor): readonly Token[] => {
  const value: Token[] = [];
  let depth = 0;
  for (let token = cursor.peek(); token !== undefined && !is(token, ';'); token = cursor.peek()) {
    if (depth === 0 && (endsArgument(token) || is(token, ')'))) break;
    const previous = value.at(-1);
    if (depth === 0 && previous !== undefined && previous.kind !== 'symbol' && token.kind !== 'symbol') break;
    if (is(token, '(')) depth += 1;
    if (is(token, ')')) depth -= 1;
    value.push(token);
    cursor.take();
  }
  return value;
};

const readArgument = (cursor: Cursor): ExecArgument | undefined => {
  const first = cursor.peek();
  if (first === undefined) return undefined;
  const named = first.kind === 'variable' && is(cursor.peek(1), '=') ? cursor.take() : undefined;
  const equals = named === undefined ? undefined : cursor.take();
  const value = readValue(cursor);
  const output = value.length === 0 ? undefined : cursor.accept('output', 'out');
  const last = output ?? value.at(-1) ?? equals;
  if (last === undefined) return undefined;
  return {
    ...(named === undefined ? {} : { name: named }),
    value,
    ...(output === undefined ? {} : { output }),
    start: first.start,
    end: tokenSpan(last).end,
  };
};

const readArguments = (cursor: Cursor): { readonly found: readonly ExecArgument[]; readonly closed: boolean } => {
  const found: ExecArgument[] = [];
  if (is(cursor.peek(), '(')) return { found, closed: false };
  for (let wanted = false; ; wanted = true) {
    const argument = readArgument(cursor);
    if (argument !== undefined) found.push(argument);
    else if (wanted || !endsStatement(cursor.peek())) return { found, closed: false };
    if (!cursor.accept(',')) return { found, closed: endsStatement(cursor.peek()) };
  }
};

/** Reads one EXEC statement from its keyword on; undefined when no module is named (EXEC (…), EXECUTE AS …). */
export const readExec = (cursor: Cursor): Exec | undefined => {
  const keyword = cursor.take();
  if (keyword === undefined || is(cursor.peek(), 'as', '(')) return undefined;
  const returned = cursor.peek()?.kind === 'variable' && is(cursor.peek(1), '=') ? cursor.take() : undefined;
  if (returned !== undefined) cursor.take();
  const name = readName(cursor);
  const last = name.at(-1) ?? returned ?? keyword;
  const rest = name.length === 0 ? { found: [], closed: false } : readArguments(cursor);
  return {
    keyword,
    ...(returned === undefined ? {} : { returnVariable: returned }),
    name,
    arguments: rest.found,
    end: rest.found.at(-1)?.end ?? tokenSpan(last).end,
    closed: rest.closed,
  };
};
