import type { SqlValue } from '../../values.ts';
import type { SyntaxParser } from '../parser/syntax.ts';
import type { UserParameter } from '../storage/storage.ts';
import { convert } from '../types/index.ts';

const parseDefault = (parser: SyntaxParser, parameter: UserParameter): SqlValue => {
  const value = parser.parseSimple();
  if (value.kind !== 'literal') throw parser.unexpected();
  return convert({ type: value.type, value: value.value }, parameter.type);
};

const parseParameter = (parser: SyntaxParser, ordinal: number): UserParameter => {
  if (parser.peek().kind !== 'variable') throw parser.unexpected();
  const { text: name, line } = parser.next();
  parser.acceptKeyword('AS');
  const type = parser.parseTypeFor({ defaultLength: 1, ordinal });
  let parameter: UserParameter = { name, type };
  if (parser.acceptSymbol('=')) parameter = { ...parameter, default: parseDefault(parser, parameter) };
  if (parser.acceptKeyword('OUTPUT') || parser.acceptKeyword('OUT')) parameter = { ...parameter, output: true };
  if (parser.acceptKeyword('READONLY')) throw parser.unsupported('table-valued parameter');
  parser.note(parser.scope.declare(name, { kind: 'scalar', type }, line));
  return parameter;
};

/** The parameters of CREATE PROCEDURE or sp_executesql, with or without parentheses; declares them. */
export const parseParameters = (parser: SyntaxParser): readonly UserParameter[] => {
  const inParentheses = parser.acceptSymbol('(');
  const found: UserParameter[] = [];
  if (parser.peek().kind === 'variable')
    do found.push(parseParameter(parser, found.length + 1));
    while (parser.acceptSymbol(','));
  if (inParentheses) parser.expectSymbol(')');
  return found;
};
