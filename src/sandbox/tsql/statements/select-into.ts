import { SqlError } from '../../sql-error.ts';
import type { ObjectName } from '../ast.ts';
import { type CompiledQuery, noFrame, type Row } from '../compile/compiled.ts';
import type { Scope } from '../run/scope.ts';
import type { ColumnDefinition } from '../storage/definition.ts';
import { createTable } from './create-table.ts';

/** 1038: every column of a new table needs a name. */
const definitionOf = (query: CompiledQuery): readonly ColumnDefinition[] =>
  query.columns.map(({ name, type, nullable }) => {
    if (name === '')
      throw new SqlError(
        1038,
        'An object or column name is missing or empty. For SELECT INTO statements, verify each column has a name. For other statements, look for empty alias names. Aliases defined as "" or [] are not allowed. Change the alias to a valid name.',
        { class: 15, state: 5 },
      );
    return { name, type, nullable };
  });

/** SELECT … INTO: makes the table and fills it. */
export const selectInto = async (query: CompiledQuery, name: ObjectName, scope: Scope): Promise<void> => {
  const columns = definitionOf(query);
  const rows: Row[] = [];
  await scope.drain(query.rows(noFrame), (row) => {
    rows.push(row);
  });
  createTable(name, { columns, keys: [] }, scope).insert(rows);
  scope.affected = rows.length;
};
