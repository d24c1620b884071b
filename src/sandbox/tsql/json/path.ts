import { advancedAccessor, badPath } from './errors.ts';

/** One accessor. `range` is inclusive and has from < to. */
export type PathStep =
  | { readonly kind: 'key'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'any-key' }
  | { readonly kind: 'any-index' }
  | { readonly kind: 'range'; readonly from: number; readonly to: number };

/** A parsed SQL/JSON path. */
export interface JsonPath {
  readonly append: boolean;
  readonly strict: boolean;
  readonly steps: readonly PathStep[];
  /** It can reach more than one value. */
  readonly many: boolean;
}

interface PathToken {
  readonly kind: 'symbol' | 'word' | 'number' | 'quoted' | 'other' | 'end';
  readonly text: string;
  readonly at: number;
}

const keywords = new Set(['lax', 'strict', 'append', 'to', 'last']);
const remembered = new Map<string, JsonPath>();

/** Throws 13607 and 13660 with the states that were measured. `append` is known to JSON_MODIFY only. */
export function parsePath(text: string, mayAppend = false): JsonPath {
  const key = `${mayAppend ? 'a' : '-'}${text}`;
  let path = remembered.get(key);
  if (path === undefined) {
    path = new PathParser(text).parse(mayAppend);
    if (remembered.size > 500) remembered.clear();
    remembered.set(key, path);
  }
  return path;
}

class PathParser {
  readonly #text: string;
  #at = 0;
  #inBrackets = false;
  #token: PathToken;

  constructor(text: string) {
    this.#text = text;
    this.#token = this.#read();
  }

  parse(mayAppend: boolean): JsonPath {
    const append = mayAppend && this.#accept('word', 'append');
    const strict = this.#accept('word', 'strict');
    if (!strict) this.#accept('word', 'lax');
    this.#expect('$');
    const steps: PathStep[] = [];
    while (this.#token.kind !== 'end') steps.push(this.#step());
    const many = steps.some((step) => step.kind !== 'key' && step.kind !== 'index');
    return { append, strict, steps, many };
  }

  #step(): PathStep {
    if (this.#accept('symbol', '.')) return this.#member();
    if (this.#token.text !== '[' || this.#token.kind !== 'symbol') throw this.#unexpected();
    this.#inBrackets = true;
    this.#next();
    const step = this.#element();
    this.#inBrackets = false;
    this.#expect(']');
    return step;
  }

  #member(): PathStep {
    const { kind, text } = this.#token;
    const star = kind === 'symbol' && text === '*';
    if (kind !== 'word' && kind !== 'quoted' && !star) throw this.#unexpected();
    // Nothing separates these two from a word right behind them.
    if (kind !== 'word' && isWordPart(this.#text, this.#at)) throw badPath(this.#text, this.#at, 14);
    this.#next();
    return star ? { kind: 'any-key' } : { kind: 'key', name: text };
  }

  #element(): PathStep {
    const first = this.#subscript();
    const list = this.#token.kind === 'symbol' && this.#token.text === ',' && first.kind !== 'any-index';
    if (!list) return first;
    while (this.#accept('symbol', ',')) this.#subscript();
    if (this.#token.text !== ']') throw this.#unexpected();
    throw advancedAccessor('Comma operator', 5);
  }

  #subscript(): PathStep {
    if (this.#accept('symbol', '*')) return { kind: 'any-index' };
    const from = this.#bound();
    if (!this.#accept('word', 'to')) return { kind: 'index', index: from };
    const end = this.#token;
    const to = end.kind === 'number' ? Number(end.text) : this.#bound();
    if (to < from) throw advancedAccessor('Reversed indexing', 1);
    if (end.kind === 'number') this.#next();
    return from === to ? { kind: 'index', index: from } : { kind: 'range', from, to };
  }

  #bound(): number {
    const { kind, text } = this.#token;
    if (kind === 'word' && text === 'last') {
      this.#next();
      if (this.#token.kind === 'end' || ![']', ',', 'to'].includes(this.#token.text)) throw this.#unexpected();
      throw advancedAccessor('Last operator', 2);
    }
    if (kind !== 'number') throw this.#unexpected();
    this.#next();
    return Number(text);
  }

  #accept(kind: PathToken['kind'], text: string): boolean {
    if (this.#token.kind !== kind || this.#token.text !== text) return false;
    this.#next();
    return true;
  }

  #expect(symbol: string): void {
    if (!this.#accept('symbol', symbol)) throw this.#unexpected();
  }

  /** State 14 for a known token in the wrong place or the end; 21 and 22 for words and signs that no path has. */
  #unexpected(): Error {
    const { kind, text, at } = this.#token;
    const unknown = kind === 'other' || (kind === 'word' && !keywords.has(text));
    return badPath(this.#text, at, unknown ? (this.#inBrackets ? 21 : 22) : 14);
  }

  #next(): void {
    this.#token = this.#read();
  }

  #read(): PathToken {
    while (' \t\r\n'.includes(this.#text.charAt(this.#at) || 'x')) this.#at += 1;
    const at = this.#at;
    const character = this.#text.charAt(at);
    if (character === '') return { kind: 'end', text: '', at };
    if (character === '"') return { kind: 'quoted', text: this.#quoted(), at };
    if (character >= '0' && character <= '9') return { kind: 'number', text: this.#number(), at };
    if (isWordPart(this.#text, at)) {
      while (isWordPart(this.#text, this.#at)) this.#at += 1;
      return { kind: 'word', text: this.#text.slice(at, this.#at), at };
    }
    this.#at += 1;
    return { kind: '$.[]*,'.includes(character) ? 'symbol' : 'other', text: character, at };
  }

  /** Counts in 32 bits and notices an overflow only when the value gets smaller (observed). */
  #number(): string {
    let value = 0;
    while (/\d/.test(this.#text.charAt(this.#at))) {
      const grown = (value * 10 + Number(this.#text.charAt(this.#at))) % 2 ** 32;
      if (grown < value) throw badPath(this.#text, this.#at, 16);
      value = grown;
      this.#at += 1;
    }
    if (isWordPart(this.#text, this.#at)) throw badPath(this.#text, this.#at, 15);
    return String(value);
  }

  #quoted(): string {
    let name = '';
    for (this.#at += 1; ; this.#at += 1) {
      const character = this.#text.charAt(this.#at);
      if (character === '') throw badPath(this.#text, this.#at, 20);
      if (character === '"') break;
      name += character === '\\' ? this.#escape() : character;
    }
    this.#at += 1;
    return name;
  }

  #escape(): string {
    this.#at += 1;
    const hex = /^u([\da-fA-F]{4})/.exec(this.#text.slice(this.#at, this.#at + 5))?.[1];
    if (hex !== undefined) {
      this.#at += 4;
      return String.fromCharCode(parseInt(hex, 16));
    }
    const letter = this.#text.charAt(this.#at);
    const index = '"\\/bfnrt'.indexOf(letter);
    if (letter === '' || index < 0) throw badPath(this.#text, this.#at, 17);
    return '"\\/\b\f\n\r\t'.charAt(index);
  }
}

const isWordPart = (text: string, at: number): boolean => /[A-Za-z0-9_]/.test(text.charAt(at));
