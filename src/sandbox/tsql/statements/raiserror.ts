import { SqlError } from '../../sql-error.ts';
import type { Expression } from '../ast.ts';
import type { Statement } from '../contracts.ts';
import type { EngineKind } from './kind.ts';
import { notSupported } from '../../not-supported.ts';
import type { SyntaxParser } from '../parser/syntax.ts';
import type { Scope } from '../run/scope.ts';
import { convert } from '../types/index.ts';
import { formatMessage } from '../functions/message-format.ts';

/** RAISERROR (message, severity, state, arguments) WITH options. */
export interface RaiseErrorStatement extends Statement {
  readonly kind: 'raiserror';
  readonly message: Expression;
  readonly severity: Expression;
  readonly state: Expression;
  readonly arguments: readonly Expression[];
  readonly options: readonly string[];
}

const userError = 50_000;
const longest = 2047;

/** Longer text is cut at 2044 and told so (documented). */
const cut = (text: string): string => (text.length > longest ? `${text.slice(0, 2044)}...` : text);

/** Literals and variables only. */
const parseArgument = (parser: SyntaxParser): Expression => {
  if (
    !['string', 'number', 'variable', 'binary'].includes(parser.peek().kind) &&
    !parser.atSymbol('-') &&
    !parser.atKeyword('NULL')
  )
    throw parser.unexpected();
  return parser.parseSimple();
};

const unknownMessage = (number: number, severity: number, state: number): SqlError =>
  number < 13_000 || number === userError
    ? new SqlError(
        2732,
        `Error number ${number} is invalid. The number must be from 13000 through 2147483647 and it cannot be 50000.`,
      )
    : new SqlError(
        18_054,
        `Error ${number}, severity ${severity}, state ${state} was raised, but no message with that error number was found in sys.messages. If error is larger than 50000, make sure the user-defined message is added using sp_addmessage.`,
      );

const wholeNumber = (expression: Expression, scope: Scope): number =>
  Number(convert(scope.evaluate(expression), { name: 'int' }) ?? 0);

/** -1 becomes 1, more than 255 becomes 0 (captured by one source of two). */
const stateOf = (state: number): number => (state < 0 ? 1 : state > 255 ? 0 : state);

const textOf = (statement: RaiseErrorStatement, severity: number, state: number, scope: Scope): string => {
  const { type, value } = scope.evaluate(statement.message);
  if (typeof value === 'number') throw unknownMessage(value, severity, state);
  if (value === null) return '';
  const format = convert({ type, value }, { name: 'nvarchar', length: 'max' }) as string;
  return cut(
    formatMessage(
      format,
      statement.arguments.map((argument) => scope.evaluate(argument)),
    ),
  );
};

const raise = (statement: RaiseErrorStatement, scope: Scope): void => {
  const severity = Math.max(0, wholeNumber(statement.severity, scope));
  const state = stateOf(wholeNumber(statement.state, scope));
  const logs = statement.options.includes('LOG');
  if (severity > 18 && !logs)
    throw new SqlError(2754, 'Error severity levels greater than 18 can only be specified by members of the sysadmin role, using the WITH LOG option.'); // prettier-ignore
  const text = textOf(statement, severity, state, scope);
  if (severity <= 10) {
    scope.info(userError, text, { class: severity === 10 ? 0 : severity, state });
    if (statement.options.includes('SETERROR')) scope.setError(userError);
    return;
  }
  const error = new SqlError(userError, text, { class: severity, state, line: statement.line });
  if (severity >= 20) throw notSupported('RAISERROR with a severity that ends the connection', statement.line);
  scope.raise(error);
};

export const raiseErrorKind: EngineKind<RaiseErrorStatement> = {
  name: 'raiserror',
  starts: (parser) => parser.atKeyword('RAISERROR'),
  parse(parser) {
    const { line } = parser;
    parser.expectKeyword('RAISERROR');
    parser.expectSymbol('(');
    const values = [parseArgument(parser)];
    while (parser.acceptSymbol(',')) values.push(parseArgument(parser));
    parser.expectSymbol(')');
    const options: string[] = [];
    if (parser.acceptKeyword('WITH'))
      do options.push(parser.next().text.toUpperCase());
      while (parser.acceptSymbol(','));
    const [message, severity, state, ...rest] = values;
    if (message === undefined || severity === undefined || state === undefined) throw parser.unexpected();
    return { kind: 'raiserror', line, message, severity, state, arguments: rest, options };
  },
  command: () => 246,
  execute(statement, context) {
    raise(statement, context);
    return Promise.resolve();
  },
};
