import { unquoteIdentifier, unquoteLiteral } from '../../../core/tsql/quoting.ts';
import { SqlError } from '../../sql-error.ts';
import type { SqlType } from '../../values.ts';
import type { Condition, Expression, ObjectName, OrderItem, Query, TableExpression } from '../ast.ts';
import type { ParserToken, ScalarFunction, Statement, StatementKind } from '../contracts.ts';
import { notSupported } from '../../not-supported.ts';
import { compileError, syntaxError } from './errors.ts';
import { parseCondition, parseExpression, parseSimple } from './expressions.ts';
import { isReserved, statementWords } from './keywords.ts';
import { parseOrder, parseQuery } from './queries.ts';
import { ParseScope } from './scope.ts';
import { readTokens } from './stream.ts';
import type { SyntaxParser } from './syntax.ts';
import { parseTable } from './tables.ts';
import { parseType, type TypeUse } from './types.ts';

/** What the grammar is made of. */
export interface Grammar {
  readonly kinds: readonly StatementKind[];
  readonly functions: ReadonlyMap<string, ScalarFunction>;
}

/** Parses one batch or one procedure body. */
export class BatchParser implements SyntaxParser {
  scope: ParseScope;
  readonly functions: ReadonlyMap<string, ScalarFunction>;
  readonly #kinds: readonly StatementKind[];
  readonly #text: string;
  readonly #tokens: readonly ParserToken[];
  readonly #end: ParserToken;
  readonly #errors: SqlError[];
  #position = 0;
  #statements = 0;

  constructor(text: string, grammar: Grammar, scope: ParseScope) {
    const { tokens, errors } = readTokens(text);
    this.scope = scope;
    this.functions = grammar.functions;
    this.#kinds = grammar.kinds;
    this.#text = text;
    this.#tokens = tokens;
    this.#end = tokens.at(-1) ?? { kind: 'end', text: '', start: 0, line: 1 };
    this.#errors = [...errors];
  }

  /** All errors found, in the order found; statements are worth running only when there are none. */
  parseBatch(): { readonly statements: readonly Statement[]; readonly errors: readonly SqlError[] } {
    if (this.#errors.length > 0) return { statements: [], errors: this.#errors };
    try {
      return { statements: this.parseStatements([], true), errors: this.#errors };
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      return { statements: [], errors: [...this.#errors, error] };
    }
  }

  get line(): number {
    return this.peek().line;
  }

  get previous(): ParserToken | undefined {
    return this.#tokens[this.#position - 1];
  }

  get isFirst(): boolean {
    return this.#statements === 0;
  }

  textFrom(start: number): string {
    return this.#text.slice(start);
  }

  peek(ahead = 0): ParserToken {
    return this.#tokens[this.#position + ahead] ?? this.#end;
  }

  next(): ParserToken {
    const token = this.peek();
    if (token.kind === 'end') throw this.unexpected();
    this.#position += 1;
    return token;
  }

  atKeyword(...words: readonly string[]): boolean {
    return words.every((word, index) => {
      const token = this.peek(index);
      return token.kind === 'word' && token.text.toUpperCase() === word;
    });
  }

  acceptKeyword(...words: readonly string[]): boolean {
    if (!this.atKeyword(...words)) return false;
    this.#position += words.length;
    return true;
  }

  expectKeyword(...words: readonly string[]): void {
    for (const word of words) if (!this.acceptKeyword(word)) throw this.unexpected();
  }

  atSymbol(symbol: string): boolean {
    const { kind, text } = this.peek();
    return kind === 'symbol' && text === symbol;
  }

  acceptSymbol(symbol: string): boolean {
    if (!this.atSymbol(symbol)) return false;
    this.#position += 1;
    return true;
  }

  expectSymbol(symbol: string): void {
    if (!this.acceptSymbol(symbol)) throw this.unexpected();
  }

  parseIdentifier(): string {
    const token = this.peek();
    const isName = token.kind === 'identifier' || (token.kind === 'word' && !isReserved(token.text));
    if (!isName) throw this.unexpected();
    this.next();
    const name = unquoteIdentifier(token.text);
    if (name.length > 128)
      throw compileError(
        103,
        `The identifier that starts with '${name.slice(0, 128)}' is too long. Maximum length is 128.`,
        token.line,
        4,
      );
    if (name === '')
      throw compileError(1038, 'An object or column name is missing or empty. For SELECT INTO statements, verify each column has a name. For other statements, look for empty alias names. Aliases defined as "" or [] are not allowed. Change the alias to a valid name.', token.line, 4); // prettier-ignore
    return name;
  }

  parseObjectName(): ObjectName {
    const parts = [this.parseIdentifier()];
    while (this.acceptSymbol('.')) parts.push(this.atSymbol('.') ? '' : this.parseIdentifier());
    const [name = '', schema = '', database = '', server = ''] = parts.toReversed();
    return {
      name,
      text: parts.join('.'),
      ...(schema === '' ? {} : { schema }),
      ...(database === '' ? {} : { database }),
      ...(server === '' ? {} : { server }),
    };
  }

  parseString(): string {
    if (this.peek().kind !== 'string') throw this.unexpected();
    return unquoteLiteral(this.next().text);
  }

  parseInteger(): number {
    const { kind, text } = this.peek();
    if (kind !== 'number' || !/^\d+$/u.test(text)) throw this.unexpected();
    return Number(this.next().text);
  }

  parseVariable(assigned: boolean): string {
    if (this.peek().kind !== 'variable') throw this.unexpected();
    const { text, line } = this.next();
    this.note(this.scope.checkScalar(text, line, assigned));
    return text;
  }

  parseExpression(): Expression {
    return parseExpression(this);
  }

  parseExpressions(): readonly Expression[] {
    const values: Expression[] = [];
    do values.push(this.parseExpression());
    while (this.acceptSymbol(','));
    return values;
  }

  parseSimple(): Expression {
    return parseSimple(this);
  }

  isStatementWord(word: string): boolean {
    return statementWords.has(word.toUpperCase());
  }

  enterProcedure(): void {
    this.scope = new ParseScope(true);
  }

  parseCondition(): Condition {
    return parseCondition(this);
  }

  parseQuery(): Query {
    return parseQuery(this);
  }

  parseTable(): TableExpression {
    return parseTable(this);
  }

  parseOrder(): readonly OrderItem[] {
    return parseOrder(this);
  }

  parseType(): SqlType {
    return parseType(this, { defaultLength: 1 });
  }

  parseTypeFor(use: TypeUse): SqlType {
    return parseType(this, use);
  }

  parseStatement(): Statement {
    const kind = this.#kinds.find((one) => one.starts(this));
    if (kind === undefined) throw this.#unknownStatement();
    const statement = kind.parse(this);
    this.#statements += 1;
    while (this.acceptSymbol(';'));
    return statement;
  }

  parseStatements(until: readonly string[], mayBeEmpty = false): readonly Statement[] {
    const statements: Statement[] = [];
    while (this.acceptSymbol(';'));
    while (this.peek().kind !== 'end' && !until.some((word) => this.atKeyword(word)))
      statements.push(this.parseStatement());
    if (statements.length === 0 && !mayBeEmpty)
      throw this.peek().kind === 'end'
        ? this.unexpected()
        : compileError(102, `Incorrect syntax near '${this.peek().text}'.`, this.line);
    return statements;
  }

  unexpected(): SqlError {
    const token = this.peek();
    const last = token.kind === 'end' ? this.previous : undefined;
    return syntaxError(last ?? token);
  }

  unsupported(construct: string): SqlError {
    return notSupported(construct, this.line);
  }

  report(error: SqlError): void {
    this.#errors.push(error);
  }

  note(error: SqlError | undefined): void {
    if (error !== undefined) this.report(error);
  }

  #unknownStatement(): SqlError {
    const { kind, text } = this.peek();
    const word = text.toUpperCase();
    if (kind !== 'word' || !statementWords.has(word)) return this.unexpected();
    const object = this.peek(1).kind === 'word' ? ` ${this.peek(1).text.toUpperCase()}` : '';
    return this.unsupported(`${word}${['ALTER', 'CREATE', 'DROP', 'SET'].includes(word) ? object : ''} statement`);
  }
}
