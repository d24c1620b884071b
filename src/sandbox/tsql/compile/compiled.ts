import type { Column } from '../../engine.ts';
import type { SqlType, SqlValue } from '../../values.ts';
import type { Condition, Expression, Query, TableExpression } from '../ast.ts';
import type { ArgumentInfo } from '../contracts.ts';
import type { EngineContext } from '../run/engine-context.ts';
import type { Collation } from '../types/collation.ts';
import type { RowScope } from './row-scope.ts';

/** One row of values, by position. Never changed once made. */
export type Row = readonly SqlValue[];

/**
 * What a lazily produced row set yields: rows, and now and then `undefined`, at which whoever drives it may give the
 * event loop a turn. Operators pass `undefined` on.
 */
export type Flow = Iterable<Row | undefined>;

/** The row an expression looks at, inside the rows of the queries around it. */
export interface Frame {
  readonly row: Row;
  readonly parent: Frame | undefined;
}

/** An expression bound to names and types. */
export interface Compiled extends ArgumentInfo {
  /** The column's own name when the expression is nothing but a column. */
  readonly columnName?: string;
  /** How its text compares when not by the default collation. */
  readonly collation?: Collation;
  /** Not a plain column: COLMETADATA says computed. */
  readonly isComputed: boolean;
  evaluate(frame: Frame): SqlValue;
}

/** A condition bound to names; null is UNKNOWN. */
export type Test = (frame: Frame) => boolean | null;

/** A column that a FROM clause offers. */
export interface ScopeColumn {
  readonly name: string;
  readonly type: SqlType;
  readonly nullable: boolean;
  readonly collation?: Collation;
  /** Alias, or the table's own name. */
  readonly qualifier: string | undefined;
}

/** A FROM clause or one part of it. */
export interface Source {
  readonly columns: readonly ScopeColumn[];
  rows(frame: Frame): Flow;
}

/** A whole query: what it announces and what it yields. */
export interface CompiledQuery {
  readonly columns: readonly Column[];
  /** The result is one FOR JSON text. */
  readonly isJson: boolean;
  /** Which columns hold JSON text that FOR JSON embeds raw. */
  readonly jsonColumns?: readonly boolean[];
  /** Rows counted by DONE when they are not the rows sent (FOR JSON); known after the last row. */
  readonly sourceRows?: () => number;
  rows(frame: Frame): Flow;
  /** SELECT @v = …: what to assign from each row, by position. */
  readonly assigns?: readonly string[];
}

/** Binds names and types; one for each execution of a statement. */
export interface Compiler {
  readonly context: EngineContext;
  expression(expression: Expression, scope: RowScope | undefined): Compiled;
  condition(condition: Condition, scope: RowScope | undefined): Test;
  table(table: TableExpression, scope: RowScope | undefined): Source;
  query(query: Query, scope: RowScope | undefined, use: QueryUse): CompiledQuery;
}

/** Where a query stands: only a nested one may not have a bare ORDER BY. */
export type QueryUse = 'statement' | 'nested' | 'insert';

/** The frame of an expression that looks at no row. */
export const noFrame: Frame = { row: [], parent: undefined };
