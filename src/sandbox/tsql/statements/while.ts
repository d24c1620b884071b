import type { Condition } from '../ast.ts';
import type { Statement } from '../contracts.ts';
import type { EngineKind } from './kind.ts';
import { checkNested } from './nested.ts';

/** WHILE condition statement. */
export interface WhileStatement extends Statement {
  readonly kind: 'while';
  readonly condition: Condition;
  readonly body: Statement;
}

export const whileKind: EngineKind<WhileStatement> = {
  name: 'while',
  isCompound: true,
  starts: (parser) => parser.atKeyword('WHILE'),
  parse(parser) {
    const { line } = parser;
    const { scope } = parser;
    parser.expectKeyword('WHILE');
    const condition = parser.parseCondition();
    scope.loops += 1;
    const body = parser.parseStatement();
    scope.loops -= 1;
    return { kind: 'while', line, condition, body };
  },
  check({ condition, body }, context) {
    context.bind((compiler) => compiler.condition(condition, undefined));
    checkNested([body], context);
  },
  async execute({ condition, body, line }, scope) {
    for (;;) {
      scope.line = line;
      const holds = scope.test(condition);
      scope.session.lastError = 0;
      scope.session.rowCount = 0;
      scope.done(192);
      if (!holds) return;
      await scope.run(body);
      if (scope.flow === 'return') return;
      const isBroken = scope.flow === 'break';
      scope.flow = 'next';
      if (isBroken) return;
    }
  },
};
