import { unquoteIdentifier } from '../../../core/tsql/quoting.ts';
import type { SqlError } from '../../sql-error.ts';
import type { BinaryOperator, CaseBranch, ComparisonOperator, Condition, Expression, UnaryOperator } from '../ast.ts';
import type { ParserToken } from '../contracts.ts';
import { untypedNull } from '../types/index.ts';
import { parseCall, startsCall } from './calls.ts';
import { notSupported } from '../../not-supported.ts';
import { compileError } from './errors.ts';
import { isReserved } from './keywords.ts';
import { negateLiteral, readLiteral } from './literals.ts';
import type { SyntaxParser } from './syntax.ts';

/**
 * T-SQL keeps conditions and scalars apart, but a parenthesis can open either; so one routine reads both and the caller
 * says which it needs.
 */
type Either = Expression | Condition;

const conditionKinds: ReadonlySet<string> = new Set(
  'and or not comparison is-null between in like exists distinct-from'.split(' '),
);
const isCondition = (node: Either): node is Condition => conditionKinds.has(node.kind);

/** Binding strength; larger binds tighter. */
const strength = { or: 1, and: 2, not: 3, predicate: 4, additive: 5, multiplicative: 6, unary: 7 } as const;

const additive: ReadonlySet<string> = new Set(['+', '-', '&', '|', '^', '||']);
const multiplicative: ReadonlySet<string> = new Set(['*', '/', '%']);
const comparisons: ReadonlyMap<string, ComparisonOperator> = new Map([
  ...(['=', '<>', '<', '<=', '>', '>='] as const).map((operator) => [operator, operator] as const),
  ['!=', '<>'] as const,
  ['!<', '>='] as const,
  ['!>', '<='] as const,
]);

const scalar = (parser: SyntaxParser, node: Either): Expression => {
  if (isCondition(node)) throw parser.unexpected();
  return node;
};

const nonBoolean = (token: ParserToken, previous: ParserToken | undefined): SqlError =>
  compileError(
    4145,
    `An expression of non-boolean type specified in a context where a condition is expected, near '${token.kind === 'end' ? (previous?.text ?? '') : token.text}'.`,
    token.line,
  );

const condition = (parser: SyntaxParser, node: Either): Condition => {
  if (!isCondition(node)) throw nonBoolean(parser.peek(), parser.previous);
  return node;
};

const parseCase = (parser: SyntaxParser, line: number): Expression => {
  const input = parser.atKeyword('WHEN') ? undefined : parser.parseExpression();
  const branches: CaseBranch[] = [];
  while (parser.acceptKeyword('WHEN')) {
    const head = input === undefined ? { condition: parser.parseCondition() } : { match: parser.parseExpression() };
    parser.expectKeyword('THEN');
    branches.push({ ...head, result: parser.parseExpression() });
  }
  if (branches.length === 0) throw parser.unexpected();
  const otherwise = parser.acceptKeyword('ELSE') ? parser.parseExpression() : undefined;
  parser.expectKeyword('END');
  return {
    kind: 'case',
    line,
    branches,
    ...(input === undefined ? {} : { input }),
    ...(otherwise === undefined ? {} : { otherwise }),
  };
};

const parseColumn = (parser: SyntaxParser, line: number): Expression => {
  const parts = [unquoteIdentifier(parser.next().text)];
  while (parser.atSymbol('.') && parser.peek(1).text !== '*') {
    parser.next();
    parts.push(parser.parseIdentifier());
  }
  return { kind: 'column', parts, line };
};

const parseParenthesis = (parser: SyntaxParser, line: number): Either => {
  parser.expectSymbol('(');
  if (parser.atKeyword('SELECT') || parser.atKeyword('WITH')) {
    const query = parser.parseQuery();
    parser.expectSymbol(')');
    return { kind: 'subquery', query, line };
  }
  const node = parseEither(parser, 0);
  parser.expectSymbol(')');
  return node;
};

const parseUnary = (parser: SyntaxParser, operator: UnaryOperator, line: number): Expression => {
  parser.next();
  const literalFollows = ['number', 'money'].includes(parser.peek().kind);
  const operand = scalar(parser, parseEither(parser, strength.unary));
  const negated = operator === '-' && literalFollows && operand.kind === 'literal' ? negateLiteral(operand) : undefined;
  return negated === undefined ? { kind: 'unary', operator, operand, line } : { kind: 'literal', line, ...negated };
};

const parseWord = (parser: SyntaxParser, token: ParserToken): Either => {
  const { line } = token;
  if (parser.acceptKeyword('NULL')) return { kind: 'literal', line, type: untypedNull, value: null };
  if (parser.acceptKeyword('CASE')) return parseCase(parser, line);
  if (parser.acceptKeyword('EXISTS')) {
    parser.expectSymbol('(');
    const query = parser.parseQuery();
    parser.expectSymbol(')');
    return { kind: 'exists', query, line };
  }
  if (startsCall(parser)) return parseCall(parser);
  if (isReserved(token.text)) throw parser.unexpected();
  return parseColumn(parser, line);
};

const parsePrimary = (parser: SyntaxParser): Either => {
  const token = parser.peek();
  const { line } = token;
  switch (token.kind) {
    case 'string':
    case 'number':
    case 'binary':
    case 'money':
      return { kind: 'literal', line, ...readLiteral(parser.next()) };
    case 'variable':
      return { kind: 'variable', line, name: parser.parseVariable(false) };
    case 'global':
      return { kind: 'global', line, name: parser.next().text.toLowerCase() };
    case 'identifier':
      return startsCall(parser) ? parseCall(parser) : parseColumn(parser, line);
    case 'word':
      return parseWord(parser, token);
    default:
      break;
  }
  if (parser.atSymbol('(')) return parseParenthesis(parser, line);
  if (token.text === '-' || token.text === '+' || token.text === '~') return parseUnary(parser, token.text, line);
  throw parser.unexpected();
};

const parsePostfix = (parser: SyntaxParser, start: Either): Either => {
  let node = start;
  for (;;) {
    const { line } = parser;
    if (parser.acceptKeyword('COLLATE'))
      node = { kind: 'collate', operand: scalar(parser, node), name: parser.parseIdentifier(), line };
    else if (parser.acceptKeyword('AT', 'TIME', 'ZONE')) {
      const zone = scalar(parser, parseEither(parser, strength.unary));
      node = { kind: 'at-time-zone', operand: scalar(parser, node), zone, line };
    } else return node;
  }
};

const parseIn = (parser: SyntaxParser, operand: Expression, negated: boolean, line: number): Condition => {
  parser.expectSymbol('(');
  const isQuery = parser.atKeyword('SELECT') || parser.atKeyword('WITH');
  const tail = isQuery ? { list: [], query: parser.parseQuery() } : { list: parser.parseExpressions() };
  parser.expectSymbol(')');
  return { kind: 'in', operand, negated, line, ...tail };
};

const parseBetween = (parser: SyntaxParser, operand: Expression, negated: boolean, line: number): Condition => {
  const low = parser.parseExpression();
  parser.expectKeyword('AND');
  return { kind: 'between', operand, low, high: parser.parseExpression(), negated, line };
};

const parseLike = (parser: SyntaxParser, operand: Expression, negated: boolean, line: number): Condition => {
  const pattern = parser.parseExpression();
  const escape = parser.acceptKeyword('ESCAPE') ? parser.parseExpression() : undefined;
  return { kind: 'like', operand, pattern, negated, line, ...(escape === undefined ? {} : { escape }) };
};

const parseIs = (parser: SyntaxParser, operand: Expression, line: number): Condition => {
  const negated = parser.acceptKeyword('NOT');
  if (parser.acceptKeyword('DISTINCT', 'FROM'))
    return { kind: 'distinct-from', left: operand, right: parser.parseExpression(), negated, line };
  parser.expectKeyword('NULL');
  return { kind: 'is-null', operand, negated, line };
};

/** IN, BETWEEN, LIKE, IS, comparisons; undefined when none follows. */
const parsePredicate = (parser: SyntaxParser, left: Either): Condition | undefined => {
  const token = parser.peek();
  const { line } = left;
  const operator = token.kind === 'symbol' ? comparisons.get(token.text) : undefined;
  if (operator !== undefined) {
    parser.next();
    if (['ALL', 'ANY', 'SOME'].some((word) => parser.atKeyword(word)))
      throw notSupported(`comparison with ${parser.peek().text.toUpperCase()}`, parser.line);
    return { kind: 'comparison', operator, left: scalar(parser, left), right: parser.parseExpression(), line };
  }
  if (parser.acceptKeyword('IS')) return parseIs(parser, scalar(parser, left), line);
  const negated =
    ['IN', 'BETWEEN', 'LIKE'].some((word) => parser.atKeyword('NOT', word)) && parser.acceptKeyword('NOT');
  if (parser.acceptKeyword('IN')) return parseIn(parser, scalar(parser, left), negated, line);
  if (parser.acceptKeyword('BETWEEN')) return parseBetween(parser, scalar(parser, left), negated, line);
  return parser.acceptKeyword('LIKE') ? parseLike(parser, scalar(parser, left), negated, line) : undefined;
};

const arithmeticStrength = (token: ParserToken): number => {
  if (token.kind !== 'symbol') return 0;
  if (multiplicative.has(token.text)) return strength.multiplicative;
  return additive.has(token.text) ? strength.additive : 0;
};

const parseStart = (parser: SyntaxParser, least: number): Either => {
  const { line } = parser;
  if (least <= strength.not && parser.acceptKeyword('NOT'))
    return { kind: 'not', operand: condition(parser, parseEither(parser, strength.not)), line };
  return parsePostfix(parser, parsePrimary(parser));
};

const parseLogical = (parser: SyntaxParser, left: Either, least: number): Condition | undefined => {
  for (const kind of ['and', 'or'] as const) {
    if (least > strength[kind] || !parser.atKeyword(kind.toUpperCase())) continue;
    const first = condition(parser, left);
    parser.next();
    const right = condition(parser, parseEither(parser, strength[kind] + 1));
    return { kind, left: first, right, line: left.line };
  }
  return undefined;
};

const parseEither = (parser: SyntaxParser, least: number): Either => {
  let node = parseStart(parser, least);
  for (;;) {
    const token = parser.peek();
    const arithmetic = arithmeticStrength(token);
    if (arithmetic > 0) {
      if (arithmetic < least) return node;
      parser.next();
      const right = scalar(parser, parseEither(parser, arithmetic + 1));
      const operator = token.text as BinaryOperator;
      node = { kind: 'binary', operator, left: scalar(parser, node), right, line: node.line };
      continue;
    }
    const next: Either | undefined =
      (least <= strength.predicate && !isCondition(node) ? parsePredicate(parser, node) : undefined) ??
      parseLogical(parser, node, least);
    if (next === undefined) return node;
    node = next;
  }
};

/** A scalar expression. */
export const parseExpression = (parser: SyntaxParser): Expression =>
  scalar(parser, parseEither(parser, strength.additive));

/** A search condition, or 4145. */
export const parseCondition = (parser: SyntaxParser): Condition => condition(parser, parseEither(parser, 0));

/** One operand: a literal with its sign, a variable, a call. */
export const parseSimple = (parser: SyntaxParser): Expression => scalar(parser, parsePrimary(parser));
