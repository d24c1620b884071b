import type { Condition } from '../ast.ts';
import type { Statement } from '../contracts.ts';
import type { EngineKind } from './kind.ts';
import { checkNested } from './nested.ts';

/** IF condition statement [ELSE statement]. */
export interface IfStatement extends Statement {
  readonly kind: 'if';
  readonly condition: Condition;
  readonly then: Statement;
  readonly otherwise?: Statement;
}

export const ifKind: EngineKind<IfStatement> = {
  name: 'if',
  isCompound: true,
  starts: (parser) => parser.atKeyword('IF'),
  parse(parser) {
    const { line } = parser;
    parser.expectKeyword('IF');
    const condition = parser.parseCondition();
    const then = parser.parseStatement();
    if (!parser.acceptKeyword('ELSE')) return { kind: 'if', line, condition, then };
    return { kind: 'if', line, condition, then, otherwise: parser.parseStatement() };
  },
  check({ condition, then, otherwise }, context) {
    context.bind((compiler) => compiler.condition(condition, undefined));
    checkNested(otherwise === undefined ? [then] : [then, otherwise], context);
  },
  async execute({ condition, then, otherwise }, scope) {
    const holds = scope.test(condition);
    scope.session.lastError = 0;
    scope.session.rowCount = 0;
    scope.done(192);
    if (holds) await scope.run(then);
    else if (otherwise !== undefined) await scope.run(otherwise);
  },
};
