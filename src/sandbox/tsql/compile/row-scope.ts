import { SqlError } from '../../sql-error.ts';
import type { Expression } from '../ast.ts';
import type { Compiled, ScopeColumn } from './compiled.ts';
import type { CommonTableSource } from './common-tables.ts';

/** A column found: how many rows out, and where in that row. */
export interface Resolved {
  readonly depth: number;
  readonly index: number;
  readonly column: ScopeColumn;
}

/** Takes over expressions that mean something else than their parts: GROUP BY keys, aggregates, ranking functions. */
export type Replacement = (expression: Expression) => Compiled | undefined;

/** The columns in reach of an expression, innermost query first. */
export class RowScope {
  readonly columns: readonly ScopeColumn[];
  readonly parent: RowScope | undefined;
  readonly replace: Replacement | undefined;
  readonly commonTables: ReadonlyMap<string, CommonTableSource>;

  constructor(
    columns: readonly ScopeColumn[],
    parent: RowScope | undefined,
    options: { readonly replace?: Replacement; readonly commonTables?: ReadonlyMap<string, CommonTableSource> } = {},
  ) {
    this.columns = columns;
    this.parent = parent;
    this.replace = options.replace;
    this.commonTables = options.commonTables ?? parent?.commonTables ?? new Map<string, CommonTableSource>();
  }

  /** 207, 209 or 4104 when the name is not exactly one column. */
  resolve(parts: readonly string[]): Resolved {
    const index = this.#find(parts);
    const column = index === undefined ? undefined : this.columns[index];
    if (index !== undefined && column !== undefined) return { depth: 0, index, column };
    if (this.parent === undefined) throw unknownColumn(parts);
    const outer = this.parent.resolve(parts);
    return { ...outer, depth: outer.depth + 1 };
  }

  #find(parts: readonly string[]): number | undefined {
    const name = parts.at(-1)?.toLowerCase();
    const qualifier = parts.at(-2)?.toLowerCase();
    const found: number[] = [];
    this.columns.forEach((column, index) => {
      if (column.name.toLowerCase() !== name) return;
      if (qualifier === undefined || column.qualifier?.toLowerCase() === qualifier) found.push(index);
    });
    if (found.length > 1) throw new SqlError(209, `Ambiguous column name '${parts.at(-1) ?? ''}'.`);
    return found[0];
  }
}

/** 207 for a bare name, 4104 for a qualified one. */
export const unknownColumn = (parts: readonly string[]): SqlError =>
  parts.length === 1
    ? new SqlError(207, `Invalid column name '${parts[0] ?? ''}'.`)
    : new SqlError(4104, `The multi-part identifier "${parts.join('.')}" could not be bound.`);
