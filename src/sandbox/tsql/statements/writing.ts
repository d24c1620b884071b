import { SqlError } from '../../sql-error.ts';
import type { ObjectName } from '../ast.ts';
import { missingObject } from '../known/missing.ts';
import type { Scope } from '../run/scope.ts';
import type { StoredTable } from '../storage/table.ts';

/** What a write goes to. */
export type WriteTarget =
  { readonly kind: 'table'; readonly name: ObjectName } | { readonly kind: 'variable'; readonly name: string };

/** 3930: a doomed transaction can only be rolled back. */
export const checkWritable = (scope: Scope): void => {
  if (scope.session.transactionState === -1)
    throw new SqlError(
      3930,
      'The current transaction cannot be committed and cannot support operations that write to the log file. Roll back the transaction.',
      { reach: 'batch' },
    );
};

/** The table to write to, 208 when it is not there. */
export const findTarget = (target: WriteTarget, scope: Scope): StoredTable => {
  if (target.kind === 'variable') return scope.tableVariable(target.name);
  const { name } = target;
  const table = scope.catalog.table(name);
  if (table !== undefined) return table;
  if (scope.catalog.view(name) !== undefined)
    throw new SqlError(259, 'Ad hoc updates to system catalogs are not allowed.');
  throw missingObject(name, scope.session.database);
};

/** Checks permission and transaction, and notes how to undo. Table variables keep what is written after a rollback. */
export const beginWrite = (
  target: WriteTarget,
  table: StoredTable,
  permission: 'INSERT' | 'UPDATE' | 'DELETE',
  scope: Scope,
): void => {
  if (target.kind === 'variable') return;
  checkWritable(scope);
  if (!target.name.name.startsWith('#')) scope.server.authorize(permission, target.name, scope);
  scope.session.transaction.touch(table);
};
