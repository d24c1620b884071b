import type { Expression } from '../ast.ts';
import { comparisonKey } from '../types/index.ts';
import type { Compiled, Compiler, Flow, Frame, Row } from './compiled.ts';
import { type BoundOrder, bindOrder, compareKeys } from './order.ts';
import { RowScope } from './row-scope.ts';

type Ranking = Extract<Expression, { kind: 'ranking' }>;

interface Slot {
  readonly name: string;
  readonly partition: readonly Compiled[];
  readonly order: BoundOrder;
}

/** ROW_NUMBER, RANK and DENSE_RANK: numbers added behind each row's values. */
export class Rankings {
  readonly scope: RowScope;
  readonly #slots: Slot[] = [];
  readonly #compiler: Compiler;
  readonly #base: RowScope;
  readonly #width: () => number;

  /** `width` says, after binding, how many values a row has before the numbers. */
  constructor(compiler: Compiler, base: RowScope, width: () => number) {
    this.#compiler = compiler;
    this.#base = base;
    this.#width = width;
    this.scope = new RowScope(base.columns, base.parent, {
      commonTables: base.commonTables,
      replace: (expression) => (expression.kind === 'ranking' ? this.#bind(expression) : base.replace?.(expression)),
    });
  }

  #bind(call: Ranking): Compiled {
    const index = this.#slots.length;
    this.#slots.push({
      name: call.name,
      partition: call.partition.map((expression) => this.#compiler.expression(expression, this.#base)),
      order: bindOrder(call.order, this.#compiler, this.#base),
    });
    return {
      type: { name: 'bigint' },
      nullable: true,
      isNullLiteral: false,
      isJson: false,
      isComputed: true,
      evaluate: ({ row }) => row[this.#width() + index] ?? null,
    };
  }

  /** The same rows with their numbers; without ranking functions, the very same flow. */
  rows(input: Flow, parent: Frame): Flow {
    return this.#slots.length === 0 ? input : this.#number(input, parent);
  }

  *#number(input: Flow, parent: Frame): Flow {
    const rows: Row[] = [];
    for (const row of input) {
      if (row === undefined) yield undefined;
      else rows.push(row);
    }
    const width = this.#width();
    const numbered = rows.map((row) => [...row.slice(0, width)]);
    for (const slot of this.#slots) {
      const numbers = ranks(slot, rows, parent);
      numbered.forEach((row, index) => row.push(numbers[index] ?? null));
    }
    // The server reads rows in the order of the last window it sorted by (observed in every plan; not promised).
    const last = this.#slots.at(-1);
    yield* last === undefined ? numbered : sortedIndexes(last, rows, parent).map((index) => numbered[index] ?? []);
  }
}

const keysOf = (slot: Slot, rows: readonly Row[], parent: Frame): readonly { partition: string; order: Row }[] =>
  rows.map((row) => ({
    partition: slot.partition.map((key) => comparisonKey(key.evaluate({ row, parent }), key.type)).join('\u0001'),
    order: slot.order.map((key) => key.evaluate({ row, parent })),
  }));

const sortedIndexes = (slot: Slot, rows: readonly Row[], parent: Frame): readonly number[] => {
  const keys = keysOf(slot, rows, parent);
  return rows
    .map((_, index) => index)
    .toSorted((a, b) => {
      const [left, right] = [keys[a], keys[b]];
      if (left === undefined || right === undefined) return 0;
      if (left.partition !== right.partition) return left.partition < right.partition ? -1 : 1;
      return compareKeys(left.order, right.order, slot.order);
    });
};

const ranks = (slot: Slot, rows: readonly Row[], parent: Frame): readonly bigint[] => {
  const keys = keysOf(slot, rows, parent);
  const result: bigint[] = [];
  let previous: { partition: string; order: Row } | undefined;
  let position = 0;
  let rank = 0;
  for (const index of sortedIndexes(slot, rows, parent)) {
    const current = keys[index];
    if (current === undefined) continue;
    const isSame = previous?.partition === current.partition;
    position = isSame ? position + 1 : 1;
    const isTie = isSame && previous !== undefined && compareKeys(previous.order, current.order, slot.order) === 0;
    if (!isTie) rank = !isSame ? 1 : slot.name === 'dense_rank' ? rank + 1 : position;
    result[index] = BigInt(slot.name === 'row_number' ? position : rank);
    previous = current;
  }
  return result;
};
