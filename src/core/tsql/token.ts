/**
 * One lexical piece of T-SQL text. Tokens are lossless: put together in order they are the input. `error` is set on a
 * piece that never closes (string, identifier, comment) or that no rule knows.
 */
export interface Token {
  readonly kind: TokenKind;
  /** Exactly as written. */
  readonly text: string;
  /** UTF-16 offset of the first character. */
  readonly start: number;
  /** 1-based line of the first character. */
  readonly line: number;
  readonly error?: 'unclosed-string' | 'unclosed-identifier' | 'unclosed-comment' | 'unknown';
}

/**
 * `word` is any unquoted name or keyword, `temp` names included (#t, ##t); `identifier` is [bracketed] or "quoted";
 * `variable` is @x, `global` is @@x; `symbol` is an operator or punctuation of one to three characters.
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
  | 'unknown';
