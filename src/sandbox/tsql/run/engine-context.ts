import type { ObjectName, Query } from '../ast.ts';
import type { Compiler, CompiledQuery } from '../compile/compiled.ts';
import type { ExecutionContext, ScalarFunction, Statement, TableFunction, TableSource } from '../contracts.ts';
import type { SqlError } from '../../sql-error.ts';
import type { SqlValue } from '../../values.ts';
import type { Grammar } from '../parser/parser.ts';
import type { StoredTable } from '../storage/table.ts';
import type { EngineSession } from './session.ts';

/** What names mean. */
export interface Catalog {
  /** A temp or user table. */
  table(name: ObjectName): StoredTable | undefined;
  view(name: ObjectName): { readonly source: TableSource; readonly database: string } | undefined;
  tableFunction(name: ObjectName): TableFunction | undefined;
}

/** What ERROR_NUMBER() and its kin tell inside a CATCH block. */
export interface CaughtError {
  readonly error: SqlError;
  readonly previous: CaughtError | undefined;
}

/** What the engine's own statements need beyond `ExecutionContext`. */
export interface EngineContext extends ExecutionContext {
  readonly session: EngineSession;
  readonly catalog: Catalog;
  /** A declared table variable, or 1087. */
  tableVariable(name: string): StoredTable;
  readonly grammar: Grammar;
  readonly functions: ReadonlyMap<string, ScalarFunction>;
  /** The error of the innermost CATCH block around, in this scope or a calling one. */
  caught: CaughtError | undefined;
  readonly line: number;
  /** An aggregate of the running statement left out a NULL: warning 8153 before its DONE. */
  skippedNull: boolean;
  /** Binds names; what that throws ends the scope and cannot be caught in it. */
  bind<T>(work: (compiler: Compiler) => T): T;
  /** Runs a query's rows into a consumer, giving the event loop its turns. */
  drain(
    rows: Iterable<readonly SqlValue[] | undefined>,
    take: (row: readonly SqlValue[]) => void | Promise<void>,
  ): Promise<number>;
  query(query: Query): CompiledQuery;
  /** Runs statements until control goes elsewhere. */
  runAll(statements: readonly Statement[]): Promise<void>;
  /** Runs statements whose errors come back instead of going to the client. */
  attempt(statements: readonly Statement[]): Promise<SqlError | undefined>;
}
