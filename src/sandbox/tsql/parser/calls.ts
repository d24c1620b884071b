import { unquoteIdentifier } from '../../../core/tsql/quoting.ts';
import type { CaseBranch, Expression, OrderItem } from '../ast.ts';
import type { ScalarFunction } from '../contracts.ts';
import { untypedNull } from '../types/index.ts';
import { notSupported } from '../../not-supported.ts';
import { compileError } from './errors.ts';
import { isReserved } from './keywords.ts';
import { knownFunctions } from './known-functions.ts';
import type { SyntaxParser } from './syntax.ts';

/** Reserved words that are functions all the same. */
const reservedFunctions: ReadonlySet<string> = new Set('left right convert try_convert coalesce nullif'.split(' '));
const bareFunctions: ReadonlySet<string> = new Set(
  'current_timestamp current_user session_user system_user user current_date'.split(' '),
);
const aggregates: ReadonlySet<string> = new Set('count count_big sum min max avg string_agg'.split(' '));
const rankings: ReadonlySet<string> = new Set('row_number rank dense_rank'.split(' '));

type CallParser = (parser: SyntaxParser, name: string, line: number) => Expression;

const dottedLength = (parser: SyntaxParser): number => {
  let at = 1;
  while (parser.peek(at).text === '.') at += 2;
  return at;
};

/** Whether a function call comes next. Looks only. */
export const startsCall = (parser: SyntaxParser): boolean => {
  const token = parser.peek();
  const name = token.text.toLowerCase();
  if (token.kind === 'word' && bareFunctions.has(name)) return true;
  if (token.kind === 'word' && isReserved(name) && !reservedFunctions.has(name)) return false;
  return parser.peek(dottedLength(parser)).text === '(';
};

const parseCast: CallParser = (parser, name, line) => {
  const operand = parser.parseExpression();
  parser.expectKeyword('AS');
  const to = parser.parseTypeFor({ defaultLength: 30 });
  parser.expectSymbol(')');
  return { kind: 'cast', operand, to, attempt: name.startsWith('try'), line };
};

const parseConvert: CallParser = (parser, name, line) => {
  const to = parser.parseTypeFor({ defaultLength: 30 });
  parser.expectSymbol(',');
  const operand = parser.parseExpression();
  const style = parser.acceptSymbol(',') ? parser.parseExpression() : undefined;
  parser.expectSymbol(')');
  return {
    kind: 'cast',
    operand,
    to,
    attempt: name.startsWith('try'),
    line,
    ...(style === undefined ? {} : { style }),
  };
};

/** COALESCE is documented as this CASE, double evaluation included. */
const parseCoalesce: CallParser = (parser, _name, line) => {
  const operands = parser.parseExpressions();
  parser.expectSymbol(')');
  const last = operands.at(-1);
  if (operands.length < 2 || last === undefined) throw compileError(102, "Incorrect syntax near ')'.", line);
  const branches: CaseBranch[] = operands.slice(0, -1).map((operand) => ({
    condition: { kind: 'is-null', operand, negated: true, line: operand.line },
    result: operand,
  }));
  return { kind: 'case', branches, otherwise: last, line };
};

const parseNullif: CallParser = (parser, _name, line) => {
  const left = parser.parseExpression();
  parser.expectSymbol(',');
  const right = parser.parseExpression();
  parser.expectSymbol(')');
  const condition = { kind: 'comparison', operator: '=', left, right, line } as const;
  const result: Expression = { kind: 'literal', line, type: untypedNull, value: null };
  return { kind: 'case', branches: [{ condition, result }], otherwise: left, line };
};

const parseIif: CallParser = (parser, _name, line) => {
  const condition = parser.parseCondition();
  parser.expectSymbol(',');
  const result = parser.parseExpression();
  parser.expectSymbol(',');
  const otherwise = parser.parseExpression();
  parser.expectSymbol(')');
  return { kind: 'case', branches: [{ condition, result }], otherwise, line };
};

const parseWithinGroup = (parser: SyntaxParser): readonly OrderItem[] | undefined => {
  if (!parser.acceptKeyword('WITHIN', 'GROUP')) return undefined;
  parser.expectSymbol('(');
  const order = parser.parseOrder();
  parser.expectSymbol(')');
  return order;
};

const parseAggregate: CallParser = (parser, name, line) => {
  if (name.startsWith('count') && parser.acceptSymbol('*')) {
    parser.expectSymbol(')');
    return finishAggregate(parser, { kind: 'aggregate', name, distinct: false, line });
  }
  const distinct = parser.acceptKeyword('DISTINCT');
  if (!distinct) parser.acceptKeyword('ALL');
  const argument = parser.parseExpression();
  if (name !== 'string_agg') {
    parser.expectSymbol(')');
    return finishAggregate(parser, { kind: 'aggregate', name, distinct, argument, line });
  }
  parser.expectSymbol(',');
  const separator = parser.parseExpression();
  parser.expectSymbol(')');
  const order = parseWithinGroup(parser);
  return finishAggregate(parser, {
    kind: 'aggregate',
    name,
    distinct,
    argument,
    separator,
    line,
    ...(order === undefined ? {} : { order }),
  });
};

const finishAggregate = (parser: SyntaxParser, call: Extract<Expression, { kind: 'aggregate' }>): Expression => {
  if (parser.atKeyword('OVER')) throw notSupported(`${call.name.toUpperCase()} OVER`, parser.line);
  return call;
};

const parseRanking: CallParser = (parser, name, line) => {
  parser.expectSymbol(')');
  parser.expectKeyword('OVER');
  parser.expectSymbol('(');
  const partition = parser.acceptKeyword('PARTITION', 'BY') ? parser.parseExpressions() : [];
  if (!parser.atKeyword('ORDER'))
    throw compileError(4112, `The function '${name.toUpperCase()}' must have an OVER clause with ORDER BY.`, line);
  const order = parser.parseOrder();
  parser.expectSymbol(')');
  return { kind: 'ranking', name, partition, order, line };
};

const special: ReadonlyMap<string, CallParser> = new Map<string, CallParser>([
  ['cast', parseCast],
  ['try_cast', parseCast],
  ['convert', parseConvert],
  ['try_convert', parseConvert],
  ['coalesce', parseCoalesce],
  ['nullif', parseNullif],
  ['iif', parseIif],
  ...[...aggregates].map((name) => [name, parseAggregate] as const),
  ...[...rankings].map((name) => [name, parseRanking] as const),
]);

/** Functions that the grammar itself knows, in lower case; the others are registered. */
export const grammarFunctions: readonly string[] = [...special.keys()];

/** DATEADD's part and its like: a bare word, 1023 for anything else. */
const parseWordArgument = (parser: SyntaxParser, name: string, position: number): Expression => {
  const token = parser.next();
  if (token.kind !== 'word' && token.kind !== 'identifier')
    throw compileError(1023, `Invalid parameter ${position} specified for ${name}.`, token.line);
  const value = unquoteIdentifier(token.text);
  return { kind: 'literal', line: token.line, type: { name: 'varchar', length: value.length }, value };
};

const parseArgument = (parser: SyntaxParser, found: ScalarFunction, position: number): readonly Expression[] => {
  if (found.wordArguments?.includes(position) === true) return [parseWordArgument(parser, found.name, position + 1)];
  const first = parser.parseExpression();
  if (found.syntax === 'json-object') {
    parser.expectSymbol(':');
    return [first, parser.parseExpression()];
  }
  if (found.name === 'trim' && parser.acceptKeyword('FROM')) return [parser.parseExpression(), first];
  return [first];
};

const parseNulls = (parser: SyntaxParser): 'null' | 'absent' | undefined => {
  if (parser.acceptKeyword('NULL', 'ON', 'NULL')) return 'null';
  return parser.acceptKeyword('ABSENT', 'ON', 'NULL') ? 'absent' : undefined;
};

const checkArity = (found: ScalarFunction, count: number, line: number): void => {
  const { minArgs, maxArgs, name } = found;
  if (count >= minArgs && count <= maxArgs) return;
  throw minArgs === maxArgs
    ? compileError(174, `The ${name} function requires ${minArgs} argument(s).`, line)
    : compileError(189, `The ${name} function requires ${minArgs} to ${maxArgs} arguments.`, line);
};

const parseArguments = (parser: SyntaxParser, found: ScalarFunction): readonly Expression[] => {
  if (parser.atSymbol(')') || parser.atKeyword('ABSENT', 'ON') || parser.atKeyword('NULL', 'ON')) return [];
  const values: Expression[] = [];
  for (let position = 0; ; position += 1) {
    values.push(...parseArgument(parser, found, position));
    if (!parser.acceptSymbol(',')) return values;
  }
};

const unknownFunction = (parts: readonly string[], line: number): never => {
  const [first = ''] = parts;
  const name = parts.join('.');
  if (parts.length > 1)
    throw compileError(
      4121,
      `Cannot find either column "${first}" or the user-defined function or aggregate "${name}", or the name is ambiguous.`,
      line,
      1,
      16,
    );
  if (knownFunctions.has(name.toLowerCase())) throw notSupported(`function ${name.toUpperCase()}`, line);
  throw compileError(195, `'${name}' is not a recognized built-in function name.`, line, 10);
};

const parseName = (parser: SyntaxParser): readonly string[] => {
  const parts = [unquoteIdentifier(parser.next().text)];
  while (parser.acceptSymbol('.')) parts.push(parser.parseIdentifier());
  return parts;
};

/** A function call; `startsCall` has said so. 195, 174, 189 and what single functions add. */
export const parseCall = (parser: SyntaxParser): Expression => {
  const { line } = parser;
  const parts = parseName(parser);
  const written = parts.join('.');
  const name = written.toLowerCase();
  const found = parser.functions.get(name);
  if (bareFunctions.has(name) && !parser.atSymbol('(')) {
    if (found === undefined) throw notSupported(`function ${written.toUpperCase()}`, line);
    return { kind: 'call', name: written, arguments: [], line };
  }
  const parseSpecial = special.get(name);
  parser.expectSymbol('(');
  if (parseSpecial !== undefined) return parseSpecial(parser, name, line);
  if (found === undefined) return unknownFunction(parts, line);
  const values = parseArguments(parser, found);
  const nulls = found.syntax === undefined ? undefined : parseNulls(parser);
  if (parser.atKeyword('RETURNING')) throw notSupported(`${name.toUpperCase()} … RETURNING`, parser.line);
  parser.expectSymbol(')');
  checkArity(found, values.length, line);
  return { kind: 'call', name: written, arguments: values, line, ...(nulls === undefined ? {} : { nulls }) };
};
