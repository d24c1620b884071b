import { isSqlcmdLine, skipBlockComment, skipDelimited, skipLineComment, wholeLine } from './batch-scan.ts';
import { blank, classes, digit, other, wideClass, widthAt, wordStart } from './characters.ts';
import type { LinedToken, Token, TokenKind } from './token.ts';

/** Longest first, so that `<=` is not read as `<` and `=`. */
const symbols = [
  '||=', '<=', '>=', '<>', '!=', '!<', '!>', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '||', '::',
  '+', '-', '*', '/', '%', '&', '|', '^', '~', '<', '>', '=', '!', '.', ',', ';', ':', '(', ')', '{', '}', '?',
] as const; // prettier-ignore

/** The symbols that begin with a character, longest first, by its code. */
const symbolsAt: readonly (readonly string[] | undefined)[] = Array.from({ length: 128 }, (_, code) => {
  const found = symbols.filter((symbol) => symbol.charCodeAt(0) === code);
  return found.length === 0 ? undefined : found;
});

const binary = /0[xX](?:[0-9a-fA-F]|\\\r?\n)*/uy;
const number = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d*)?/uy;
/** The sign never takes half of the dashes that begin a comment (inferred). */
const money = /\$\s*(?:\+|-(?!-))?(?:\d+(?:\.\d*)?|\.\d+)?/uy;
const scriptVariable = /\$\([\p{L}_][\p{L}\p{N}_-]*\)/uy;

/** Where a match of a sticky pattern at `at` ends; `at` itself when there is none. */
const matchEnd = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
};

/** How to read: `script` knows what sqlcmd takes for itself, lines that begin with `:` or `!!` and $(variables). */
export interface LexerOptions {
  readonly script?: boolean;
}

/** Reads one token after the other. The fields tell of the last one. */
class Lexer {
  kind: TokenKind = 'unknown';
  end = 0;
  error: Token['error'];
  readonly #text: string;
  readonly #script: boolean;

  constructor(text: string, script: boolean) {
    this.#text = text;
    this.#script = script;
  }

  read(at: number): void {
    const text = this.#text;
    const code = text.charCodeAt(at);
    const kind = code < 128 ? classes[code] : wideClass(text, at);
    this.error = undefined;
    if (kind === blank) this.#is('whitespace', this.#blankEnd(at + 1));
    else if (kind === wordStart) this.#word(at, code);
    else if (kind === digit) this.#digits(at, code);
    else if (code < 128) this.#sign(at, code);
    else this.#unknown(at);
  }

  #is(kind: TokenKind, end: number): void {
    this.kind = kind;
    this.end = end;
  }

  #unknown(at: number): void {
    this.#is('unknown', at + widthAt(this.#text, at));
    this.error = 'unknown';
  }

  #blankEnd(start: number): number {
    const text = this.#text;
    let at = start;
    for (; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if ((code < 128 ? classes[code] : wideClass(text, at)) !== blank) break;
    }
    return at;
  }

  #wordEnd(start: number): number {
    const text = this.#text;
    let at = start;
    for (; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code < 128) {
        if ((classes[code] ?? other) < wordStart) break;
      } else {
        if (wideClass(text, at) < wordStart) break;
        at += widthAt(text, at) - 1;
      }
    }
    return at;
  }

  #word(at: number, code: number): void {
    // N'…'
    if ((code === 78 || code === 110) && this.#text.charCodeAt(at + 1) === 39) this.#delimited(at + 1, "'", 'string');
    else this.#is('word', this.#wordEnd(at + widthAt(this.#text, at)));
  }

  #digits(at: number, code: number): void {
    const text = this.#text;
    if (code === 48 && (text.charCodeAt(at + 1) | 32) === 120) {
      this.#is('binary', matchEnd(binary, text, at));
      return;
    }
    let end = at + 1;
    while (classes[text.charCodeAt(end)] === digit) end += 1;
    const next = text.charCodeAt(end);
    // A point or an exponent
    this.#is('number', next === 46 || (next | 32) === 101 ? matchEnd(number, text, at) : end);
  }

  #delimited(open: number, close: string, kind: 'string' | 'identifier'): void {
    const end = skipDelimited(this.#text, open, close);
    this.#is(kind, Math.abs(end));
    if (end < 0) this.error = kind === 'string' ? 'unclosed-string' : 'unclosed-identifier';
  }

  #sign(at: number, code: number): void {
    const text = this.#text;
    const next = text.charCodeAt(at + 1);
    if (code === 39) this.#delimited(at, "'", 'string');
    else if (code === 91) this.#delimited(at, ']', 'identifier');
    else if (code === 34) this.#delimited(at, '"', 'identifier');
    else if (code === 64) this.#is(next === 64 ? 'global' : 'variable', this.#wordEnd(at + (next === 64 ? 2 : 1)));
    else if (code === 45 && next === 45) this.#is('comment', skipLineComment(text, at));
    else if (code === 47 && next === 42) this.#blockComment(at);
    else if (code === 36) this.#dollar(at, next);
    else if (code === 46 && classes[next] === digit) this.#is('number', matchEnd(number, text, at));
    else if ((code === 58 || code === 33) && this.#script) this.#sqlcmdOrSymbol(at, code);
    else this.#symbol(at, code);
  }

  #blockComment(at: number): void {
    const end = skipBlockComment(this.#text, at);
    this.#is('comment', Math.abs(end));
    if (end < 0) this.error = 'unclosed-comment';
  }

  #dollar(at: number, next: number): void {
    const text = this.#text;
    const variable = this.#script && next === 40 ? matchEnd(scriptVariable, text, at) : at;
    const kind = next < 128 ? classes[next] : wideClass(text, at + 1);
    if (variable > at) this.#is('script-variable', variable);
    else if (kind === wordStart && next !== 35) this.#is('word', this.#wordEnd(at + 1));
    else this.#is('money', matchEnd(money, text, at));
  }

  /** A command to sqlcmd is a whole line, of which `at` is the first character that is not blank. */
  #sqlcmdOrSymbol(at: number, code: number): void {
    const start = this.#text.lastIndexOf('\n', at) + 1;
    const line = wholeLine(this.#text, start);
    if (this.#blankEnd(start) === at && isSqlcmdLine(line)) this.#is('sqlcmd', start + line.length);
    else this.#symbol(at, code);
  }

  #symbol(at: number, code: number): void {
    const found = symbolsAt[code];
    const symbol = found?.length === 1 ? found[0] : found?.find((one) => this.#text.startsWith(one, at));
    if (symbol === undefined) this.#unknown(at);
    else this.#is('symbol', at + symbol.length);
  }
}

const countLines = (text: string, start: number, end: number): number => {
  let lines = 0;
  for (let at = start; at < end; at += 1) if (text.charCodeAt(at) === 10) lines += 1;
  return lines;
};

const toToken = ({ kind, error }: Lexer, text: string, start: number): Token => {
  const lower = kind === 'word' || kind === 'variable' || kind === 'global' ? text.toLowerCase() : text;
  return error === undefined ? { kind, text, lower, start } : { kind, text, lower, start, error };
};

/** Every character of `text`, as tokens in order. Never throws. */
export const tokenize = (text: string, options: LexerOptions = {}): readonly LinedToken[] => {
  const tokens: LinedToken[] = [];
  const lexer = new Lexer(text, options.script === true);
  let line = 1;
  for (let start = 0; start < text.length; start = lexer.end) {
    lexer.read(start);
    const { kind, end } = lexer;
    tokens.push({ ...toToken(lexer, text.slice(start, end), start), line });
    if (kind !== 'word' && kind !== 'symbol' && kind !== 'variable') line += countLines(text, start, end);
  }
  return tokens;
};

/** The tokens that mean something, without blanks and comments, and the comments. */
export const meaningfulTokens = (
  text: string,
  options: LexerOptions = {},
): { readonly tokens: readonly Token[]; readonly comments: readonly Token[] } => {
  const tokens: Token[] = [];
  const comments: Token[] = [];
  const lexer = new Lexer(text, options.script === true);
  for (let start = 0; start < text.length; start = lexer.end) {
    lexer.read(start);
    const { kind, end } = lexer;
    if (kind === 'comment') comments.push(toToken(lexer, text.slice(start, end), start));
    else if (kind !== 'whitespace') tokens.push(toToken(lexer, text.slice(start, end), start));
  }
  return { tokens, comments };
};

/** True for a name that needs no quoting by its spelling; whether it is reserved is another question. */
export const isRegularIdentifier = (name: string): boolean => /^[\p{L}_#][\p{L}\p{N}\p{M}_@$#]*$/u.test(name);
