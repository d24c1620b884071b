import { unquoteIdentifier } from '../../../core/tsql/quoting.ts';
import type { Expression } from '../ast.ts';
import { compileError } from '../parser/errors.ts';
import { isReserved } from '../parser/keywords.ts';
import type { SyntaxParser } from '../parser/syntax.ts';

/** An argument of EXEC as written. Empty `name` is positional; no `value` is DEFAULT. */
export interface ExecArgument {
  readonly name: string;
  readonly value?: Expression;
  readonly output: boolean;
  readonly line: number;
}

/** A literal, a signed number, a variable, a bare word (its text), or NULL; expressions are 102. */
const parseValue = (parser: SyntaxParser): Expression | undefined => {
  const { kind, line, text } = parser.peek();
  if (parser.acceptKeyword('DEFAULT')) return undefined;
  if (kind === 'identifier' || (kind === 'word' && !isReserved(text))) {
    parser.next();
    const value = unquoteIdentifier(text);
    return { kind: 'literal', line, type: { name: 'nvarchar', length: Math.max(1, value.length) }, value };
  }
  const isSigned = (text === '-' || text === '+') && ['number', 'money'].includes(parser.peek(1).kind);
  if (
    !isSigned &&
    !['string', 'number', 'money', 'binary', 'variable', 'global'].includes(kind) &&
    !parser.atKeyword('NULL')
  )
    throw parser.unexpected();
  return parser.parseSimple();
};

const parseArgument = (parser: SyntaxParser): ExecArgument => {
  const { line } = parser;
  const isNamed = parser.peek().kind === 'variable' && parser.peek(1).text === '=';
  const name = isNamed ? parser.next().text : '';
  if (isNamed) parser.expectSymbol('=');
  const value = parseValue(parser);
  const output = parser.acceptKeyword('OUTPUT') || parser.acceptKeyword('OUT');
  if (output && value?.kind !== 'variable')
    throw compileError(179, 'Cannot use the OUTPUT option when passing a constant to a stored procedure.', line);
  return { name, output, line, ...(value === undefined ? {} : { value }) };
};

/** Whether an argument may begin here. */
const atArgument = (parser: SyntaxParser): boolean => {
  const { kind, text } = parser.peek();
  if (kind === 'end' || text === ';' || text === ')') return false;
  return kind !== 'word' || !isReserved(text) || ['NULL', 'DEFAULT'].includes(text.toUpperCase());
};

/** The arguments of EXEC; 119 for a positional one after a named one. */
export const parseExecArguments = (parser: SyntaxParser): readonly ExecArgument[] => {
  const found: ExecArgument[] = [];
  if (!atArgument(parser)) return found;
  do {
    const argument = parseArgument(parser);
    if (argument.name === '' && found.some(({ name }) => name !== ''))
      throw compileError(
        119,
        `Must pass parameter number ${found.length + 1} and subsequent parameters as '@name = value'. After the form '@name = value' has been used, all subsequent parameters must be passed in the form '@name = value'.`,
        argument.line,
      );
    found.push(argument);
  } while (parser.acceptSymbol(','));
  return found;
};
