import { SqlError } from '../../sql-error.ts';
import type { Expression } from '../ast.ts';
import type { Statement } from '../contracts.ts';
import type { EngineKind } from './kind.ts';
import { statementWords, isReserved } from '../parser/keywords.ts';
import { compileError } from '../parser/errors.ts';
import type { SyntaxParser } from '../parser/syntax.ts';
import { convert } from '../types/index.ts';

/** RETURN [status]. */
export interface ReturnStatement extends Statement {
  readonly kind: 'return';
  readonly value?: Expression;
}

const hasValue = (parser: SyntaxParser): boolean => {
  const { kind, text } = parser.peek();
  if (kind === 'end' || text === ';') return false;
  if (kind !== 'word') return true;
  const word = text.toUpperCase();
  return !statementWords.has(word) && !(isReserved(word) && !['NULL', 'CASE'].includes(word));
};

export const returnKind: EngineKind<ReturnStatement> = {
  name: 'return',
  starts: (parser) => parser.atKeyword('RETURN'),
  parse(parser) {
    const { line } = parser;
    parser.expectKeyword('RETURN');
    if (!hasValue(parser)) return { kind: 'return', line };
    const value = parser.parseExpression();
    if (!parser.scope.isProcedure)
      parser.report(compileError(178, 'A RETURN statement with a return value cannot be used in this context.', line));
    return { kind: 'return', line, value };
  },
  command: ({ value }) => (value === undefined ? 219 : 193),
  execute({ value }, context) {
    context.flow = 'return';
    if (value === undefined) return Promise.resolve();
    const result = context.evaluate(value);
    if (result.value === null)
      context.info(
        282,
        `The '${context.procedure}' procedure attempted to return a status of NULL, which is not allowed. A status of 0 will be returned instead.`,
      );
    const status = convert(result, { name: 'int' }) ?? 0;
    if (typeof status !== 'number') throw new SqlError(206, 'Operand type clash.', { state: 2 });
    context.returnValue = status;
    context.affected = 1;
    return Promise.resolve();
  },
};
