import type { Condition, Expression, TableExpression } from '../ast.ts';
import {
  type Compiler,
  type Frame,
  noFrame,
  type Row,
  type ScopeColumn,
  type Source,
  type Test,
} from '../compile/compiled.ts';
import { RowScope } from '../compile/row-scope.ts';
import { compileSource } from '../compile/source.ts';
import type { SyntaxParser } from '../parser/syntax.ts';
import type { Scope } from '../run/scope.ts';
import type { StoredTable } from '../storage/table.ts';
import { findTarget, type WriteTarget } from './writing.ts';

/** The parts that UPDATE and DELETE share. */
export interface Change {
  readonly target: WriteTarget;
  readonly from?: TableExpression;
  readonly where?: Condition;
  readonly top?: Expression;
}

/** A change bound to its table: which rows it meets, and what the expressions of SET may look at. */
export interface BoundChange {
  readonly table: StoredTable;
  readonly target: WriteTarget;
  readonly scope: RowScope;
  /** Row numbers of the table with the frames that met them, each row once. */
  matches(): Iterable<{ readonly index: number; readonly frame: Frame }>;
}

const marker = ' row number';

/** TOP (n) after UPDATE or DELETE. */
export const parseTop = (parser: SyntaxParser): { readonly top?: Expression } => {
  if (!parser.acceptKeyword('TOP')) return {};
  parser.expectSymbol('(');
  const top = parser.parseExpression();
  parser.expectSymbol(')');
  return { top };
};

/** The table or alias that is changed. */
export const parseTarget = (parser: SyntaxParser): WriteTarget =>
  parser.peek().kind === 'variable'
    ? { kind: 'variable', name: parser.next().text }
    : { kind: 'table', name: parser.parseObjectName() };

const factors = (from: TableExpression): readonly TableExpression[] =>
  from.kind === 'join' ? [...factors(from.left), ...factors(from.right)] : [from];

const sameName = (factor: TableExpression, wanted: string): boolean => {
  const name =
    factor.kind === 'table' ? (factor.alias ?? factor.name.name) : 'alias' in factor ? factor.alias : undefined;
  const bare = factor.kind === 'table-variable' ? (factor.alias ?? factor.name) : name;
  return bare?.toLowerCase() === wanted.toLowerCase();
};

/** UPDATE x … FROM t AS x: the factor of FROM that the target names. */
const resolveTarget = ({
  target,
  from,
}: Change): { readonly target: WriteTarget; readonly factor?: TableExpression } => {
  const written = target.kind === 'variable' ? target.name : target.name.name;
  const factor = from === undefined ? undefined : factors(from).find((one) => sameName(one, written));
  if (factor?.kind === 'table') return { target: { kind: 'table', name: factor.name }, factor };
  if (factor?.kind === 'table-variable') return { target: { kind: 'variable', name: factor.name }, factor };
  return { target };
};

/** The table's rows with their numbers behind them. */
const numbered = (table: StoredTable, qualifier: string): Source => ({
  columns: [
    ...table.definition.columns.map((column): ScopeColumn => ({ ...column, qualifier })),
    { name: marker, type: { name: 'int' }, nullable: false, qualifier },
  ],
  *rows() {
    for (const [index, row] of table.rows.entries()) yield [...row, index];
  },
});

const qualifierOf = (target: WriteTarget, factor: TableExpression | undefined): string => {
  const alias = factor?.kind === 'table' || factor?.kind === 'table-variable' ? factor.alias : undefined;
  return alias ?? (target.kind === 'variable' ? target.name : target.name.name);
};

/** Binds target, FROM and WHERE. */
export const bindChange = (change: Change, compiler: Compiler, scope: Scope): BoundChange => {
  const { target, factor } = resolveTarget(change);
  const table = findTarget(target, scope);
  const own = numbered(table, qualifierOf(target, factor));
  const replacing: Compiler = {
    context: compiler.context,
    expression: (expression, around) => compiler.expression(expression, around),
    condition: (condition, around) => compiler.condition(condition, around),
    query: (query, around, use) => compiler.query(query, around, use),
    table: (node, around) => (node === factor ? own : compileSource(node, replacing, around)),
  };
  const source = change.from === undefined ? own : bindFrom(change.from, factor, own, replacing);
  const rowScope = new RowScope(source.columns, new RowScope([], undefined));
  const where: Test = change.where === undefined ? () => true : compiler.condition(change.where, rowScope);
  const top = change.top === undefined ? undefined : compiler.expression(change.top, undefined);
  const at = source.columns.findIndex((column) => column.name === marker);
  return {
    table,
    target,
    scope: rowScope,
    *matches() {
      const most = top === undefined ? Infinity : Number(top.evaluate(noFrame) ?? 0);
      const seen = new Set<number>();
      for (const row of source.rows(noFrame)) {
        if (row === undefined || seen.size >= most) continue;
        const index = indexOf(row, at);
        const frame: Frame = { row, parent: noFrame };
        if (index === undefined || seen.has(index) || where(frame) !== true) continue;
        seen.add(index);
        yield { index, frame };
      }
    },
  };
};

const indexOf = (row: Row, at: number): number | undefined => {
  const value = row[at];
  return typeof value === 'number' ? value : undefined;
};

const bindFrom = (
  from: TableExpression,
  factor: TableExpression | undefined,
  own: Source,
  compiler: Compiler,
): Source => {
  if (factor !== undefined) return compiler.table(from, new RowScope([], undefined));
  // The target is not in FROM: every row of it meets every row of FROM.
  const other = compiler.table(from, new RowScope([], undefined));
  return {
    columns: [...own.columns, ...other.columns],
    *rows(frame) {
      for (const row of own.rows(frame)) {
        if (row === undefined) continue;
        for (const more of other.rows(frame)) if (more !== undefined) yield [...row, ...more];
      }
    },
  };
};
