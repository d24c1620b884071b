import type { SqlValue } from '../../values.ts';
import type { Condition, Expression } from '../ast.ts';
import { commonTypeOf, convert } from '../types/index.ts';
import type { Compiled, Compiler, Frame, Test } from './compiled.ts';
import type { RowScope } from './row-scope.ts';

type Case = Extract<Expression, { kind: 'case' }>;

const testOf = (branch: Case['branches'][number], input: Expression | undefined): Condition => {
  if (branch.condition !== undefined) return branch.condition;
  if (input === undefined || branch.match === undefined) throw new TypeError('A CASE branch tests nothing.');
  return { kind: 'comparison', operator: '=', left: input, right: branch.match, line: branch.match.line };
};

/** CASE: the type of highest precedence among its results; only the chosen branch is evaluated. */
export const compileCase = (node: Case, compiler: Compiler, scope: RowScope | undefined): Compiled => {
  const tests: readonly Test[] = node.branches.map((branch) => compiler.condition(testOf(branch, node.input), scope));
  const results = node.branches.map((branch) => compiler.expression(branch.result, scope));
  const otherwise = node.otherwise === undefined ? undefined : compiler.expression(node.otherwise, scope);
  const all = otherwise === undefined ? results : [...results, otherwise];
  const type = commonTypeOf(all.map((result) => result.type));
  const evaluate = (frame: Frame): SqlValue => {
    const index = tests.findIndex((test) => test(frame) === true);
    const chosen = index < 0 ? otherwise : results[index];
    if (chosen === undefined) return null;
    return convert({ type: chosen.type, value: chosen.evaluate(frame) }, type);
  };
  return {
    type,
    nullable: otherwise === undefined || all.some((result) => result.nullable),
    isNullLiteral: false,
    isJson: all.every((result) => result.isJson || result.isNullLiteral),
    isComputed: true,
    evaluate,
  };
};
