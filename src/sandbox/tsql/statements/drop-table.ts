import { SqlError } from '../../sql-error.ts';
import type { ObjectName } from '../ast.ts';
import type { Statement } from '../contracts.ts';
import type { EngineKind } from './kind.ts';
import type { Scope } from '../run/scope.ts';
import type { StoredTable } from '../storage/table.ts';
import { placeOf } from './create-table.ts';
import { checkWritable } from './writing.ts';

/** DROP TABLE [IF EXISTS] a, b. */
export interface DropTableStatement extends Statement {
  readonly kind: 'drop-table';
  readonly tables: readonly ObjectName[];
  readonly ifExists: boolean;
}

/** A temp table may belong to a scope that called this one. */
const holderOf = (name: ObjectName, scope: Scope): { tables: Map<string, StoredTable>; key: string } => {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.options.caller) {
    const { tables, key } = placeOf(name, at);
    if (tables.has(key)) return { tables, key };
  }
  return placeOf(name, scope);
};

const drop = (name: ObjectName, ifExists: boolean, scope: Scope): void => {
  const { tables, key } = holderOf(name, scope);
  const table = tables.get(key);
  if (table === undefined) {
    if (ifExists) return;
    throw new SqlError(
      3701,
      `Cannot drop the table '${name.name}', because it does not exist or you do not have permission.`,
      { class: 11, state: 5 },
    );
  }
  tables.delete(key);
  scope.session.transaction.record(() => tables.set(key, table));
};

export const dropTableKind: EngineKind<DropTableStatement> = {
  name: 'drop-table',
  starts: (parser) => parser.atKeyword('DROP', 'TABLE'),
  parse(parser) {
    const { line } = parser;
    parser.expectKeyword('DROP', 'TABLE');
    const ifExists = parser.acceptKeyword('IF', 'EXISTS');
    const tables: ObjectName[] = [];
    do tables.push(parser.parseObjectName());
    while (parser.acceptSymbol(','));
    return { kind: 'drop-table', line, tables, ifExists };
  },
  command: () => 199,
  execute({ tables, ifExists }, scope) {
    checkWritable(scope);
    for (const name of tables) drop(name, ifExists, scope);
    return Promise.resolve();
  },
};
