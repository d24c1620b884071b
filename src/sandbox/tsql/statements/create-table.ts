import { SqlError } from '../../sql-error.ts';
import type { ObjectName } from '../ast.ts';
import type { Statement } from '../contracts.ts';
import type { EngineKind } from './kind.ts';
import { notSupported } from '../../not-supported.ts';
import { parseTableDefinition } from '../parser/table-definition.ts';
import { databaseOf } from '../run/names.ts';
import type { Scope } from '../run/scope.ts';
import type { TableDefinition } from '../storage/definition.ts';
import { storageKey } from '../storage/storage.ts';
import { StoredTable } from '../storage/table.ts';
import { checkWritable } from './writing.ts';

/** CREATE TABLE name (…). */
export interface CreateTableStatement extends Statement {
  readonly kind: 'create-table';
  readonly table: ObjectName;
  readonly definition: TableDefinition;
}

const alreadyThere = (name: ObjectName): SqlError =>
  new SqlError(2714, `There is already an object named '${name.name}' in the database.`, { state: 6, reach: 'batch' });

/** The map that holds the table, its key there, and its full name. */
export const placeOf = (
  name: ObjectName,
  scope: Scope,
): { readonly tables: Map<string, StoredTable>; readonly key: string; readonly fullName: string } => {
  if (name.name.startsWith('##')) throw notSupported('global temporary table', scope.line);
  if (name.name.startsWith('#'))
    return { tables: scope.tempTables, key: name.name.toLowerCase(), fullName: `tempdb.dbo.${name.name}` };
  const database = databaseOf(name, scope.options.parts, scope.session);
  const key = storageKey(database, name.schema, name.name);
  return { tables: scope.session.storage.tables, key, fullName: `${database}.${name.schema ?? 'dbo'}.${name.name}` };
};

/** Makes an empty table; undone with the transaction. */
export const createTable = (name: ObjectName, definition: TableDefinition, scope: Scope): StoredTable => {
  checkWritable(scope);
  if (!name.name.startsWith('#')) scope.server.authorize('CREATE TABLE', name, scope);
  const { tables, key, fullName } = placeOf(name, scope);
  if (tables.has(key)) throw alreadyThere(name);
  const table = new StoredTable(name.name, fullName, definition);
  tables.set(key, table);
  scope.session.transaction.record(() => tables.delete(key));
  return table;
};

export const createTableKind: EngineKind<CreateTableStatement> = {
  name: 'create-table',
  starts: (parser) => parser.atKeyword('CREATE', 'TABLE'),
  parse(parser) {
    const { line } = parser;
    parser.expectKeyword('CREATE', 'TABLE');
    const table = parser.parseObjectName();
    const definition = parseTableDefinition(parser);
    if (parser.acceptKeyword('ON')) parser.parseIdentifier();
    return { kind: 'create-table', line, table, definition };
  },
  command: () => 198,
  execute({ table, definition }, context) {
    createTable(table, definition, context);
    return Promise.resolve();
  },
};
