import type { Token } from '../token.ts';

const none: readonly number[] = [];

/** Where each word and variable of a batch stands among its tokens. */
export class TokenIndex {
  readonly #places = new Map<string, number[]>();

  constructor(tokens: readonly Token[]) {
    for (let place = 0; place < tokens.length; place += 1) {
      const token = tokens[place];
      if (token?.kind !== 'word' && token?.kind !== 'variable') continue;
      const places = this.#places.get(token.lower);
      if (places === undefined) this.#places.set(token.lower, [place]);
      else places.push(place);
    }
  }

  /** Places of an unquoted word or a variable, given in lower case, in order. */
  of(lower: string): readonly number[] {
    return this.#places.get(lower) ?? none;
  }

  has(...lower: readonly string[]): boolean {
    return lower.some((one) => this.#places.has(one));
  }
}
