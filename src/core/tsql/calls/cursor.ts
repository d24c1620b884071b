import type { Token } from '../token.ts';
import type { Span } from './span.ts';

/** Reads the tokens of one batch that mean something. */
export class Cursor {
  readonly #tokens: readonly Token[];
  #at = 0;

  /** `tokens` holds no blanks and no comments. */
  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** Number of tokens already taken. */
  get at(): number {
    return this.#at;
  }

  peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#at + ahead];
  }

  take(): Token | undefined {
    const token = this.#tokens[this.#at];
    if (token !== undefined) this.#at += 1;
    return token;
  }

  /** Takes the next token when it is this symbol or unquoted word. */
  accept(...texts: readonly string[]): Token | undefined {
    return is(this.peek(), ...texts) ? this.take() : undefined;
  }
}

/** True for an unquoted word or symbol among `texts`, which are lower-case. */
export const is = (token: Token | undefined, ...texts: readonly string[]): boolean =>
  token !== undefined && (token.kind === 'word' || token.kind === 'symbol') && texts.includes(token.lower);

/** Where the token stands, from its first character to behind its last. */
export const tokenSpan = (token: Token): Span => ({ start: token.start, end: token.start + token.text.length });

const starters = new Set(
  `add alter backup begin break bulk checkpoint close commit continue create dbcc deallocate declare delete deny disable
  drop else enable end exec execute fetch goto grant if insert kill merge open print raiserror receive reconfigure restore
  return revert revoke rollback save select send set shutdown throw truncate update use waitfor while with`.split(
    /\s+/u,
  ),
);

/** True where the statement before must be over: at the end, at `;`, and at a word that can only begin or end a statement. */
export const endsStatement = (token: Token | undefined): boolean =>
  token === undefined || is(token, ';') || (token.kind === 'word' && starters.has(token.lower));
