import type { Statement } from '../contracts.ts';
import type { SqlType, SqlValue } from '../../values.ts';
import type { Declared } from '../parser/scope.ts';
import type { StoredTable } from './table.ts';

/** A procedure made by CREATE PROCEDURE. Lines count from the first line of the batch that made it. */
export interface UserProcedure {
  readonly name: string;
  readonly parameters: readonly UserParameter[];
  readonly statements: readonly Statement[];
  readonly declared: ReadonlyMap<string, Declared>;
}

/** No default: required. */
export interface UserParameter {
  readonly name: string;
  readonly type: SqlType;
  readonly default?: SqlValue;
  readonly output?: boolean;
}

/** User tables and procedures of all databases, by `database.schema.name` in lower case. */
export interface Storage {
  readonly tables: Map<string, StoredTable>;
  readonly procedures: Map<string, UserProcedure>;
}

/** The key of an object; the schema is dbo unless named. */
export const storageKey = (database: string, schema: string | undefined, name: string): string =>
  `${database}.${schema ?? 'dbo'}.${name}`.toLowerCase();
