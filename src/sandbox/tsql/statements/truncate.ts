import { SqlError } from '../../sql-error.ts';
import type { ObjectName } from '../ast.ts';
import type { Statement } from '../contracts.ts';
import type { EngineKind } from './kind.ts';
import { beginWrite } from './writing.ts';

/** TRUNCATE TABLE name. */
export interface TruncateStatement extends Statement {
  readonly kind: 'truncate';
  readonly table: ObjectName;
}

export const truncateKind: EngineKind<TruncateStatement> = {
  name: 'truncate',
  starts: (parser) => parser.atKeyword('TRUNCATE', 'TABLE'),
  parse(parser) {
    const { line } = parser;
    parser.expectKeyword('TRUNCATE', 'TABLE');
    return { kind: 'truncate', line, table: parser.parseObjectName() };
  },
  command: () => 234,
  execute({ table: name }, scope) {
    const table = scope.catalog.table(name);
    if (table === undefined)
      throw new SqlError(
        4701,
        `Cannot find the object "${name.text}" because it does not exist or you do not have permissions.`,
      );
    beginWrite({ kind: 'table', name }, table, 'DELETE', scope);
    table.replace([], 'DELETE');
    table.lastIdentity = undefined;
    return Promise.resolve();
  },
};
