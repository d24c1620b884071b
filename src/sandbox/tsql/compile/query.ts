import type { Column } from '../../engine.ts';
import { SqlError } from '../../sql-error.ts';
import type { CommonTable, Expression, OrderItem, Query, QueryBody } from '../ast.ts';
import { notSupported } from '../../not-supported.ts';
import { commonType, comparisonKey, convert, untypedNull } from '../types/index.ts';
import type { CommonTableSource } from './common-tables.ts';
import type { CompiledQuery, Compiler, Flow, QueryUse, Row } from './compiled.ts';
import { asJson } from './for-json.ts';
import { bindPaging } from './limit.ts';
import { compareKeys } from './order.ts';
import { RowScope } from './row-scope.ts';
import { compileSelect } from './select.ts';

/** The scope in which a query with CTEs is bound: the one around it, knowing more names. Adds no row. */
const withCommonTables = (ctes: readonly CommonTable[], compiler: Compiler, outer: RowScope): RowScope => {
  if (ctes.length === 0) return outer;
  const known = new Map(outer.commonTables);
  for (const { name, columns, query } of ctes) {
    const earlier = new Map<string, CommonTableSource>(known);
    earlier.set(name.toLowerCase(), {
      columnNames: [],
      compile: () => {
        throw notSupported('recursive common table expression', query.line);
      },
    });
    known.set(name.toLowerCase(), {
      columnNames: columns,
      compile: () => compiler.query(query, new RowScope([], undefined, { commonTables: earlier }), 'nested'),
    });
  }
  const { replace } = outer;
  return new RowScope(outer.columns, outer.parent, {
    commonTables: known,
    ...(replace === undefined ? {} : { replace }),
  });
};

/** 1033: a nested ORDER BY orders nothing. */
const checkOrder = (query: Query, use: QueryUse): void => {
  const hasTop = query.body.kind === 'select' && query.body.top !== undefined;
  if (
    use !== 'nested' ||
    query.order.length === 0 ||
    hasTop ||
    query.offset !== undefined ||
    query.forJson !== undefined
  )
    return;
  throw new SqlError(
    1033,
    'The ORDER BY clause is invalid in views, inline functions, derived tables, subqueries, and common table expressions, unless TOP, OFFSET or FOR XML is also specified.',
    { class: 15 },
  );
};

const unionColumns = (left: CompiledQuery, right: CompiledQuery): readonly Column[] => {
  if (left.columns.length !== right.columns.length)
    throw new SqlError(
      205,
      'All queries combined using a UNION, INTERSECT or EXCEPT operator must have an equal number of expressions in their target lists.',
    );
  return left.columns.map((column, index): Column => {
    const other = right.columns[index] ?? column;
    const type = commonType(column.type, other.type);
    return { name: column.name, type, nullable: column.nullable || other.nullable };
  });
};

const converted = (row: Row, from: readonly Column[], to: readonly Column[]): Row =>
  row.map((value, index) => {
    const type = to[index]?.type ?? untypedNull;
    return convert({ type: from[index]?.type ?? type, value }, type);
  });

function* united(
  sides: readonly { readonly rows: Flow; readonly columns: readonly Column[] }[],
  columns: readonly Column[],
  all: boolean,
): Flow {
  const seen = new Set<string>();
  for (const side of sides) {
    for (const row of side.rows) {
      if (row === undefined) {
        yield undefined;
        continue;
      }
      const out = converted(row, side.columns, columns);
      if (!all) {
        const key = out.map((value, index) => comparisonKey(value, columns[index]?.type ?? untypedNull)).join('\u0001');
        if (seen.has(key)) continue;
        seen.add(key);
      }
      yield out;
    }
  }
}

const compileUnion = (
  body: Extract<QueryBody, { kind: 'union' }>,
  compiler: Compiler,
  scope: RowScope,
): CompiledQuery => {
  const left = compileBody(body.left, compiler, scope);
  const right = compileBody(body.right, compiler, scope);
  const columns = unionColumns(left, right);
  return {
    columns,
    isJson: false,
    rows: (frame) =>
      united(
        [left, right].map((side) => ({ rows: side.rows(frame), columns: side.columns })),
        columns,
        body.all,
      ),
  };
};

const compileBody = (body: QueryBody, compiler: Compiler, scope: RowScope): CompiledQuery =>
  body.kind === 'select' ? compileSelect(body, { order: [] }, compiler, scope) : compileUnion(body, compiler, scope);

const outputIndex = (expression: Expression, columns: readonly Column[]): number => {
  if (expression.kind === 'literal' && typeof expression.value === 'number') return expression.value - 1;
  const name = expression.kind === 'column' ? expression.parts.at(-1)?.toLowerCase() : undefined;
  return columns.findIndex((column) => column.name.toLowerCase() === name);
};

/** After UNION only columns of the result can be sorted by. */
const sorted = (input: CompiledQuery, order: readonly OrderItem[]): CompiledQuery => {
  if (order.length === 0) return input;
  const keys = order.map(({ expression, descending }) => {
    const index = outputIndex(expression, input.columns);
    const column = input.columns[index];
    if (column === undefined)
      throw new SqlError(
        104,
        'ORDER BY items must appear in the select list if the statement contains a UNION, INTERSECT or EXCEPT operator.',
        { class: 15 },
      );
    return { index, type: column.type, descending };
  });
  return {
    ...input,
    *rows(frame): Flow {
      const rows: Row[] = [];
      for (const row of input.rows(frame)) {
        if (row === undefined) yield undefined;
        else rows.push(row);
      }
      const pick = (row: Row): Row => keys.map(({ index }) => row[index] ?? null);
      yield* rows.sort((a, b) => compareKeys(pick(a), pick(b), keys));
    },
  };
};

/** Binds a whole query. */
export const compileQuery = (query: Query, compiler: Compiler, outer: RowScope, use: QueryUse): CompiledQuery => {
  checkOrder(query, use);
  const scope = withCommonTables(query.ctes, compiler, outer);
  if (query.body.kind === 'select') {
    const select = compileSelect(query.body, query, compiler, scope);
    return query.forJson === undefined ? select : asJson(select, query.forJson, use);
  }
  const united = sorted(compileUnion(query.body, compiler, scope), query.order);
  const limit = bindPaging(query, compiler, scope);
  const paged =
    limit === undefined
      ? united
      : { ...united, rows: (frame: Parameters<typeof united.rows>[0]) => limit(united.rows(frame), frame) };
  return query.forJson === undefined ? paged : asJson(paged, query.forJson, use);
};
