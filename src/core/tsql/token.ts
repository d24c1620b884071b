/**
 * One lexical piece of T-SQL text. Tokens are lossless: put together in order they are the input. `error` is set on a
 * piece that never closes (string, identifier, comment) or that no rule knows.
 */
export interface Token {
  readonly kind: TokenKind;
  /** Exactly as written. */
  readonly text: string;
  /** What to compare: words and variables in lower case, everything else as written. */
  readonly lower: string;
  /** UTF-16 offset of the first character. */
  readonly start: number;
  readonly error?: 'unclosed-string' | 'unclosed-identifier' | 'unclosed-comment' | 'unknown';
}

/** A token that knows its line. */
export interface LinedToken extends Token {
  /** 1-based line of the first character. */
  readonly line: number;
}

/**
 * `word` is any unquoted name or keyword, `temp` names included (#t, ##t); `identifier` is [bracketed] or "quoted";
 * `sqlcmd` is a line that sqlcmd keeps to itself and `script-variable` its $(x), both only where a script is read; `variable` is @x, `global` is @@x; `symbol` is an operator or punctuation of one to three characters.
 */
export type TokenKind =
  | 'whitespace'
  | 'comment'
  | 'word'
  | 'identifier'
  | 'variable'
  | 'global'
  | 'string'
  | 'number'
  | 'binary'
  | 'money'
  | 'symbol'
  | 'sqlcmd'
  | 'script-variable'
  | 'unknown';
