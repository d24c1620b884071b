import { SqlError } from '../../sql-error.ts';
import type { Expression } from '../ast.ts';
import type { Statement } from '../contracts.ts';
import type { EngineKind } from './kind.ts';
import { compileError } from '../parser/errors.ts';
import type { SyntaxParser } from '../parser/syntax.ts';
import type { EngineContext } from '../run/engine-context.ts';

/** THROW number, message, state; or THROW alone. */
export interface ThrowStatement extends Statement {
  readonly kind: 'throw';
  readonly parts?: readonly [number: Expression, message: Expression, state: Expression];
}

const least = 50_000;
const longestMessage = 2048;

const parseArgument = (parser: SyntaxParser): Expression => {
  const { kind } = parser.peek();
  if (!['string', 'number', 'variable'].includes(kind) && !parser.atSymbol('-')) throw parser.unexpected();
  return parser.parseExpression();
};

const outOfRange = (number: number): SqlError =>
  new SqlError(
    35_100,
    `Error number ${number} in the THROW statement is outside the valid range. Specify an error number in the valid range of 50000 to 2147483647.`,
    { state: 10, reach: 'batch' },
  );

/** The same error again, original line and procedure with it. */
const again = (error: SqlError): SqlError =>
  new SqlError(error.number, error.message, {
    state: error.state,
    class: error.class,
    reach: 'batch',
    ...(error.procedure === undefined ? {} : { procedure: error.procedure }),
    ...(error.line === undefined ? {} : { line: error.line }),
  });

const made = (parts: NonNullable<ThrowStatement['parts']>, context: EngineContext): SqlError => {
  const [number, message, state] = parts.map((part) => context.evaluate(part).value);
  const code = Number(number ?? 0);
  if (code < least) return outOfRange(code);
  const text = typeof message === 'string' ? message : '';
  return new SqlError(code, text.replaceAll('%%', '%').slice(0, longestMessage), {
    state: Number(state ?? 1) & 0xff,
    reach: 'batch',
  });
};

export const throwKind: EngineKind<ThrowStatement> = {
  name: 'throw',
  starts: (parser) => parser.atKeyword('THROW'),
  parse(parser) {
    const { line } = parser;
    parser.expectKeyword('THROW');
    if (parser.peek().kind === 'end' || parser.atSymbol(';') || parser.atKeyword('END')) {
      if (parser.scope.catches === 0)
        parser.report(
          compileError(
            10_704,
            'To rethrow an error, a THROW statement must be used inside a CATCH block. Insert the THROW statement inside a CATCH block, or add error parameters to the THROW statement.',
            line,
          ),
        );
      return { kind: 'throw', line };
    }
    const number = parseArgument(parser);
    parser.expectSymbol(',');
    const message = parseArgument(parser);
    parser.expectSymbol(',');
    return { kind: 'throw', line, parts: [number, message, parseArgument(parser)] };
  },
  command: () => 246,
  execute({ parts }, context) {
    const engine = context;
    if (parts !== undefined) return Promise.reject(made(parts, engine));
    const { caught } = engine;
    if (caught === undefined) throw new TypeError('THROW alone was let through outside CATCH.');
    return Promise.reject(again(caught.error));
  },
};
