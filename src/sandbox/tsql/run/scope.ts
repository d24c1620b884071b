import type { Column, ResultSink, ServerMessage } from '../../engine.ts';
import { SqlError } from '../../sql-error.ts';
import type { SqlTemporal, SqlValue, TypedValue } from '../../values.ts';
import type { Condition, Expression, Query } from '../ast.ts';
import { type CompiledQuery, type Compiler, type Flow, noFrame, type Row } from '../compile/compiled.ts';
import type {
  ProcedureCall,
  ProcedureOutcome,
  ScalarFunction,
  ServerHooks,
  Statement,
  StatementKind,
  Variable,
} from '../contracts.ts';
import type { Grammar } from '../parser/parser.ts';
import type { Declared } from '../parser/scope.ts';
import type { StoredTable } from '../storage/table.ts';
import { bind } from './bind.ts';
import { temporalAt } from './clock.ts';
import { completion, curCmd } from './completion.ts';
import { BatchEnd, doomsTransaction } from './endings.ts';
import type { Catalog, CaughtError, EngineContext } from './engine-context.ts';
import { createCatalog } from './names.ts';
import { Pacer } from './pacer.ts';
import type { ScopeOptions } from './scope-options.ts';
import type { EngineSession } from './session.ts';
import { declareAll, tableVariable } from './variables.ts';

/** Errors on their way to a CATCH whose statement has had its DONE. */
const completed = new WeakSet<SqlError>();

/** Runs the statements of one batch, procedure or dynamic text. */
export class Scope implements EngineContext {
  readonly session: EngineSession;
  readonly server: ServerHooks;
  readonly sink: ResultSink;
  readonly signal: AbortSignal;
  readonly variables = new Map<string, Variable>();
  readonly procedure: string;
  readonly nestLevel: number;
  readonly catalog: Catalog;
  readonly options: ScopeOptions;
  readonly tempTables: Map<string, StoredTable>;
  affected: number | undefined;
  flow: EngineContext['flow'] = 'next';
  returnValue: SqlValue | undefined;
  skippedNull = false;
  caught: CaughtError | undefined;
  line = 1;
  /** Highest class of the errors that this scope's own statements raised. */
  worstClass = 0;
  /** Whether an ERROR token was sent from here or from what was called. */
  hadError = false;
  #tries = 0;
  #raised = 0;
  #errorCode = 0;
  #sentColumns = false;
  #statementTime: SqlTemporal | undefined;
  readonly #pacer: Pacer;

  constructor(options: ScopeOptions) {
    const { session, caller } = options;
    this.options = options;
    this.#pacer = new Pacer(options.signal);
    this.session = session;
    this.server = options.parts.server;
    this.sink = options.sink;
    this.signal = options.signal;
    this.procedure = options.procedure ?? '';
    this.nestLevel = caller === undefined ? 0 : caller.nestLevel + (options.sharesNesting === true ? 0 : 1);
    this.caught = caller?.caught;
    this.tempTables = caller === undefined ? session.tempTables : new Map<string, StoredTable>();
    this.catalog = createCatalog(options.parts, session, (name) => this.findTemporary(name));
  }

  get grammar(): Grammar {
    return this.options.parts;
  }

  get functions(): ReadonlyMap<string, ScalarFunction> {
    return this.options.parts.functions;
  }

  get inTry(): boolean {
    return this.#tries > 0 || (this.options.caller?.inTry ?? false);
  }

  get isInProcedure(): boolean {
    return this.options.isInProcedure ?? this.options.caller !== undefined;
  }

  declare(declared: ReadonlyMap<string, Declared>): void {
    declareAll(this.variables, declared);
  }

  tableVariable(name: string): StoredTable {
    return tableVariable(this.variables, name);
  }

  findTemporary(name: string): StoredTable | undefined {
    return this.tempTables.get(name.toLowerCase()) ?? this.options.caller?.findTemporary(name);
  }

  bind<T>(work: (compiler: Compiler) => T): T {
    return bind(this, work);
  }

  evaluate(expression: Expression): TypedValue {
    const compiled = this.bind((compiler) => compiler.expression(expression, undefined));
    return { type: compiled.type, value: compiled.evaluate(noFrame) };
  }

  test(condition: Condition): boolean {
    return this.bind((compiler) => compiler.condition(condition, undefined))(noFrame) === true;
  }

  query(query: Query): CompiledQuery {
    return this.bind((compiler) => compiler.query(query, undefined, 'statement'));
  }

  async runAll(statements: readonly Statement[]): Promise<void> {
    for (const statement of statements) {
      await this.run(statement);
      if (this.flow !== 'next') return;
    }
  }

  async run(statement: Statement): Promise<void> {
    const kind = this.options.parts.kindsByName.get(statement.kind);
    if (kind === undefined) throw new TypeError(`No statement kind is named ${statement.kind}.`);
    if (this.#pacer.isDue) await this.#pacer.breathe();
    this.line = statement.line;
    this.affected = undefined;
    this.#raised = 0;
    this.#errorCode = 0;
    this.#sentColumns = false;
    this.#statementTime = undefined;
    try {
      await kind.execute(statement, this);
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      this.#fail(error, kind, statement);
      return;
    }
    if (kind.isCompound === true) return;
    this.#succeed(kind, statement);
  }

  #succeed(kind: StatementKind, statement: Statement): void {
    this.session.lastError = this.#raised > 0 ? this.#raised : this.#errorCode;
    if (this.affected !== undefined || kind.keepsRowCount !== true) this.session.rowCount = this.affected ?? 0;
    const command = kind.command?.(statement);
    if (command === undefined) return;
    if (this.#raised > 0) this.done(curCmd.failed, undefined, true);
    else this.done(command, this.affected);
  }

  #fail(error: SqlError, kind: StatementKind, statement: Statement): void {
    error.locate(this.line, this.procedure);
    const { session } = this;
    const { xactAbort } = session.options;
    session.lastError = error.number;
    session.rowCount = 0;
    this.worstClass = Math.max(this.worstClass, error.class);
    if (this.inTry) {
      this.#completeCaught(error, kind, statement);
      if (xactAbort || doomsTransaction(error)) session.transaction.doom();
      throw error;
    }
    this.sendError(error);
    const isStatementEnd = error.reach === 'statement' && !xactAbort;
    if (isStatementEnd && kind.isWrite === true) this.info(3621, 'The statement has been terminated.', { state: 0 });
    this.done(this.#sentColumns ? curCmd.query : curCmd.failed, undefined, true);
    if (isStatementEnd) return;
    this.endTransaction(error);
    throw new BatchEnd();
  }

  /** A caught error first completes its statement, without the error flag (observed). */
  #completeCaught(error: SqlError, kind: StatementKind, statement: Statement): void {
    if (completed.has(error) || kind.isCompound === true) return;
    completed.add(error);
    if (this.#sentColumns) this.done(curCmd.query, 0);
    else this.done(kind.command?.(statement) ?? curCmd.failed);
  }

  /** Rolls back when an uncaught error takes the transaction with it. */
  endTransaction(error: SqlError): void {
    const { session } = this;
    if (session.transactionCount === 0 || !(session.options.xactAbort || doomsTransaction(error))) return;
    session.transaction.rollback();
    this.sink.transaction('rollback');
  }

  /** An ERROR token, noted in this scope and the calling ones. */
  sendError(error: SqlError): void {
    this.sink.message(error.toMessage());
    this.noteError();
  }

  /** Tells this scope and the calling ones that an ERROR token was sent. */
  noteError(): void {
    this.hadError = true;
    this.options.caller?.noteError();
  }

  /** Reports what no statement of this scope can answer for: a scope's own end, or errors of a text. */
  reportEnd(error: SqlError): void {
    this.session.lastError = error.number;
    this.session.rowCount = 0;
    this.worstClass = Math.max(this.worstClass, error.class);
    this.sendError(error);
  }

  /** The compile-time look at one statement. */
  checkStatement(statement: Statement): void {
    this.options.parts.kindsByName.get(statement.kind)?.check?.(statement, this);
  }

  async attempt(statements: readonly Statement[]): Promise<SqlError | undefined> {
    this.#tries += 1;
    try {
      await this.runAll(statements);
      return undefined;
    } catch (error) {
      if (error instanceof SqlError && error.class < 20) return error;
      throw error;
    } finally {
      this.#tries -= 1;
    }
  }

  call(call: ProcedureCall): Promise<ProcedureOutcome> {
    return this.options.call(call, this);
  }

  info(
    number: number,
    text: string,
    options: Partial<Pick<ServerMessage, 'state' | 'class' | 'line' | 'procedure'>> = {},
  ): void {
    this.sink.message({
      number,
      text,
      state: options.state ?? 1,
      class: options.class ?? 0,
      line: options.line ?? this.line,
      procedure: options.procedure ?? this.procedure,
    });
  }

  raise(error: SqlError): void {
    error.locate(this.line, this.procedure);
    if (this.inTry) throw error;
    this.#raised = error.number;
    this.session.lastError = error.number;
    this.worstClass = Math.max(this.worstClass, error.class);
    this.sendError(error);
  }

  /** @@ERROR after a message that is no error (RAISERROR … WITH SETERROR). */
  setError(number: number): void {
    this.#errorCode = number;
  }

  async send(columns: readonly Column[], rows: Iterable<Row>): Promise<number> {
    this.announce(columns);
    const count = await this.drain(rows, (row) => this.sink.row(row));
    this.affected = count;
    this.session.rowCount = count;
    this.done(curCmd.query, count);
    return count;
  }

  announce(columns: readonly Column[]): void {
    this.#sentColumns = true;
    this.sink.columns(columns);
  }

  done(command: number, rows?: number, error = false): void {
    if (this.skippedNull) this.info(8153, 'Warning: Null value is eliminated by an aggregate or other SET operation.');
    this.skippedNull = false;
    const { noCount } = this.session.options;
    const isResultSet = command === curCmd.query && this.#sentColumns;
    if (noCount && this.isInProcedure && !error && !isResultSet) return;
    this.sink.done(completion(command, noCount ? undefined : rows, { error, inProcedure: this.isInProcedure }));
  }

  /** The end of an EXEC; without a return status it did not come to its own end. */
  callDone(returnStatus: number | undefined): void {
    const isEnd = returnStatus !== undefined;
    if (this.isInProcedure || !isEnd) this.done(curCmd.call, undefined, !isEnd);
    else this.sink.done({ command: curCmd.call, returnStatus });
  }

  drain(rows: Flow, take: (row: Row) => void | Promise<void>): Promise<number> {
    return this.#pacer.drain(rows, take);
  }

  breathe(): Promise<void> {
    return this.#pacer.breathe();
  }

  now(): SqlTemporal {
    return (this.#statementTime ??= temporalAt(this.options.parts.clock()));
  }
}
