import { SqlError } from '../../sql-error.ts';
import type { SqlType } from '../../values.ts';
import type { Expression } from '../ast.ts';
import { walk } from '../compile/walk.ts';
import type { Statement } from '../contracts.ts';
import type { EngineKind } from './kind.ts';
import { compileError } from '../parser/errors.ts';
import { convert } from '../types/index.ts';

/** PRINT expression. */
export interface PrintStatement extends Statement {
  readonly kind: 'print';
  readonly value: Expression;
}

/** 1046 and 128: PRINT looks at no table. */
const checkScalar = (value: Expression): void => {
  walk(value, (node) => {
    const { line } = value;
    if (node.kind === 'subquery')
      throw compileError(
        1046,
        'Subqueries are not allowed in this context. Only scalar expressions are allowed.',
        line,
      );
    if (node.kind === 'column')
      throw compileError(
        128,
        `The name "${(node as Extract<Expression, { kind: 'column' }>).parts.join('.')}" is not permitted in this context. Valid expressions are constants, constant expressions, and (in some contexts) variables. Column names are not permitted.`,
        line,
      );
  });
};

const asText = (value: ReturnType<typeof convert>, type: SqlType): string => {
  const isNational = type.name === 'nvarchar' || type.name === 'nchar';
  const text = convert(
    { type, value },
    { name: isNational ? 'nvarchar' : 'varchar', length: 'max' },
    { explicit: true },
  );
  // An empty text is sent as one blank (observed by one source of two).
  return typeof text === 'string' && text !== '' ? text.slice(0, isNational ? 4000 : 8000) : ' ';
};

export const printKind: EngineKind<PrintStatement> = {
  name: 'print',
  starts: (parser) => parser.atKeyword('PRINT'),
  parse(parser) {
    const { line } = parser;
    parser.expectKeyword('PRINT');
    const value = parser.parseExpression();
    checkScalar(value);
    return { kind: 'print', line, value };
  },
  command: () => 247,
  execute({ value }, context) {
    const result = context.evaluate(value);
    if (result.type.name === 'sql_variant')
      throw new SqlError(257, 'Implicit conversion from data type sql_variant to nvarchar is not allowed. Use the CONVERT function to run this query.', { state: 3 }); // prettier-ignore
    context.info(0, asText(result.value, result.type));
    return Promise.resolve();
  },
};
