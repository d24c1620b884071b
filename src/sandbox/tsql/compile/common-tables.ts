import type { CompiledQuery } from './compiled.ts';

/** A common table expression, compiled anew at each use. */
export interface CommonTableSource {
  /** As written after the name; empty: the query's own. */
  readonly columnNames: readonly string[];
  compile(): CompiledQuery;
}
