import type { SqlType, SqlValue } from '../../values.ts';
import type { OrderItem } from '../ast.ts';
import type { Collation } from '../types/collation.ts';
import { compareValues } from '../types/index.ts';
import type { Compiler, Frame } from './compiled.ts';
import type { RowScope } from './row-scope.ts';

/** Sort keys with their directions. */
export type BoundOrder = readonly BoundOrderItem[];

/** One sort key. */
interface BoundOrderItem {
  readonly type: SqlType;
  readonly descending: boolean;
  readonly collation?: Collation;
  evaluate(frame: Frame): SqlValue;
}

/** Binds sort keys that are plain expressions. */
export const bindOrder = (items: readonly OrderItem[], compiler: Compiler, scope: RowScope): BoundOrder =>
  items.map(({ expression, descending }) => {
    const key = compiler.expression(expression, scope);
    const { type, collation } = key;
    return {
      type,
      descending,
      ...(collation === undefined ? {} : { collation }),
      evaluate: (frame) => key.evaluate(frame),
    };
  });

const compareOne = (a: SqlValue, b: SqlValue, type: SqlType, collation: Collation | undefined): number => {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  return compareValues(a, b, type, collation);
};

/** NULLs come first, or last when descending. */
export const compareKeys = (
  a: readonly SqlValue[],
  b: readonly SqlValue[],
  order: readonly { readonly type: SqlType; readonly descending: boolean; readonly collation?: Collation }[],
): number => {
  for (const [index, { type, descending, collation }] of order.entries()) {
    const result = compareOne(a[index] ?? null, b[index] ?? null, type, collation);
    if (result !== 0) return descending ? -result : result;
  }
  return 0;
};
