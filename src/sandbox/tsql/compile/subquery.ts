import { SqlError } from '../../sql-error.ts';
import type { SqlValue } from '../../values.ts';
import type { Query } from '../ast.ts';
import type { Compiled, Compiler, Frame } from './compiled.ts';
import { RowScope } from './row-scope.ts';

const tooManyRows = (): SqlError =>
  new SqlError(
    512,
    'Subquery returned more than 1 value. This is not permitted when the subquery follows =, !=, <, <= , >, >= or when the subquery is used as an expression.',
  );

/** 116: a subquery in an expression gives one column. */
export const checkOneColumn = (count: number): void => {
  if (count !== 1)
    throw new SqlError(
      116,
      'Only one expression can be specified in the select list when the subquery is not introduced with EXISTS.',
    );
};

/** A nested query sees the row around it one frame out. */
export const nestedScope = (scope: RowScope | undefined): RowScope => scope ?? new RowScope([], undefined);

/** A subquery used as a value: NULL for no row, 512 for more than one. */
export const compileSubquery = (query: Query, compiler: Compiler, scope: RowScope | undefined): Compiled => {
  const inner = compiler.query(query, nestedScope(scope), 'nested');
  checkOneColumn(inner.columns.length);
  const type = inner.columns[0]?.type ?? { name: 'int' };
  const evaluate = (frame: Frame): SqlValue => {
    let found: SqlValue | undefined;
    for (const row of inner.rows(frame)) {
      if (row === undefined) continue;
      if (found !== undefined) throw tooManyRows();
      found = row[0] ?? null;
    }
    return found ?? null;
  };
  return { type, nullable: true, isNullLiteral: false, isJson: inner.isJson, isComputed: true, evaluate };
};
