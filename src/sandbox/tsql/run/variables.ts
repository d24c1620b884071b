import { SqlError } from '../../sql-error.ts';
import type { Variable } from '../contracts.ts';
import type { Declared } from '../parser/scope.ts';
import { StoredTable } from '../storage/table.ts';

/** Every variable of the text exists from its start, NULL or empty, wherever its DECLARE stands. */
export function declareAll(variables: Map<string, Variable>, declared: ReadonlyMap<string, Declared>): void {
  for (const [name, what] of declared) {
    if (variables.has(name)) continue;
    if (what.kind === 'scalar') variables.set(name, { type: what.type, value: null });
    else variables.set(name, { value: null, table: newTable(name, what) });
  }
}

function newTable(name: string, { definition }: Extract<Declared, { kind: 'table' }>): StoredTable {
  const internal = Math.floor(Math.random() * 0xffff_ffff)
    .toString(16)
    .toUpperCase()
    .padStart(8, '0');
  return new StoredTable(name, `tempdb.dbo.#${internal}`, definition);
}

/** The table behind a table variable's name. */
export function tableVariable(variables: ReadonlyMap<string, Variable>, name: string): StoredTable {
  const found = variables.get(name.toLowerCase())?.table;
  if (found instanceof StoredTable) return found;
  throw new SqlError(1087, `Must declare the table variable "${name}".`, { class: 15, state: 2, reach: 'batch' });
}
