/**
 * The shapes on which the T-SQL engine and its parts meet. Statement kinds, procedures, tables and functions are plain
 * values in arrays that `createEngine` is given; whoever needs a model of its own captures it in a closure when it makes
 * them (`serverStatements(model): StatementKind[]`), so nothing here knows about it.
 *
 * The rules of types are plain functions (`types/index.ts`); the engine imports them and the lists of built-in functions
 * (`functions/index.ts`, `json/index.ts`) by itself.
 */
import type { LinedToken } from '../../core/tsql/token.ts';
import type { Column, LoginRequest, ResultSink, ServerMessage } from '../engine.ts';
import type { SqlError } from '../sql-error.ts';
import type { SqlTemporal, SqlType, SqlValue, TypedValue } from '../values.ts';
import type { Condition, Expression, ObjectName, WithColumn } from './ast.ts';

// --- Parsing -------------------------------------------------------------------------------------------------------

/** A parsed statement: the kind's own fields beside these. `kind` is `StatementKind.name`. */
export interface Statement {
  readonly kind: string;
  /** Line of its first token, for run-time errors. */
  readonly line: number;
}

/** The tokens of one batch without blanks and comments, and the grammar's shared parts. */
export interface Parser {
  /** Line of the next token. */
  readonly line: number;
  /** The `ahead`-th token from here (0 is the next); at the end of the batch a token of kind `end` with empty text. */
  peek(ahead?: number): ParserToken;
  next(): ParserToken;
  /** True when exactly these unquoted words come next, in any case. */
  atKeyword(...words: readonly string[]): boolean;
  /** Consumes the words when all of them come next. */
  acceptKeyword(...words: readonly string[]): boolean;
  /** Consumes the words or throws 102 or 156. */
  expectKeyword(...words: readonly string[]): void;
  atSymbol(symbol: string): boolean;
  acceptSymbol(symbol: string): boolean;
  expectSymbol(symbol: string): void;
  /** A regular (not reserved), [bracketed] or "quoted" name, unquoted; else throws 102 or 156. */
  parseIdentifier(): string;
  /** One to four parts joined by dots. */
  parseObjectName(): ObjectName;
  /** A string literal, '' or N'', unquoted. */
  parseString(): string;
  /** An unsigned integer literal. */
  parseInteger(): number;
  parseExpression(): Expression;
  parseCondition(): Condition;
  /** A type with its facets. Throws 243 or 2715 for an unknown one. */
  parseType(): SqlType;
  /** One statement, with its semicolon when there is one. */
  parseStatement(): Statement;
  /** 102 or 156 about the next token, to throw. */
  unexpected(): SqlError;
  /** `Sandbox: not supported: <construct> (line N)`, to throw. */
  unsupported(construct: string): SqlError;
  /** Notes a compile error that does not stop parsing; the batch will not run. */
  report(error: SqlError): void;
}

/** A token that means something, or the end of the batch. */
export type ParserToken = Omit<LinedToken, 'kind' | 'lower'> & { readonly kind: LinedToken['kind'] | 'end' };

/**
 * One kind of statement. The engine calls `execute` on reaching it, catches what it throws, keeps @@ERROR and
 * @@ROWCOUNT, and writes the DONE token from `command` and `context.affected`.
 */
export interface StatementKind<S extends Statement = Statement> {
  /** Unique; what `Statement.kind` says. */
  readonly name: string;
  /** Looks, consumes nothing. The first kind that says true parses. */
  starts(parser: Parser): boolean;
  parse(parser: Parser): S;
  /** DONE CurCmd. Undefined: this kind writes its own DONE tokens through `context.done`, or none. */
  command?(statement: S): number | undefined;
  /** True when @@ROWCOUNT stays as it was unless `context.affected` is set. */
  readonly keepsRowCount?: boolean;
  /** A statement made of others (IF, EXEC): @@ERROR and @@ROWCOUNT are theirs, and no DONE is written for it. */
  readonly isCompound?: boolean;
  /** A statement-ending error is followed by INFO 3621. */
  readonly isWrite?: boolean;
  /**
   * Compile-time look at names that exist already, before anything of the batch runs. Throw to refuse the whole batch;
   * 208 is taken as "not yet" and ignored.
   */
  check?(statement: S, context: ExecutionContext): void;
  execute(statement: S, context: ExecutionContext): Promise<void>;
}

// --- Running -------------------------------------------------------------------------------------------------------

/** One scope (batch, procedure or dynamic SQL) at run time. */
export interface ExecutionContext {
  readonly session: Session;
  readonly server: ServerHooks;
  readonly sink: ResultSink;
  readonly signal: AbortSignal;
  /** Lower-cased names with their @. */
  readonly variables: Map<string, Variable>;
  /** Name of the running procedure as the caller spelled it, empty in a batch. */
  readonly procedure: string;
  /** @@NESTLEVEL. */
  readonly nestLevel: number;
  /** Line of the statement that runs now. */
  readonly line: number;
  /** True inside the TRY part of a TRY…CATCH, in this scope or a calling one. */
  readonly inTry: boolean;
  /** Set by a statement that counts rows; becomes @@ROWCOUNT and the COUNT of its DONE. */
  affected: number | undefined;
  /** Where control goes after the statement. */
  flow: 'next' | 'break' | 'continue' | 'return';
  /** RETURN's value. */
  returnValue: SqlValue | undefined;
  evaluate(expression: Expression): TypedValue;
  /** UNKNOWN is false. */
  test(condition: Condition): boolean;
  /** Runs a nested statement with everything that belongs to one: errors, counters, DONE. */
  run(statement: Statement): Promise<void>;
  /** Calls a system or user procedure as EXEC does, except that values come ready. */
  call(call: ProcedureCall): Promise<ProcedureOutcome>;
  /** INFO token; line and procedure default to the running statement's. */
  info(
    number: number,
    text: string,
    options?: Partial<Pick<ServerMessage, 'state' | 'class' | 'line' | 'procedure'>>,
  ): void;
  /**
   * An error after which the raiser may go on (RAISERROR, system procedures that then `return 1`): throws inside a TRY,
   * else sends the ERROR token, sets @@ERROR and returns.
   */
  raise(error: SqlError): void;
  /** A whole result set with its DONE 193; rows flow. Returns the count. */
  send(columns: readonly Column[], rows: Iterable<readonly SqlValue[]>): Promise<number>;
  /** A DONE token for this scope (DONEINPROC inside procedures). */
  done(command: number, rows?: number, error?: boolean): void;
  /** Gives the event loop a turn, then throws when `signal` has aborted. */
  breathe(): Promise<void>;
  /** UTC now, the same for a whole statement. */
  now(): SqlTemporal;
}

/** A scalar or table variable. `type` is absent for a table variable. */
export interface Variable {
  readonly type?: SqlType;
  value: SqlValue;
  readonly table?: unknown;
}

/** What lives as long as the connection. */
export interface Session {
  readonly spid: number;
  readonly request: LoginRequest;
  /** The login's name as the server spells it. */
  readonly login: string;
  readonly database: string;
  readonly options: SessionOptions;
  /** @@ERROR, @@ROWCOUNT, @@TRANCOUNT. */
  readonly lastError: number;
  readonly rowCount: number;
  readonly transactionCount: number;
  /** 0, 1 or -1. */
  readonly transactionState: number;
  /** Changes the database and sends ENVCHANGE and 5701. The caller has checked that it exists and may be used. */
  use(database: string, context: ExecutionContext): void;
  /** What the model keeps for this session (principal, EXECUTE AS stack …). */
  readonly state: Map<string, unknown>;
}

/** SET options; on or off. */
export interface SessionOptions {
  noCount: boolean;
  xactAbort: boolean;
  /** Every other ON/OFF option, by upper-case name. */
  readonly flags: Map<string, boolean>;
  textSize: number;
  rowCount: number;
  dateFirst: number;
  dateFormat: string;
  language: string;
  isolation: string;
  lockTimeout: number;
}

/** What the engine asks of the server's model. */
export interface ServerHooks {
  readonly serverName: string;
  /** Checks name, password and database. On success: the names as the server spells them. */
  login(
    request: LoginRequest,
  ):
    | { readonly ok: true; readonly login: string; readonly database: string }
    | { readonly ok: false; readonly errors: readonly ServerMessage[] };
  /** The value of @@VERSION, @@SERVERNAME and so on; name in lower case with both @. Undefined: the engine's own, or 137. */
  global(name: string, context: ExecutionContext): TypedValue | undefined;
  /** Spelling of a database that exists, else undefined. */
  databaseName(name: string): string | undefined;
  /** Throws 229 when the session may not do that to the user table or procedure; called before the object is touched. */
  authorize(
    permission: 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE' | 'EXECUTE' | 'CREATE TABLE' | 'CREATE PROCEDURE',
    object: ObjectName | undefined,
    context: ExecutionContext,
  ): void;
  /** Taken at BEGIN TRAN; call the result to put the model back as it was. */
  snapshot(): () => void;
}

// --- Procedures ----------------------------------------------------------------------------------------------------

/** A parameter of a system procedure. No default: required (201). */
interface ProcedureParameter {
  /** With its @. */
  readonly name: string;
  readonly type: SqlType;
  readonly default?: SqlValue;
  readonly output?: boolean;
}

/** A procedure that is part of the server. The engine binds, converts and defaults the arguments. */
export interface Procedure {
  /** Lower case, without schema; found as `name`, `sys.name`, `dbo.name`, `master..name`, `master.sys.name`. */
  readonly names: readonly string[];
  readonly parameters: readonly ProcedureParameter[];
  /** More arguments may follow the declared ones (sp_executesql); they come as `call.extra`. */
  readonly variadic?: boolean;
  execute(args: ProcedureArguments, context: ExecutionContext): Promise<ProcedureOutcome>;
}

/** Bound arguments. Names are as declared, with their @, any case. */
export interface ProcedureArguments {
  /** Converted to the parameter's type; the default when not supplied. */
  value(name: string): SqlValue;
  /** True when the caller gave it (DEFAULT does not count). */
  supplied(name: string): boolean;
  /** The name as the caller wrote it. */
  readonly procedure: string;
  readonly extra: readonly CallArgument[];
}

/** `outputs` by parameter name as declared. */
export interface ProcedureOutcome {
  readonly returnStatus: number;
  readonly outputs: ReadonlyMap<string, SqlValue>;
}

/** An argument with its value known. Empty `name` is positional. */
export interface CallArgument {
  readonly name: string;
  readonly value: TypedValue;
  readonly output: boolean;
  readonly useDefault?: boolean;
}

/** A call with its values known. */
export interface ProcedureCall {
  readonly name: ObjectName;
  readonly arguments: readonly CallArgument[];
}

// --- Tables --------------------------------------------------------------------------------------------------------

/** A catalog view. */
export interface TableSource {
  /** `sys` or `INFORMATION_SCHEMA`. */
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly Column[];
  /** Lazily. `database` is the one named in a three-part name, else the session's. */
  rows(context: ExecutionContext, database: string): Iterable<readonly SqlValue[]>;
}

/** A table-valued function. */
export interface TableFunction {
  /** Lower case. */
  readonly name: string;
  /** `sys` functions must be called with their schema; built-ins such as OPENJSON have none. */
  readonly schema?: string;
  readonly minArgs: number;
  readonly maxArgs: number;
  /** True for OPENJSON. */
  readonly acceptsWith?: boolean;
  /** Throws for what the server finds at compile time. */
  columns(args: readonly ArgumentInfo[], withColumns: readonly WithColumn[] | undefined): readonly Column[];
  /** Lazily, one row at a time; throws SqlError. */
  rows(
    args: readonly TypedValue[],
    withColumns: readonly WithColumn[] | undefined,
    context: ExecutionContext,
  ): Iterable<readonly SqlValue[]>;
}

// --- Functions and types -------------------------------------------------------------------------------------------

/** What is known of an argument before it has a value. */
export interface ArgumentInfo {
  readonly type: SqlType;
  readonly nullable: boolean;
  /** The bare word NULL. */
  readonly isNullLiteral: boolean;
  /** Its value when it is a literal, a signed literal, or built of constants only. */
  readonly constant?: SqlValue;
  /** JSON_QUERY, JSON_MODIFY, JSON_OBJECT, JSON_ARRAY, FOR JSON: embedded raw by JSON builders. */
  readonly isJson: boolean;
}

/** What one call of a scalar function may need besides its values. */
export interface FunctionCallContext {
  readonly execution: ExecutionContext;
  readonly infos: readonly ArgumentInfo[];
  readonly returnType: SqlType;
  readonly nulls?: 'null' | 'absent';
}

/** A built-in scalar function. */
export interface ScalarFunction {
  /** Lower case. */
  readonly name: string;
  readonly minArgs: number;
  readonly maxArgs: number;
  /** Arguments that are bare words: DATEADD's part, ISJSON's type. They come as varchar constants, as written. */
  readonly wordArguments?: readonly number[];
  /** `json-object`: name:value pairs come flattened; both take NULL ON NULL / ABSENT ON NULL. `no-parentheses`: CURRENT_TIMESTAMP. */
  readonly syntax?: 'json-object' | 'json-array' | 'no-parentheses';
  /** Its result is JSON text that builders embed raw. */
  readonly returnsJson?: boolean;
  /** With constant arguments it is evaluated at compile time, so that its errors come without a result set. */
  readonly foldsConstants?: boolean;
  /** Default: true. */
  readonly nullable?: boolean | ((args: readonly ArgumentInfo[]) => boolean);
  /** Static type of the result. Throws what the server finds at compile time (8116, 155, …). */
  returnType(args: readonly ArgumentInfo[]): SqlType;
  evaluate(args: readonly TypedValue[], call: FunctionCallContext): SqlValue;
}
