import type { CertificatePin, Encryption } from '../core/connection.ts';
import type { SqlMessage } from '../core/failure.ts';
import type { SqlText } from '../core/tsql/quoting.ts';

/** Everything the driver needs for one pool. Ports are already resolved: SQL Browser is asked before. */
export interface DriverTarget {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly encryption: Encryption;
  readonly pin?: CertificatePin;
  /** PEM; trusted besides the machine's own roots. */
  readonly authorities?: readonly string[];
  readonly connectTimeoutSeconds: number;
  readonly queryTimeoutSeconds: number;
  /** How long a session that nobody uses stays open. */
  readonly idleMilliseconds: number;
  readonly applicationName: string;
}

/** A value on its way to SQL Server, always bound, never part of the text. `name` has no @. */
export type SqlParameter =
  | { readonly name: string; readonly type: 'nvarchar'; readonly length: number | 'max'; readonly value: string | null }
  | { readonly name: string; readonly type: 'int' | 'smallint' | 'bit'; readonly value: number | null };

/** One run: sent as a call of sp_executesql. */
export interface SqlBatch {
  readonly text: SqlText;
  readonly parameters: readonly SqlParameter[];
}

/** A row by column names, which are unique within each of our result sets. */
export type SqlRow = Readonly<Record<string, unknown>>;

/** What a run answered. */
export interface BatchAnswer {
  readonly recordsets: readonly (readonly SqlRow[])[];
  /** INFO tokens, in order. */
  readonly messages: readonly SqlMessage[];
  /** Received on the connection's socket during the run, TDS headers and TLS included. */
  readonly bytes?: number;
}

/** One thing that a batch did, in the order in which SQL Server told it. */
export type ScriptEvent =
  /** A result set. `total` counts the rows that came; `rows` holds the first of them. */
  | {
      readonly kind: 'rows';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly unknown[])[];
      readonly total: number;
    }
  /** Rows that a statement without a result set changed. */
  | { readonly kind: 'count'; readonly rows: number }
  | { readonly kind: 'message'; readonly message: SqlMessage }
  | { readonly kind: 'error'; readonly message: SqlMessage };

/** A pool of one connection's sessions. Errors are thrown as the driver made them; `failures.ts` reads them. */
export interface DriverPool {
  /** Logs in once to prove the target. Call it once, before `run`. */
  connect(): Promise<void>;
  /** What SQL Server said while refusing the latest login. */
  loginErrors(): readonly SqlMessage[];
  /** Ends a `connect` under way, which then rejects. */
  abandon(): void;
  run(batch: SqlBatch, signal: AbortSignal): Promise<BatchAnswer>;
  /**
   * Sends the text as a batch of its own, not through sp_executesql: statements that take no parameters (SECRET, master
   * keys) are masked in traces only then. Errors of SQL Server are events; only a lost connection, a time-out or a cancel throws.
   * `rowsKept` is how many rows of each result set are held.
   */
  runDirect(text: SqlText, signal: AbortSignal, rowsKept?: number): Promise<readonly ScriptEvent[]>;
  close(): Promise<void>;
}

/** What `driver.ts` implements over mssql, and tests by a script. */
export interface SqlDriver {
  open(target: DriverTarget): DriverPool;
}

/** Thrown by the driver before the password is sent, when a pinned server shows another certificate. */
export class PinRefused extends Error {
  readonly code = 'EPIN';

  constructor() {
    super('The server showed a certificate other than the pinned one.');
    this.name = 'PinRefused';
  }
}
