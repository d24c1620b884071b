import type { Column, ResultSink, ServerMessage } from '../../engine.ts';
import { SqlError } from '../../sql-error.ts';
import type { SqlTemporal, SqlValue, TypedValue } from '../../values.ts';
import type { Condition, Expression, Query } from '../ast.ts';
import { StatementCompiler } from '../compile/compiler.ts';
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
import { StoredTable } from '../storage/table.ts';
import { temporalAt } from './clock.ts';
import { BatchEnd, doomsTransaction, ScopeEnd } from './endings.ts';
import type { Catalog, CaughtError, EngineContext } from './engine-context.ts';
import { createCatalog } from './names.ts';
import type { EngineParts } from './parts.ts';
import { Pacer } from './pacer.ts';
import type { EngineSession } from './session.ts';

/** CurCmd of a query, of an EXEC, and of a statement or batch that failed (observed). */
const query = 193;
const call = 224;
const failed = 253;
/** Errors on their way to a CATCH whose statement has had its DONE. */
const completed = new WeakSet<SqlError>();

/** Raised while binding, yet no binding errors: permissions, and JSON functions over constants, which are run there. */
const runtime: ReadonlySet<number> = new Set([
  229, 230, 916, 13606, 13607, 13608, 13609, 13611, 13612, 13613, 13621, 13623, 13624, 13625, 13638, 13660,
]);

/** What a scope is made from. */
export interface ScopeOptions {
  readonly parts: EngineParts;
  readonly session: EngineSession;
  readonly sink: ResultSink;
  readonly signal: AbortSignal;
  readonly caller?: Scope;
  /** Empty for batches and dynamic SQL. */
  readonly procedure?: string;
  /** The scope's statements answer with DONEINPROC. */
  readonly isInProcedure?: boolean;
  readonly call: (call: ProcedureCall, scope: Scope) => Promise<ProcedureOutcome>;
  /** Not a scope of its own: another sink for the same one. */
  readonly sharesNesting?: boolean;
}

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
    this.catalog = createCatalog(options.parts, session, (name) => this.#temporary(name));
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

  /** Every variable of the text exists from its start, NULL or empty, wherever its DECLARE stands. */
  declare(declared: ReadonlyMap<string, Declared>): void {
    for (const [name, what] of declared) {
      if (this.variables.has(name)) continue;
      if (what.kind === 'scalar') this.variables.set(name, { type: what.type, value: null });
      else this.variables.set(name, { value: null, table: this.#newTableVariable(name, what) });
    }
  }

  #newTableVariable(name: string, { definition }: Extract<Declared, { kind: 'table' }>): StoredTable {
    const internal = Math.floor(Math.random() * 0xffff_ffff)
      .toString(16)
      .toUpperCase()
      .padStart(8, '0');
    return new StoredTable(name, `tempdb.dbo.#${internal}`, definition);
  }

  tableVariable(name: string): StoredTable {
    const found = this.variables.get(name.toLowerCase())?.table;
    if (found instanceof StoredTable) return found;
    throw new SqlError(1087, `Must declare the table variable "${name}".`, { class: 15, state: 2, reach: 'batch' });
  }

  #temporary(name: string): StoredTable | undefined {
    return this.tempTables.get(name.toLowerCase()) ?? this.options.caller?.findTemporary(name);
  }

  findTemporary(name: string): StoredTable | undefined {
    return this.#temporary(name);
  }

  bind<T>(work: (compiler: Compiler) => T): T {
    try {
      return work(new StatementCompiler(this));
    } catch (error) {
      if (!(error instanceof SqlError) || runtime.has(error.number)) throw error;
      error.locate(this.line, this.procedure);
      throw new ScopeEnd(error);
    }
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
    if (this.#raised > 0) this.done(failed, undefined, true);
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
    this.done(this.#sentColumns ? query : failed, undefined, true);
    if (isStatementEnd) return;
    this.endTransaction(error);
    throw new BatchEnd();
  }

  /** A caught error first completes its statement, without the error flag (observed). */
  #completeCaught(error: SqlError, kind: StatementKind, statement: Statement): void {
    if (completed.has(error) || kind.isCompound === true) return;
    completed.add(error);
    if (this.#sentColumns) this.done(query, 0);
    else this.done(kind.command?.(statement) ?? failed);
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
    this.done(193, count);
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
    const isResultSet = command === 193 && this.#sentColumns;
    if (noCount && this.isInProcedure && !error && !isResultSet) return;
    this.sink.done({
      command,
      ...(rows === undefined || noCount ? {} : { rows }),
      ...(error ? { error } : {}),
      ...(this.isInProcedure ? { inProcedure: true } : {}),
    });
  }

  /** The end of an EXEC; without a return status it did not come to its own end. */
  callDone(returnStatus: number | undefined): void {
    const isEnd = returnStatus !== undefined;
    if (this.isInProcedure || !isEnd) this.done(call, undefined, !isEnd);
    else this.sink.done({ command: call, returnStatus });
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
