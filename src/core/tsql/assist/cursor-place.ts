import { restParameters } from '../../rest/parameters.ts';
import { scanBatch } from '../batch-scan.ts';
import { mayHoldCalls } from '../call-hint.ts';
import type { Span } from '../calls/span.ts';
import { is } from '../calls/cursor.ts';
import { tokenize } from '../lexer.ts';
import { unquoteIdentifier } from '../quoting.ts';
import type { Token } from '../token.ts';

/** Where a cursor stands, as far as calls are concerned. Spans are of the document. */
export type CursorPlace =
  /** The name of a procedure is being written; `returns` when a variable takes its return value. */
  | { readonly kind: 'procedure'; readonly span: Span; readonly returns: boolean }
  /** A parameter of the call may be named here. */
  | { readonly kind: 'parameter'; readonly span: Span; readonly given: readonly string[] }
  /** A value is expected and not begun. */
  | { readonly kind: 'value'; readonly span: Span; readonly parameter: string }
  /** Inside the literal or name that is, or goes to, a parameter. `before` is its raw text up to the cursor. */
  | {
      readonly kind: 'inside';
      readonly span: Span;
      readonly parameter: string;
      readonly before: string;
      /** The whole content as written. */
      readonly content: string;
    };

const procedure = 'sp_invoke_external_rest_endpoint';

const isProcedure = (token: Token | undefined): boolean =>
  (token?.kind === 'word' || token?.kind === 'identifier') && unquoteIdentifier(token.text).toLowerCase() === procedure;

const parameterNames = restParameters.map(({ name }) => name as string);

/** The call around token number `at`: where its arguments begin; undefined outside. */
const callAround = (tokens: readonly Token[], at: number): number | undefined => {
  let depth = 0;
  for (let index = at; index >= 0; index -= 1) {
    const token = tokens[index];
    if (is(token, ')')) depth += 1;
    else if (is(token, '(')) depth -= 1;
    if (is(token, ';', 'select', 'declare', 'if', 'begin', 'end', 'set', 'print') || depth < 0) return undefined;
    if (isProcedure(token)) return index + 1;
    if (is(token, 'exec', 'execute')) return undefined;
  }
  return undefined;
};

/** The parameter of argument number `at` tokens in: by its name, else by its position. */
const parameterAt = (tokens: readonly Token[], first: number, at: number): string | undefined => {
  let start = at;
  while (start > first && !is(tokens[start - 1], ',')) start -= 1;
  const [name, equals] = [tokens[start], tokens[start + 1]];
  if (name?.kind === 'variable' && is(equals, '=')) return name.text.toLowerCase();
  const commas = tokens.slice(first, start).filter((token) => is(token, ',')).length;
  return parameterNames[commas];
};

/** The variable that the literal at `at` goes into: DECLARE @x type = …, SET @x = …, also behind a +. */
const variableOf = (tokens: readonly Token[], at: number): string | undefined => {
  let equals = at - 1;
  while (equals > 0 && !is(tokens[equals], '=', '+=', ';') && at - equals < 60) equals -= 1;
  if (!is(tokens[equals], '=', '+=')) return undefined;
  for (let index = equals - 1; index >= Math.max(0, equals - 6); index -= 1) {
    const token = tokens[index];
    if (token?.kind === 'variable') return token.text.toLowerCase();
    if (is(token, ';', ',')) return undefined;
  }
  return undefined;
};

/** Names that people give to variables of these. */
const usual: readonly (readonly [RegExp, string])[] = [
  [/url|uri|address/u, '@url'],
  [/header/u, '@headers'],
  [/payload|body/u, '@payload'],
];

/** The parameter that a variable goes to, by a call below it; else by its name, when the batch has no such call yet. */
const parameterOfVariable = (tokens: readonly Token[], variable: string): string | undefined => {
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== 'variable' || token.text.toLowerCase() !== variable || is(tokens[at + 1], '=')) continue;
    const first = callAround(tokens, at - 1);
    if (first !== undefined) return parameterAt(tokens, first, at);
  }
  return usual.find(([pattern]) => pattern.test(variable))?.[1];
};

/** Where the content of a string or a delimited name begins and ends, in the token. */
const contentOf = ({ text, kind, error }: Token): readonly [number, number] => {
  const open = kind === 'string' ? text.indexOf("'") + 1 : 1;
  return [open, error === undefined ? text.length - 1 : text.length];
};

const inside = (all: readonly Token[], index: number, offset: number): CursorPlace | undefined => {
  const token = all[index];
  if (token === undefined) return undefined;
  const [open, close] = contentOf(token);
  const at = offset - token.start;
  if (at < open || at > close) return undefined;
  const meaningful = all.filter(({ kind }) => kind !== 'whitespace' && kind !== 'comment');
  const own = meaningful.indexOf(token);
  const first = callAround(meaningful, own - 1);
  const direct = first === undefined ? undefined : parameterAt(meaningful, first, own);
  const variable = first === undefined ? variableOf(meaningful, own) : undefined;
  const parameter = direct ?? (variable === undefined ? undefined : parameterOfVariable(meaningful, variable));
  if (parameter === undefined) return undefined;
  return {
    kind: 'inside',
    parameter,
    before: token.text.slice(open, at),
    content: token.text.slice(open, close),
    span: { start: token.start + open, end: token.start + close },
  };
};

/** What is typed of a name up to the cursor. */
const typed = /[\p{L}\p{N}_@$#.[\]]*$/u;

const outside = (tokens: readonly Token[], span: Span): CursorPlace | undefined => {
  const last = tokens.at(-1);
  const returns = is(last, '=') && tokens.at(-2)?.kind === 'variable' && is(tokens.at(-3), 'exec', 'execute');
  if (is(last, 'exec', 'execute') || returns) return { kind: 'procedure', span, returns };
  const first = callAround(tokens, tokens.length - 1);
  if (first === undefined) return undefined;
  if (tokens.length === first || is(last, ',')) {
    const given = tokens
      .slice(first)
      .flatMap((token, index, rest) =>
        token.kind === 'variable' && is(rest[index + 1], '=') ? [token.text.toLowerCase()] : [],
      );
    return { kind: 'parameter', span, given };
  }
  const parameter = is(last, '=') ? parameterAt(tokens, first, tokens.length - 1) : undefined;
  return parameter === undefined ? undefined : { kind: 'value', span, parameter };
};

/** The batch around an offset: only what is needed of a large document is read. */
const batchAround = (document: string, offset: number): Span => {
  let place = scanBatch(document, 0);
  while (place.next <= offset && place.next < document.length) place = scanBatch(document, place.next);
  return place;
};

/** Reads where a cursor stands; undefined where nothing of ours can be written. Never throws. */
export const cursorPlace = (document: string, offset: number): CursorPlace | undefined => {
  const batch = batchAround(document, offset);
  const text = document.slice(batch.start, batch.end);
  const tokens = [...tokenize(text)].map((token) => ({ ...token, start: token.start + batch.start }));
  const index = tokens.findIndex(({ start, text: own }) => offset > start && offset <= start + own.length);
  const token = tokens[index];
  const closed = token !== undefined && token.error === undefined && offset === token.start + token.text.length;
  if (token?.kind === 'comment' && !(closed && token.text.startsWith('/*'))) return undefined;
  if (token?.kind === 'string' || token?.kind === 'identifier') {
    if (!closed) return mayHoldCalls(text) || token.kind === 'string' ? inside(tokens, index, offset) : undefined;
    if (token.kind === 'string') return undefined;
  }
  const word = typed.exec(document.slice(batch.start, offset))?.[0] ?? '';
  const span = { start: offset - word.length, end: offset };
  const before = tokens.filter(
    ({ kind, start, text: own }) => kind !== 'whitespace' && kind !== 'comment' && start + own.length <= span.start,
  );
  return outside(before, span);
};
