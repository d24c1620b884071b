import type { LoginRequest } from '../../engine.ts';
import type { ExecutionContext, Session, SessionOptions } from '../contracts.ts';
import type { Storage } from '../storage/storage.ts';
import type { StoredTable } from '../storage/table.ts';
import { Transaction } from './transaction.ts';

/** A statement kept by sp_prepare. */
export interface Prepared {
  readonly parameters: string;
  readonly text: string;
}

/** SET options as a login finds them. */
const defaultOptions = (): SessionOptions => ({
  noCount: false,
  xactAbort: false,
  flags: new Map([
    ['ANSI_NULLS', true],
    ['ANSI_PADDING', true],
    ['ANSI_WARNINGS', true],
    ['ARITHABORT', true],
    ['CONCAT_NULL_YIELDS_NULL', true],
    ['QUOTED_IDENTIFIER', true],
    ['ANSI_NULL_DFLT_ON', true],
  ]),
  textSize: 2_147_483_647,
  rowCount: 0,
  dateFirst: 7,
  dateFormat: 'mdy',
  language: 'us_english',
  isolation: 'READ COMMITTED',
  lockTimeout: -1,
});

/** What a connection keeps between batches. */
export class EngineSession implements Session {
  readonly spid: number;
  readonly request: LoginRequest;
  readonly login: string;
  readonly storage: Storage;
  readonly state = new Map<string, unknown>();
  readonly transaction = new Transaction();
  readonly tempTables = new Map<string, StoredTable>();
  readonly prepared = new Map<number, Prepared>();
  options: SessionOptions = defaultOptions();
  lastError = 0;
  rowCount = 0;
  /** @@IDENTITY. */
  identity: number | null = null;
  #database: string;
  readonly #loginDatabase: string;
  #nextHandle = 1;

  constructor(spid: number, request: LoginRequest, names: { login: string; database: string }, storage: Storage) {
    this.spid = spid;
    this.request = request;
    this.login = names.login;
    this.storage = storage;
    this.#database = names.database;
    this.#loginDatabase = names.database;
  }

  get database(): string {
    return this.#database;
  }

  get transactionCount(): number {
    return this.transaction.count;
  }

  get transactionState(): number {
    return this.transaction.state;
  }

  use(database: string, context: ExecutionContext): void {
    const previous = this.#database;
    this.#database = database;
    context.sink.database(database, previous);
    context.info(5701, `Changed database context to '${database}'.`);
  }

  prepare(statement: Prepared): number {
    const handle = this.#nextHandle;
    this.#nextHandle += 1;
    this.prepared.set(handle, statement);
    return handle;
  }

  /** RESETCONNECTION: as login left it. Prepared statements go too. */
  reset(): void {
    this.transaction.rollback();
    this.tempTables.clear();
    this.prepared.clear();
    this.state.clear();
    this.options = defaultOptions();
    this.lastError = 0;
    this.rowCount = 0;
    this.identity = null;
    this.#database = this.#loginDatabase;
  }
}
