import type { SqlType, SqlValue } from './values.ts';

/**
 * What the TDS server asks of the SQL engine, and how the engine answers. The TDS layer owns bytes, packets, TLS and
 * attention; the engine owns T-SQL, names and permissions.
 */
export interface SqlEngine {
  /** As @@SERVERNAME and in every ERROR and INFO token. */
  readonly serverName: string;
  login(request: LoginRequest): Promise<LoginOutcome>;
}

export interface LoginRequest {
  readonly user: string;
  readonly password: string;
  /** Empty for the login's default database. */
  readonly database: string;
  readonly applicationName: string;
  readonly hostName: string;
  readonly encrypted: boolean;
}

export type LoginOutcome =
  | { readonly ok: true; readonly session: SqlSession }
  | { readonly ok: false; readonly errors: readonly ServerMessage[] };

/** An ERROR (class >= 11) or INFO token. */
export interface ServerMessage {
  readonly number: number;
  readonly state: number;
  readonly class: number;
  readonly text: string;
  /** Empty when raised by a batch. */
  readonly procedure: string;
  readonly line: number;
}

export interface Column {
  /** Empty for an unnamed column. */
  readonly name: string;
  readonly type: SqlType;
  readonly nullable: boolean;
  /** COLMETADATA flag 0x20. */
  readonly computed?: boolean;
}

/** Receives a run's answer in wire order. `row` may return a promise: await it, that is the back-pressure. */
export interface ResultSink {
  columns(columns: readonly Column[]): void;
  row(values: readonly SqlValue[]): void | Promise<void>;
  message(message: ServerMessage): void;
  /**
   * One finished statement. `command` is the DONE CurCmd (facts: SELECT 193, INSERT 195, …), `rows` sets the COUNT flag,
   * `inProcedure` makes it a DONEINPROC. The TDS layer sets MORE and writes the final DONEPROC of an RPC by itself.
   */
  done(statement: StatementDone): void;
  /** ENVCHANGE 1, written before its INFO 5701. */
  database(name: string, previous: string): void;
  /** ENVCHANGE 8, 9 or 10. */
  transaction(event: 'begin' | 'commit' | 'rollback'): void;
}

export interface StatementDone {
  readonly command: number;
  readonly rows?: number;
  readonly error?: boolean;
  readonly inProcedure?: boolean;
  /** RETURNSTATUS of an EXEC that came to its end, for the DONEPROC of a batch; those inside procedures have none. */
  readonly returnStatus?: number;
}

/** One RPC parameter, decoded. `name` has its @, or is empty when positional. */
export interface RpcParameter {
  readonly name: string;
  readonly type: SqlType;
  readonly value: SqlValue;
  readonly output: boolean;
  /** Status bit 2: the client asks for the parameter's default. */
  readonly useDefault?: boolean;
}

/** `procedure` is the name as sent; numbered special procedures arrive by their names (`sp_executesql`, `sp_prepare`, …). */
export interface RpcCall {
  readonly procedure: string;
  readonly parameters: readonly RpcParameter[];
}

export interface RpcOutcome {
  /** Absent when the procedure never ran (2812, 201, …). */
  readonly returnStatus?: number;
  /** OUTPUT values; `ordinal` is the index among all parameters of the call. */
  readonly outputs: readonly {
    readonly ordinal: number;
    readonly name: string;
    readonly type: SqlType;
    readonly value: SqlValue;
  }[];
  readonly error: boolean;
}

/**
 * One logged-in connection. Runs never overlap. Errors of T-SQL go to the sink, so promises reject only for bugs and when
 * `signal` aborts (then with any error; the TDS layer writes the attention's DONE).
 */
export interface SqlSession {
  readonly spid: number;
  readonly database: string;
  batch(text: string, sink: ResultSink, signal: AbortSignal): Promise<void>;
  rpc(call: RpcCall, sink: ResultSink, signal: AbortSignal): Promise<RpcOutcome>;
  /** TDS transaction manager requests; ENVCHANGE goes through the sink. */
  transaction(action: 'begin' | 'commit' | 'rollback', sink: ResultSink): Promise<void>;
  /** RESETCONNECTION: temp tables, SET options, open transaction and database go back to how login left them. */
  reset(): void;
  close(): void;
}
