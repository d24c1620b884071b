import { SqlError } from '../../sql-error.ts';
import type { SqlType, SqlValue } from '../../values.ts';
import type { BinaryOperator, Expression } from '../ast.ts';
import type { Compiled, Compiler, Frame } from '../compile/compiled.ts';
import type { Statement } from '../contracts.ts';
import type { EngineKind } from './kind.ts';
import { notSupported } from '../../not-supported.ts';
import { acceptAssignment } from '../parser/queries.ts';
import type { SyntaxParser } from '../parser/syntax.ts';
import type { Scope } from '../run/scope.ts';
import { applyBinary, binaryType, checkConversion, storeInColumn } from '../types/index.ts';
import { type BoundChange, bindChange, type Change, parseTarget, parseTop } from './change.ts';
import { beginWrite } from './writing.ts';

interface Assignment {
  readonly column: string;
  readonly operator?: BinaryOperator;
  /** Missing: DEFAULT. */
  readonly value?: Expression;
}

/** UPDATE target SET … [FROM …] [WHERE …]. */
export interface UpdateStatement extends Statement {
  readonly kind: 'update';
  readonly change: Change;
  readonly assignments: readonly Assignment[];
}

interface Setter {
  readonly index: number;
  evaluate(frame: Frame): SqlValue;
}

const parseAssignment = (parser: SyntaxParser): Assignment => {
  if (parser.peek().kind === 'variable') throw notSupported('UPDATE … SET @variable', parser.line);
  const parts = [parser.parseIdentifier()];
  while (parser.acceptSymbol('.')) parts.push(parser.parseIdentifier());
  const assignment = acceptAssignment(parser);
  if (assignment === undefined) throw parser.unexpected();
  const column = parts.at(-1) ?? '';
  if (parser.acceptKeyword('DEFAULT')) return { column };
  return { column, ...assignment, value: parser.parseExpression() };
};

const combined = (
  operator: BinaryOperator,
  current: Compiled,
  value: Compiled,
): Pick<Compiled, 'type' | 'evaluate'> => {
  const type = binaryType(operator, current.type, value.type);
  return {
    type,
    evaluate: (frame) =>
      applyBinary(
        operator,
        { type: current.type, value: current.evaluate(frame) },
        { type: value.type, value: value.evaluate(frame) },
        type,
      ),
  };
};

const bindSetter = (assignment: Assignment, bound: BoundChange, compiler: Compiler, scope: Scope): Setter => {
  const { columns } = bound.table.definition;
  const index = columns.findIndex(({ name }) => name.toLowerCase() === assignment.column.toLowerCase());
  const column = columns[index];
  if (column === undefined) throw new SqlError(207, `Invalid column name '${assignment.column}'.`);
  if (column.identity !== undefined) throw new SqlError(8102, `Cannot update identity column '${column.name}'.`);
  const expression = assignment.value ?? column.fallback;
  if (expression === undefined) return { index, evaluate: () => null };
  const value = compiler.expression(expression, bound.scope);
  const qualifier = bound.scope.columns.find(({ name }) => name === column.name)?.qualifier ?? '';
  const chosen =
    assignment.operator === undefined
      ? value
      : combined(
          assignment.operator,
          compiler.expression({ kind: 'column', parts: [qualifier, column.name], line: scope.line }, bound.scope),
          value,
        );
  if (!value.isNullLiteral) checkConversion(chosen.type, column.type, false);
  return makeSetter(index, chosen, column, bound.table.fullName);
};

const makeSetter = (
  index: number,
  value: Pick<Compiled, 'type' | 'evaluate'>,
  column: { readonly name: string; readonly type: SqlType },
  table: string,
): Setter => ({
  index,
  evaluate: (frame) =>
    storeInColumn({ type: value.type, value: value.evaluate(frame) }, column.type, { table, column: column.name }),
});

const bind = (
  { change, assignments }: UpdateStatement,
  scope: Scope,
): { readonly bound: BoundChange; readonly setters: readonly Setter[] } =>
  scope.bind((compiler) => {
    const bound = bindChange(change, compiler, scope);
    return { bound, setters: assignments.map((assignment) => bindSetter(assignment, bound, compiler, scope)) };
  });

export const updateKind: EngineKind<UpdateStatement> = {
  name: 'update',
  isWrite: true,
  starts: (parser) => parser.atKeyword('UPDATE') && !parser.atKeyword('UPDATE', 'STATISTICS'),
  parse(parser) {
    const { line } = parser;
    parser.expectKeyword('UPDATE');
    const top = parseTop(parser);
    const target = parseTarget(parser);
    parser.expectKeyword('SET');
    const assignments: Assignment[] = [];
    do assignments.push(parseAssignment(parser));
    while (parser.acceptSymbol(','));
    if (parser.atKeyword('OUTPUT')) throw notSupported('UPDATE … OUTPUT', parser.line);
    const from = parser.acceptKeyword('FROM') ? { from: parser.parseTable() } : {};
    const where = parser.acceptKeyword('WHERE') ? { where: parser.parseCondition() } : {};
    return { kind: 'update', line, assignments, change: { target, ...top, ...from, ...where } };
  },
  command: () => 197,
  check(statement, context) {
    bind(statement, context);
  },
  execute(statement, scope) {
    const { bound, setters } = bind(statement, scope);
    beginWrite(bound.target, bound.table, 'UPDATE', scope);
    const rows = [...bound.table.rows];
    let count = 0;
    for (const { index, frame } of bound.matches()) {
      const row = [...(rows[index] ?? [])];
      for (const setter of setters) row[setter.index] = setter.evaluate(frame);
      rows[index] = row;
      count += 1;
    }
    bound.table.replace(rows, 'UPDATE');
    scope.affected = count;
    return Promise.resolve();
  },
};
