import type { BinaryOperator, Expression } from '../ast.ts';
import type { Statement } from '../contracts.ts';
import type { EngineKind } from './kind.ts';
import { acceptAssignment } from '../parser/queries.ts';
import { applyBinary, binaryType, checkConversion } from '../types/index.ts';
import { assignVariable } from './assignment.ts';

/** SET @v = expression; SET @v += expression. */
export interface SetVariableStatement extends Statement {
  readonly kind: 'set-variable';
  readonly name: string;
  readonly operator?: BinaryOperator;
  readonly value: Expression;
}

export const setVariableKind: EngineKind<SetVariableStatement> = {
  name: 'set-variable',
  starts: (parser) => parser.atKeyword('SET') && parser.peek(1).kind === 'variable',
  parse(parser) {
    const { line } = parser;
    parser.expectKeyword('SET');
    const name = parser.parseVariable(true);
    const assignment = acceptAssignment(parser);
    if (assignment === undefined) throw parser.unexpected();
    return { kind: 'set-variable', line, name, ...assignment, value: parser.parseExpression() };
  },
  command: () => 193,
  check({ name, operator, value }, scope) {
    const target = scope.variables.get(name.toLowerCase())?.type;
    scope.bind((compiler) => {
      const compiled = compiler.expression(value, undefined);
      if (target === undefined || compiled.isNullLiteral) return;
      if (operator === undefined) checkConversion(compiled.type, target, false);
      else binaryType(operator, target, compiled.type);
    });
  },
  execute({ name, operator, value }, context) {
    const given = context.evaluate(value);
    context.affected = 1;
    if (operator === undefined) assignVariable(context, name, given);
    else {
      const line = context.line;
      const left = context.evaluate({ kind: 'variable', name, line });
      const type = binaryType(operator, left.type, given.type);
      assignVariable(context, name, { type, value: applyBinary(operator, left, given, type) });
    }
    return Promise.resolve();
  },
};
