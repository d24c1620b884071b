import type { SqlType } from '../../values.ts';
import type { Expression } from '../ast.ts';

/** A table as CREATE TABLE or DECLARE … TABLE says it. */
export interface TableDefinition {
  readonly columns: readonly ColumnDefinition[];
  /** PRIMARY KEY and UNIQUE, columns by position. */
  readonly keys: readonly KeyDefinition[];
}

/** One column of a table. */
export interface ColumnDefinition {
  readonly name: string;
  readonly type: SqlType;
  readonly nullable: boolean;
  readonly identity?: { readonly seed: number; readonly increment: number };
  readonly fallback?: Expression;
}

/** A uniqueness rule. `name` is absent for one that the server names. */
export interface KeyDefinition {
  readonly name?: string;
  readonly primary: boolean;
  readonly columns: readonly number[];
}
