import { SqlError } from '../../sql-error.ts';
import type { Column } from '../../engine.ts';
import type { Expression, OrderItem, Query, SelectBody, SelectItem } from '../ast.ts';
import type { Collation } from '../types/collation.ts';
import { applyBinary, binaryType, comparisonKey } from '../types/index.ts';
import type { Compiled, CompiledQuery, Compiler, Flow, Frame, Row, ScopeColumn, Source, Test } from './compiled.ts';
import { Grouping } from './grouping.ts';
import { bindPaging, bindTop } from './limit.ts';
import { compareKeys } from './order.ts';
import { Rankings } from './ranking.ts';
import { RowScope } from './row-scope.ts';
import { canonical, contains } from './walk.ts';

/** One column of the select list. */
interface Output {
  readonly name: string;
  readonly compiled: Compiled;
  /** What was written; absent for a column that `*` stands for. */
  readonly expression?: Expression;
}

type Tail = Pick<Query, 'order' | 'offset' | 'fetch'>;

/** SELECT without FROM looks at one row without columns. */
const oneRow: Source = {
  columns: [],
  *rows(): Flow {
    yield [];
  },
};

const expandAll = (
  item: Extract<SelectItem, { kind: 'all' }>,
  scope: RowScope,
  hasFrom: boolean,
): readonly Output[] => {
  const { qualifier } = item;
  if (!hasFrom) throw new SqlError(263, 'Must specify table to select from.', { line: item.line });
  const wanted = (column: ScopeColumn): boolean =>
    qualifier === undefined || column.qualifier?.toLowerCase() === qualifier.toLowerCase();
  const found = scope.columns.flatMap((column, index): readonly Output[] => {
    if (!wanted(column)) return [];
    const { name, type, nullable, collation } = column;
    const evaluate: Compiled['evaluate'] = ({ row }) => row[index] ?? null;
    return [
      {
        name,
        compiled: {
          type,
          nullable,
          isNullLiteral: false,
          isJson: false,
          isComputed: false,
          columnName: name,
          ...withCollation(collation),
          evaluate,
        },
      },
    ];
  });
  if (found.length === 0)
    throw new SqlError(
      107,
      `The column prefix '${qualifier ?? ''}' does not match with a table name or alias name used in the query.`,
      { class: 15 },
    );
  return found;
};

/** `SELECT @v += x` reads the variable anew for each row. */
const assigned = (item: Extract<SelectItem, { kind: 'assignment' }>, compiler: Compiler, scope: RowScope): Output => {
  const { operator, expression, variable } = item;
  const value = compiler.expression(expression, scope);
  if (operator === undefined) return { name: '', compiled: value };
  const target = compiler.expression({ kind: 'variable', name: variable, line: expression.line }, undefined);
  const type = binaryType(operator, target.type, value.type);
  const evaluate: Compiled['evaluate'] = (frame) =>
    applyBinary(
      operator,
      { type: target.type, value: target.evaluate(frame) },
      { type: value.type, value: value.evaluate(frame) },
      type,
    );
  return {
    name: '',
    compiled: { type, nullable: true, isNullLiteral: false, isJson: false, isComputed: true, evaluate },
  };
};

const bindItem = (item: SelectItem, compiler: Compiler, scope: RowScope, hasFrom: boolean): readonly Output[] => {
  if (item.kind === 'all') {
    const all = expandAll(item, scope, hasFrom);
    // Under GROUP BY each column has to be a key, which only the replacement knows.
    if (scope.replace === undefined) return all;
    return all.map(({ name }) => ({
      name,
      compiled: compiler.expression(
        { kind: 'column', parts: item.qualifier === undefined ? [name] : [item.qualifier, name], line: item.line },
        scope,
      ),
    }));
  }
  if (item.kind === 'assignment') return [assigned(item, compiler, scope)];
  const compiled = compiler.expression(item.expression, scope);
  return [{ name: item.alias ?? compiled.columnName ?? '', compiled, expression: item.expression }];
};

interface Key {
  readonly type: Compiled['type'];
  readonly collation?: Collation;
  readonly descending: boolean;
  evaluate(frame: Frame, out: Row): Row[number];
}

const withCollation = (collation: Collation | undefined): { readonly collation?: Collation } =>
  collation === undefined ? {} : { collation };

const outputKey = (index: number, outputs: readonly Output[], descending: boolean): Key => ({
  type: outputs[index]?.compiled.type ?? { name: 'int' },
  ...withCollation(outputs[index]?.compiled.collation),
  descending,
  evaluate: (_, out) => out[index] ?? null,
});

const ordinalOf = (expression: Expression, count: number): number | undefined => {
  if (expression.kind !== 'literal' || typeof expression.value !== 'number') return undefined;
  if (expression.value < 1 || expression.value > count)
    throw new SqlError(
      108,
      `The ORDER BY position number ${expression.value} is out of range of the number of items in the select list.`,
    );
  return expression.value - 1;
};

/** Position, alias, the same expression as in the select list, or any expression. */
const bindKey = (
  item: OrderItem,
  outputs: readonly Output[],
  compiler: Compiler,
  scope: RowScope,
  base: RowScope,
  distinct: boolean,
): Key => {
  const { expression, descending } = item;
  const ordinal = ordinalOf(expression, outputs.length);
  if (ordinal !== undefined) return outputKey(ordinal, outputs, descending);
  const alias =
    expression.kind === 'column' && expression.parts.length === 1 ? expression.parts[0]?.toLowerCase() : undefined;
  const named = alias === undefined ? -1 : outputs.findIndex(({ name }) => name.toLowerCase() === alias);
  if (named >= 0) return outputKey(named, outputs, descending);
  if (distinct) {
    const text = canonical(expression, base);
    const same = outputs.findIndex(
      (output) => output.expression !== undefined && canonical(output.expression, base) === text,
    );
    if (same < 0)
      throw new SqlError(145, 'ORDER BY items must appear in the select list if SELECT DISTINCT is specified.', {
        class: 15,
      });
    return outputKey(same, outputs, descending);
  }
  const compiled = compiler.expression(expression, scope);
  return {
    type: compiled.type,
    ...withCollation(compiled.collation),
    descending,
    evaluate: (frame) => compiled.evaluate(frame),
  };
};

function* filtered(rows: Flow, test: Test | undefined, parent: Frame): Flow {
  for (const row of rows) if (row === undefined || test === undefined || test({ row, parent }) === true) yield row;
}

const distinctKey = (row: Row, outputs: readonly Output[]): string =>
  row
    .map((value, index) =>
      comparisonKey(value, outputs[index]?.compiled.type ?? { name: 'int' }, outputs[index]?.compiled.collation),
    )
    .join('\u0001');

/** Evaluates the select list; with sort keys the pairs are sorted before they go on. */
function* projected(
  rows: Flow,
  outputs: readonly Output[],
  keys: readonly Key[],
  distinct: boolean,
  parent: Frame,
): Flow {
  const seen = new Set<string>();
  const kept: { readonly out: Row; readonly keys: Row }[] = [];
  for (const row of rows) {
    if (row === undefined) {
      yield undefined;
      continue;
    }
    const frame: Frame = { row, parent };
    const out = outputs.map(({ compiled }) => compiled.evaluate(frame));
    if (distinct) {
      const text = distinctKey(out, outputs);
      if (seen.has(text)) continue;
      seen.add(text);
    }
    if (keys.length === 0) yield out;
    else kept.push({ out, keys: keys.map((key) => key.evaluate(frame, out)) });
  }
  if (keys.length === 0) return;
  kept.sort((a, b) => compareKeys(a.keys, b.keys, keys));
  for (const { out } of kept) yield out;
}

const isGrouped = (body: SelectBody, order: readonly OrderItem[]): boolean =>
  body.group.length > 0 ||
  body.having !== undefined ||
  contains(body.items, 'aggregate') ||
  contains(order, 'aggregate');

const columnOf = ({ name, compiled }: Output): Column => ({
  name,
  type: compiled.type,
  nullable: compiled.nullable,
  ...(compiled.isComputed ? { computed: true } : {}),
});

/** Binds one SELECT with the ORDER BY and paging that belong to it. */
export const compileSelect = (body: SelectBody, tail: Tail, compiler: Compiler, outer: RowScope): CompiledQuery => {
  const source = body.from === undefined ? oneRow : compiler.table(body.from, outer);
  const base = new RowScope(source.columns, outer);
  const where = body.where === undefined ? undefined : compiler.condition(body.where, base);
  const grouping = isGrouped(body, tail.order) ? new Grouping(body, compiler, base) : undefined;
  const rankings = new Rankings(compiler, grouping?.scope ?? base, () => grouping?.width ?? source.columns.length);
  const scope = grouping === undefined && !contains([body.items, tail.order], 'ranking') ? base : rankings.scope;
  const having = body.having === undefined ? undefined : compiler.condition(body.having, grouping?.scope ?? base);
  const outputs = body.items.flatMap((item) => bindItem(item, compiler, scope, body.from !== undefined));
  const keys = tail.order.map((item) => bindKey(item, outputs, compiler, scope, base, body.distinct));
  const limits = [bindTop(body.top, compiler, outer), bindPaging({ ...tail } as Query, compiler, outer)];
  const assigns = body.items.flatMap((item) => (item.kind === 'assignment' ? [item.variable] : []));
  return {
    columns: outputs.map(columnOf),
    isJson: outputs.length === 1 && outputs[0]?.compiled.isJson === true,
    jsonColumns: outputs.map(({ compiled }) => compiled.isJson),
    ...(assigns.length === 0 ? {} : { assigns }),
    rows(frame): Flow {
      const found = filtered(source.rows(frame), where, frame);
      const grouped = grouping === undefined ? found : filtered(grouping.rows(found, frame), having, frame);
      const rows = projected(rankings.rows(grouped, frame), outputs, keys, body.distinct, frame);
      return limits.reduce<Flow>((input, limit) => limit?.(input, frame) ?? input, rows);
    },
  };
};
