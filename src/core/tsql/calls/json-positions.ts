import type { Span } from './span.ts';

/** A JSON value with its place in the text it was read from. `broken` is what no JSON value begins with, or what nests too deep. */
export type JsonNode = Span &
  (
    | { readonly kind: 'object'; readonly members: readonly JsonMember[]; readonly closed: boolean }
    | { readonly kind: 'array'; readonly items: readonly JsonNode[]; readonly closed: boolean }
    | JsonString
    | { readonly kind: 'number' | 'true' | 'false' | 'null' }
    | { readonly kind: 'broken' }
  );

/** `value` is decoded; a broken escape stays as written. The span holds the quotes. */
interface JsonString {
  readonly kind: 'string';
  readonly value: string;
  readonly closed: boolean;
}

/** `value` is absent while it is not written. Keys may repeat. */
export interface JsonMember {
  readonly key: JsonString & Span;
  readonly value?: JsonNode;
}

/** What was read, and whether all of the text is one well-formed JSON value. */
export interface JsonDocument {
  readonly root?: JsonNode;
  readonly valid: boolean;
}

const deepest = 200;
const blank = /[ \t\r\n]*/uy;
const string = /"(?:[^"\\]+|\\[\s\S])*/y;
const scalar = /[^\s,:{}[\]"]+/uy;
const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/u;

class JsonReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  root(): JsonNode | undefined {
    this.#skip();
    return this.#value(0);
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #skip(): void {
    this.#match(blank);
  }

  #accept(symbol: string): boolean {
    if (this.#text[this.#at] !== symbol) return false;
    this.#at += 1;
    this.#skip();
    return true;
  }

  /** Undefined, and nothing taken, where no value begins. */
  #value(depth: number): JsonNode | undefined {
    const first = this.#text[this.#at];
    const start = this.#at;
    if (depth > deepest) {
      this.#at = this.#text.length;
      return { kind: 'broken', start, end: this.#at };
    }
    if (first === '{') return this.#object(depth);
    if (first === '[') return this.#array(depth);
    if (first === '"') return this.#string();
    const word = this.#match(scalar);
    return word === '' ? undefined : { kind: scalarKind(word), start, end: this.#at };
  }

  #string(): JsonString & Span {
    const start = this.#at;
    this.#match(string);
    const closed = this.#text[this.#at] === '"';
    if (closed) this.#at += 1;
    return { kind: 'string', value: decoded(this.#text.slice(start, this.#at), closed), closed, start, end: this.#at };
  }

  #object(depth: number): JsonNode {
    const start = this.#at;
    const members: JsonMember[] = [];
    this.#accept('{');
    while (this.#text[this.#at] === '"') {
      const key = this.#string();
      this.#skip();
      const value = this.#accept(':') ? this.#value(depth + 1) : undefined;
      this.#skip();
      members.push({ key, ...(value === undefined ? {} : { value }) });
      if (!this.#accept(',')) break;
    }
    const closed = this.#text[this.#at] === '}';
    if (closed) this.#at += 1;
    return { kind: 'object', members, closed, start, end: this.#at };
  }

  #array(depth: number): JsonNode {
    const start = this.#at;
    const items: JsonNode[] = [];
    this.#accept('[');
    for (let item = this.#value(depth + 1); item !== undefined; item = this.#value(depth + 1)) {
      items.push(item);
      this.#skip();
      if (!this.#accept(',')) break;
    }
    const closed = this.#text[this.#at] === ']';
    if (closed) this.#at += 1;
    return { kind: 'array', items, closed, start, end: this.#at };
  }
}

const scalarKind = (word: string): 'number' | 'true' | 'false' | 'null' | 'broken' => {
  if (word === 'true' || word === 'false' || word === 'null') return word;
  return number.test(word) ? 'number' : 'broken';
};

const decoded = (raw: string, closed: boolean): string => {
  try {
    return JSON.parse(raw) as string;
  } catch {
    return raw.slice(1, closed ? -1 : undefined);
  }
};

const isValid = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** Reads as far as the text is JSON. Offsets are into `text`; `documentSpans` carries them on into the document. Never throws. */
export const readJson = (text: string): JsonDocument => {
  const root = new JsonReader(text).root();
  return { ...(root === undefined ? {} : { root }), valid: isValid(text) };
};
