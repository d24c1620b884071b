import { Cursor, endsStatement, is } from './cursor.ts';
import { readExec } from './exec.ts';
import type { Exec } from './exec.ts';
import type { Token } from '../token.ts';

/** What a batch does to its variables, in the order of the text. */
export type BatchEvent =
  | {
      readonly kind: 'declare';
      readonly variable: string;
      readonly type: readonly Token[];
      readonly value: readonly Token[];
    }
  /** SET @x = … and SET @x += …. */
  | {
      readonly kind: 'set';
      readonly variable: string;
      readonly appends: boolean;
      readonly value: readonly Token[];
    }
  /** Takes a value that cannot be known. */
  | { readonly kind: 'spoil'; readonly variable: string }
  | { readonly kind: 'exec'; readonly exec: Exec }
  /** BEGIN TRY or BEGIN CATCH. */
  | { readonly kind: 'enter' }
  | { readonly kind: 'leave' }
  /** From here on the text no longer runs straight through: IF, WHILE. */
  | { readonly kind: 'branch' };

const compare = [
  'if',
  'while',
  'and',
  'or',
  'where',
  'on',
  'when',
  'not',
  'having',
  '(',
  '=',
  '<',
  '>',
  '<=',
  '>=',
  '<>',
  '+',
  '-',
];
const assigns = new Set(['=', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '||=']);
const droppable =
  `table view proc procedure function schema user role type index database trigger sequence synonym column
  constraint default rule assembly login aggregate`.split(/\s+/u);

class Reader {
  readonly events: BatchEvent[] = [];
  readonly #cursor: Cursor;
  #previous: Token | undefined;
  /** True between UPDATE and its SET, which is no statement of its own. */
  #updating = false;

  constructor(tokens: readonly Token[]) {
    this.#cursor = new Cursor(tokens);
  }

  read(): readonly BatchEvent[] {
    for (let token = this.#cursor.peek(); token !== undefined; token = this.#cursor.peek()) {
      this.#step(token);
      this.#previous = token;
    }
    return this.events;
  }

  #step(token: Token): void {
    if (token.kind === 'variable') this.#use(token);
    else if (token.kind === 'word') this.#word(token);
    else {
      this.#cursor.take();
      if (is(token, ';')) this.#updating = false;
    }
  }

  #word(token: Token): void {
    switch (token.lower) {
      case 'exec':
      case 'execute':
        this.#exec();
        break;
      case 'declare':
        this.#declare();
        break;
      case 'set':
        this.#set();
        break;
      default:
        this.#cursor.take();
        this.#note(token);
    }
  }

  #note(token: Token): void {
    switch (token.lower) {
      case 'update':
      case 'merge':
        this.#updating = true;
        break;
      case 'while':
        this.events.push({ kind: 'branch' });
        break;
      case 'if':
        if (!is(this.#previous, ...droppable)) this.events.push({ kind: 'branch' });
        break;
      case 'begin':
      case 'end':
        if (is(this.#cursor.peek(), 'try', 'catch'))
          this.events.push({ kind: token.lower === 'begin' ? 'enter' : 'leave' });
        break;
      case 'into':
        this.#into();
    }
  }

  #exec(): void {
    const exec = readExec(this.#cursor);
    if (exec === undefined) return;
    this.events.push({ kind: 'exec', exec });
    const outputs = exec.arguments.filter((one) => one.output !== undefined).flatMap((one) => one.value);
    for (const token of [exec.returnVariable, ...outputs]) if (token?.kind === 'variable') this.#spoil(token);
  }

  #declare(): void {
    this.#cursor.take();
    do {
      if (this.#cursor.peek()?.kind !== 'variable') return;
      const variable = this.#cursor.take()?.lower ?? '';
      this.#cursor.accept('as');
      const type = this.#until('=', ',');
      const value = this.#cursor.accept('=') ? this.#until(',') : [];
      this.events.push({ kind: 'declare', variable, type, value });
    } while (this.#cursor.accept(','));
  }

  #set(): void {
    const updating = this.#updating;
    this.#updating = false;
    this.#cursor.take();
    const [name, operator] = [this.#cursor.peek(), this.#cursor.peek(1)];
    if (updating || name?.kind !== 'variable' || !is(operator, '=', '+=')) return;
    this.#cursor.take();
    this.#cursor.take();
    const value = this.#until();
    this.events.push({ kind: 'set', variable: name.lower, appends: is(operator, '+='), value });
  }

  /** A variable in any other statement: spoiled where it stands as the target of an assignment. */
  #use(token: Token): void {
    this.#cursor.take();
    const next = this.#cursor.peek();
    const assigned = next?.kind === 'symbol' && assigns.has(next.text);
    const target = assigned && (next.text !== '=' || !is(this.#previous, ...compare));
    if (target || is(next, 'output', 'out', '.')) this.#spoil(token);
  }

  /** FETCH … INTO @a, @b. */
  #into(): void {
    do {
      const token = this.#cursor.peek();
      if (token?.kind !== 'variable') return;
      this.#cursor.take();
      this.#spoil(token);
    } while (this.#cursor.accept(','));
  }

  #spoil(token: Token): void {
    this.events.push({ kind: 'spoil', variable: token.lower });
  }

  /** Tokens up to the end of the statement or to one of these outside parentheses. */
  #until(...ends: readonly string[]): readonly Token[] {
    const tokens: Token[] = [];
    let depth = 0;
    for (let token = this.#cursor.peek(); token !== undefined && !endsStatement(token); token = this.#cursor.peek()) {
      if (depth <= 0 && is(token, ...ends)) break;
      if (is(token, '(')) depth += 1;
      if (is(token, ')')) depth -= 1;
      tokens.push(token);
      this.#cursor.take();
    }
    return tokens;
  }
}

/** Reads a batch, given without blanks and comments. Never throws. */
export const batchEvents = (tokens: readonly Token[]): readonly BatchEvent[] => new Reader(tokens).read();
