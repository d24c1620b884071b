import type { TableExpression } from '../ast.ts';
import type { Compiler, Flow, Frame, Row, ScopeColumn, Source, Test } from './compiled.ts';
import { RowScope } from './row-scope.ts';

type Join = Extract<TableExpression, { kind: 'join' }>;

const nullable = (columns: readonly ScopeColumn[]): readonly ScopeColumn[] =>
  columns.map((column) => ({ ...column, nullable: true }));

const nulls = (count: number): Row => new Array<null>(count).fill(null);

/** APPLY: the right side is produced anew for each left row, which it may look at. */
const compileApply = (node: Join, compiler: Compiler, scope: RowScope): Source => {
  const left = compiler.table(node.left, scope);
  const right = compiler.table(node.right, new RowScope(left.columns, scope));
  const isOuter = node.type === 'outer-apply';
  const missing = nulls(right.columns.length);
  return {
    columns: [...left.columns, ...(isOuter ? nullable(right.columns) : right.columns)],
    *rows(frame): Flow {
      for (const row of left.rows(frame)) {
        if (row === undefined) {
          yield undefined;
          continue;
        }
        let isMatched = false;
        for (const other of right.rows({ row, parent: frame })) {
          isMatched ||= other !== undefined;
          yield other === undefined ? undefined : [...row, ...other];
        }
        if (isOuter && !isMatched) yield [...row, ...missing];
      }
    },
  };
};

/** Which sides keep rows without a match. */
const keeps = (type: Join['type']): { readonly left: boolean; readonly right: boolean } => ({
  left: type === 'left' || type === 'full',
  right: type === 'right' || type === 'full',
});

function* joined(left: Source, right: Source, on: Test, kept: { left: boolean; right: boolean }, frame: Frame): Flow {
  const others = [...right.rows(frame)].filter((row) => row !== undefined);
  const matched = new Set<Row>();
  const noRight = nulls(right.columns.length);
  for (const row of left.rows(frame)) {
    yield undefined;
    if (row === undefined) continue;
    let isMatched = false;
    for (const other of others) {
      const both = [...row, ...other];
      if (on({ row: both, parent: frame }) !== true) continue;
      isMatched = true;
      if (kept.right) matched.add(other);
      yield both;
    }
    if (kept.left && !isMatched) yield [...row, ...noRight];
  }
  if (!kept.right) return;
  const noLeft = nulls(left.columns.length);
  for (const other of others) if (!matched.has(other)) yield [...noLeft, ...other];
}

/** Joins by nested loops: the right side is read once. */
export const compileJoin = (node: Join, compiler: Compiler, scope: RowScope): Source => {
  if (node.type === 'cross-apply' || node.type === 'outer-apply') return compileApply(node, compiler, scope);
  const left = compiler.table(node.left, scope);
  const right = compiler.table(node.right, scope);
  const kept = keeps(node.type);
  const columns = [
    ...(kept.right ? nullable(left.columns) : left.columns),
    ...(kept.left ? nullable(right.columns) : right.columns),
  ];
  const on: Test = node.on === undefined ? () => true : compiler.condition(node.on, new RowScope(columns, scope));
  return { columns, rows: (frame) => joined(left, right, on, kept, frame) };
};
