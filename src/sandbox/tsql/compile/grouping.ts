import { SqlError } from '../../sql-error.ts';
import type { SqlValue } from '../../values.ts';
import type { Expression, SelectBody } from '../ast.ts';
import { comparisonKey } from '../types/index.ts';
import { type Accumulator, type Aggregate, bindAggregate } from './aggregate.ts';
import type { Compiled, Compiler, Flow, Frame, Row } from './compiled.ts';
import { RowScope } from './row-scope.ts';
import { canonical } from './walk.ts';

const slot = (
  index: number,
  like: Pick<Compiled, 'type' | 'nullable' | 'collation'> & { readonly columnName?: string },
): Compiled => ({
  type: like.type,
  nullable: like.nullable,
  isNullLiteral: false,
  isJson: false,
  isComputed: false,
  ...(like.collation === undefined ? {} : { collation: like.collation }),
  ...(like.columnName === undefined ? {} : { columnName: like.columnName }),
  evaluate: ({ row }) => row[index] ?? null,
});

/**
 * GROUP BY: turns rows into one row a group, keys first, then aggregates in the order in which the select list, HAVING and
 * ORDER BY ask for them. `scope` is what those are bound with; bind all of them before reading rows.
 */
export class Grouping {
  readonly scope: RowScope;
  readonly #compiler: Compiler;
  readonly #base: RowScope;
  readonly #keys: readonly { readonly text: string; readonly compiled: Compiled }[];
  readonly #aggregates = new Map<string, { readonly index: number; readonly aggregate: Aggregate }>();

  constructor(body: SelectBody, compiler: Compiler, base: RowScope) {
    this.#compiler = compiler;
    this.#base = base;
    this.#keys = body.group.map((expression) => ({
      text: canonical(expression, base),
      compiled: compiler.expression(expression, base),
    }));
    this.scope = new RowScope(base.columns, base.parent, {
      replace: (expression) => this.#replace(expression),
      commonTables: base.commonTables,
    });
  }

  /** Values in a group's row; grows while expressions are bound. */
  get width(): number {
    return this.#keys.length + this.#aggregates.size;
  }

  #replace(expression: Expression): Compiled | undefined {
    if (expression.kind === 'aggregate') return this.#aggregate(expression);
    if (expression.kind === 'literal' || expression.kind === 'ranking') return undefined;
    const text = this.#keys.length === 0 && expression.kind !== 'column' ? '' : canonical(expression, this.#base);
    const index = this.#keys.findIndex((key) => key.text === text);
    const key = this.#keys[index];
    if (key !== undefined) return slot(index, key.compiled);
    if (expression.kind === 'column') this.#refuse(expression.parts);
    return undefined;
  }

  #aggregate(call: Extract<Expression, { kind: 'aggregate' }>): Compiled {
    const text = canonical(call, this.#base);
    let found = this.#aggregates.get(text);
    if (found === undefined) {
      const index = this.#keys.length + this.#aggregates.size;
      found = { index, aggregate: bindAggregate(call, this.#compiler, this.#base) };
      this.#aggregates.set(text, found);
    }
    return slot(found.index, found.aggregate);
  }

  /** Columns of queries around are constant for the group; those of this query are not. */
  #refuse(parts: readonly string[]): void {
    const { depth, column } = this.#base.resolve(parts);
    if (depth > 0) return;
    const name = column.qualifier === undefined ? column.name : `${column.qualifier}.${column.name}`;
    throw new SqlError(
      8120,
      `Column '${name}' is invalid in the select list because it is not contained in either an aggregate function or the GROUP BY clause.`,
    );
  }

  /** One row a group, in order of first appearance; one row for no rows when there are no keys. */
  *rows(input: Flow, parent: Frame): Flow {
    const aggregates = [...this.#aggregates.values()].map(({ aggregate }) => aggregate);
    const groups = new Map<string, { readonly keys: Row; readonly accumulators: readonly Accumulator[] }>();
    const open = (text: string, keys: Row): { readonly keys: Row; readonly accumulators: readonly Accumulator[] } => {
      const group = { keys, accumulators: aggregates.map((aggregate) => aggregate.start()) };
      groups.set(text, group);
      return group;
    };
    if (this.#keys.length === 0) open('', []);
    for (const row of input) {
      if (row === undefined) {
        yield undefined;
        continue;
      }
      const frame: Frame = { row, parent };
      const keys = this.#keys.map(({ compiled }) => compiled.evaluate(frame));
      const text = this.#keyText(keys);
      for (const accumulator of (groups.get(text) ?? open(text, keys)).accumulators) accumulator.add(frame);
    }
    let skippedNull = false;
    for (const { keys, accumulators } of groups.values()) {
      skippedNull ||= accumulators.some((one) => one.skippedNull);
      yield [...keys, ...accumulators.map((one) => one.result())];
    }
    if (skippedNull) this.#compiler.context.skippedNull = true;
  }

  #keyText(keys: readonly SqlValue[]): string {
    return keys
      .map((value, index) =>
        comparisonKey(
          value,
          this.#keys[index]?.compiled.type ?? { name: 'int' },
          this.#keys[index]?.compiled.collation,
        ),
      )
      .join('\u0001');
  }
}
