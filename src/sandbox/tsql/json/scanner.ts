import type { SqlError } from '../../sql-error.ts';
import { badText, tooDeep } from './errors.ts';

/** The numbers that OPENJSON's `type` column shows. */
export const jsonKind = { null: 0, string: 1, number: 2, boolean: 3, array: 4, object: 5 } as const;
export type JsonKind = (typeof jsonKind)[keyof typeof jsonKind];

const quote = 34;
const backslash = 92;
const deepest = 128;

/**
 * A cursor over JSON text that reads only as far as it is asked to, and checks what it passes. Errors are 13609 with the
 * 0-based position of the character that does not fit.
 */
export class Scanner {
  readonly text: string;
  readonly #state: number;
  at: number;
  /** Containers open around the cursor. */
  #depth = 0;

  constructor(text: string, state: number, at = 0) {
    this.text = text;
    this.#state = state;
    this.at = at;
  }

  fail(at = this.at): SqlError {
    return badText(this.text, at, this.#state);
  }

  /** Space, tab, line feed and carriage return. */
  skipBlanks(): void {
    const { text } = this;
    let code = text.charCodeAt(this.at);
    while (code === 32 || code === 10 || code === 13 || code === 9) {
      this.at += 1;
      code = text.charCodeAt(this.at);
    }
  }

  /** Kind of the value that starts at the cursor, blanks skipped. */
  kind(): JsonKind {
    this.skipBlanks();
    const code = this.text.charCodeAt(this.at);
    if (code === quote) return jsonKind.string;
    if (code === 123) return jsonKind.object;
    if (code === 91) return jsonKind.array;
    if (code === 116 || code === 102) return jsonKind.boolean;
    if (code === 110) return jsonKind.null;
    if (code === 45 || (code >= 48 && code <= 57)) return jsonKind.number;
    throw this.fail();
  }

  /** Passes over the value at the cursor and says what it was. */
  skipValue(): JsonKind {
    const kind = this.kind();
    if (kind === jsonKind.object) {
      if (this.enterObject())
        do this.skipMember();
        while (this.nextMember());
    } else if (kind === jsonKind.array) {
      if (this.enterArray())
        do this.skipValue();
        while (this.nextElement());
    } else {
      this.#skipScalar(kind);
    }
    return kind;
  }

  #skipScalar(kind: JsonKind): void {
    if (kind === jsonKind.string) this.skipString();
    else if (kind === jsonKind.number) this.#skipNumber();
    else this.#skipWord(kind === jsonKind.null ? 'null' : this.text.charCodeAt(this.at) === 116 ? 'true' : 'false');
    if (this.#depth > deepest) throw tooDeep();
  }

  /** Past `{`. True when the cursor stands at a first member's name, false when the object was empty and is passed. */
  enterObject(): boolean {
    return this.#enter(125);
  }

  /** Past `[`; likewise. */
  enterArray(): boolean {
    return this.#enter(93);
  }

  #enter(close: number): boolean {
    this.at += 1;
    this.#depth += 1;
    // A container this deep fails at once, a scalar one level higher when it is complete (observed).
    if (this.#depth > deepest + 1) throw tooDeep();
    this.skipBlanks();
    if (this.text.charCodeAt(this.at) !== close) return true;
    this.at += 1;
    this.#depth -= 1;
    return false;
  }

  /** After a member: true at the next one's name, false past `}`. */
  nextMember(): boolean {
    return this.#nextItem(125);
  }

  /** After an element: true at the next one, false past `]`. */
  nextElement(): boolean {
    return this.#nextItem(93);
  }

  #nextItem(close: number): boolean {
    this.skipBlanks();
    const code = this.text.charCodeAt(this.at);
    if (code === 44) {
      this.at += 1;
      this.skipBlanks();
      return true;
    }
    if (code !== close) throw this.fail();
    this.at += 1;
    this.#depth -= 1;
    return false;
  }

  /** Passes over `"name" :` and leaves the cursor before the value. */
  skipName(): void {
    if (this.text.charCodeAt(this.at) !== quote) throw this.fail();
    this.skipString();
    if (this.#depth > deepest) throw tooDeep();
    this.#skipColon();
  }

  /** The member's name, unescaped; the cursor ends before its value. */
  readName(): string {
    const start = this.at;
    if (this.text.charCodeAt(start) !== quote) throw this.fail();
    const plain = this.skipString();
    const end = this.at;
    if (this.#depth > deepest) throw tooDeep();
    this.#skipColon();
    return plain ? this.text.slice(start + 1, end - 1) : unescapeString(this.text, start, end);
  }

  #skipColon(): void {
    this.skipBlanks();
    if (this.text.charCodeAt(this.at) !== 58) throw this.fail();
    this.at += 1;
    this.skipBlanks();
  }

  skipMember(): void {
    this.skipName();
    this.skipValue();
  }

  /** Passes over a string; true when it has no escapes. */
  skipString(): boolean {
    const { text } = this;
    let at = this.at + 1;
    let plain = true;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === quote) break;
      if (code === backslash) {
        plain = false;
        at = this.#skipEscape(at + 1);
      } else if (code >= 32) at += 1;
      else throw this.fail(at);
      // NaN, the end of the text, is not >= 32.
    }
    this.at = at + 1;
    return plain;
  }

  #skipEscape(at: number): number {
    const letter = this.text.charAt(at);
    if (letter !== 'u') {
      if (letter === '' || !'"\\/bfnrt'.includes(letter)) throw this.fail(at);
      return at + 1;
    }
    for (let digit = at + 1; digit <= at + 4; digit += 1) {
      if (!/^[\da-fA-F]$/.test(this.text.charAt(digit))) throw this.fail(digit);
    }
    return at + 5;
  }

  #skipWord(word: string): void {
    for (let index = 0; index < word.length; index += 1) {
      if (this.text.charCodeAt(this.at + index) !== word.charCodeAt(index)) throw this.fail(this.at + index);
    }
    this.at += word.length;
  }

  #skipNumber(): void {
    if (this.text.charCodeAt(this.at) === 45) this.at += 1;
    if (this.text.charCodeAt(this.at) === 48) this.at += 1;
    else this.#skipDigits();
    if (this.text.charCodeAt(this.at) === 46) {
      this.at += 1;
      this.#skipDigits();
    }
    if ((this.text.charCodeAt(this.at) | 32) !== 101) return;
    this.at += 1;
    const sign = this.text.charCodeAt(this.at);
    if (sign === 43 || sign === 45) this.at += 1;
    this.#skipDigits();
  }

  /** One or more. */
  #skipDigits(): void {
    const start = this.at;
    let code = this.text.charCodeAt(this.at);
    while (code >= 48 && code <= 57) {
      this.at += 1;
      code = this.text.charCodeAt(this.at);
    }
    if (this.at === start) throw this.fail();
  }

  /** Only blanks may follow. */
  expectEnd(): void {
    this.skipBlanks();
    if (this.at < this.text.length) throw this.fail();
  }
}

/** The text of a checked string literal between `start` (its opening quote) and `end` (behind its closing one). */
export function unescapeString(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end - 1);
  if (!raw.includes('\\')) return raw;
  return raw.replace(/\\(?:u([\da-fA-F]{4})|(.))/g, (_, hex: string | undefined, letter: string) =>
    hex === undefined ? '"\\/\b\f\n\r\t'.charAt('"\\/bfnrt'.indexOf(letter)) : String.fromCharCode(parseInt(hex, 16)),
  );
}
