import { unquoteIdentifier, unquoteLiteral } from '../../../core/tsql/quoting.ts';
import type {
  BinaryOperator,
  CommonTable,
  Expression,
  ForJson,
  OrderItem,
  Query,
  QueryBody,
  SelectBody,
  SelectItem,
} from '../ast.ts';
import { notSupported } from '../../not-supported.ts';
import { compileError } from './errors.ts';
import { isReserved } from './keywords.ts';
import type { SyntaxParser } from './syntax.ts';

const assignments: ReadonlyMap<string, BinaryOperator | undefined> = new Map<string, BinaryOperator | undefined>([
  ['=', undefined],
  ...(['+', '-', '*', '/', '%', '&', '|', '^', '||'] as const).map((operator) => [`${operator}=`, operator] as const),
]);

/** `=`, `+=` and so on after a variable; undefined when none comes next. */
export const acceptAssignment = (parser: SyntaxParser): { readonly operator?: BinaryOperator } | undefined => {
  const { kind, text } = parser.peek();
  if (kind !== 'symbol' || !assignments.has(text)) return undefined;
  parser.next();
  const operator = assignments.get(text);
  return operator === undefined ? {} : { operator };
};

const aliasText = (parser: SyntaxParser): string => {
  const token = parser.next();
  return token.kind === 'string' ? unquoteLiteral(token.text) : unquoteIdentifier(token.text);
};

const isAliasToken = (parser: SyntaxParser): boolean => {
  const { kind, text } = parser.peek();
  return kind === 'identifier' || kind === 'string' || (kind === 'word' && !isReserved(text));
};

const parseAll = (parser: SyntaxParser): SelectItem | undefined => {
  const { line } = parser;
  if (parser.acceptSymbol('*')) return { kind: 'all', line };
  const isQualified =
    ['word', 'identifier'].includes(parser.peek().kind) && parser.peek(1).text === '.' && parser.peek(2).text === '*';
  if (!isQualified) return undefined;
  const qualifier = parser.parseIdentifier();
  parser.next();
  parser.next();
  return { kind: 'all', qualifier, line };
};

const parseItem = (parser: SyntaxParser): SelectItem => {
  const all = parseAll(parser);
  if (all !== undefined) return all;
  if (parser.peek().kind === 'variable' && assignments.has(parser.peek(1).text)) {
    const variable = parser.parseVariable(true);
    const operator = acceptAssignment(parser) ?? {};
    return { kind: 'assignment', variable, ...operator, expression: parser.parseExpression() };
  }
  if (isAliasToken(parser) && parser.peek(1).text === '=') {
    const alias = aliasText(parser);
    parser.next();
    return { kind: 'expression', alias, expression: parser.parseExpression() };
  }
  const expression = parser.parseExpression();
  if (parser.acceptKeyword('AS')) {
    if (!isAliasToken(parser)) throw parser.unexpected();
    return { kind: 'expression', expression, alias: aliasText(parser) };
  }
  return isAliasToken(parser)
    ? { kind: 'expression', expression, alias: aliasText(parser) }
    : { kind: 'expression', expression };
};

const parseTop = (parser: SyntaxParser): SelectBody['top'] => {
  if (!parser.acceptKeyword('TOP')) return undefined;
  const { line } = parser;
  let count: Expression;
  if (parser.acceptSymbol('(')) {
    count = parser.parseExpression();
    parser.expectSymbol(')');
  } else if (parser.peek().kind === 'number') {
    count = { kind: 'literal', line, type: { name: 'bigint' }, value: BigInt(parser.parseInteger()) };
  } else throw parser.unexpected();
  const percent = parser.acceptKeyword('PERCENT');
  if (parser.atKeyword('WITH', 'TIES')) throw notSupported('TOP WITH TIES', line);
  return { count, percent };
};

const checkItems = (items: readonly SelectItem[], line: number): void => {
  const assigned = items.filter((item) => item.kind === 'assignment').length;
  if (assigned > 0 && assigned < items.length)
    throw compileError(
      141,
      'A SELECT statement that assigns a value to a variable must not be combined with data-retrieval operations.',
      line,
    );
};

const parseGroup = (parser: SyntaxParser): readonly Expression[] => {
  if (!parser.acceptKeyword('GROUP', 'BY')) return [];
  const next = parser.peek().text.toUpperCase();
  if (['ROLLUP', 'CUBE', 'GROUPING'].includes(next)) throw notSupported(`GROUP BY ${next}`, parser.line);
  const group = parser.parseExpressions();
  if (parser.atKeyword('WITH', 'ROLLUP') || parser.atKeyword('WITH', 'CUBE'))
    throw notSupported('GROUP BY … WITH ROLLUP or CUBE', parser.line);
  return group;
};

const parseSelect = (parser: SyntaxParser): SelectBody => {
  const { line } = parser;
  parser.expectKeyword('SELECT');
  const distinct = parser.acceptKeyword('DISTINCT');
  if (!distinct) parser.acceptKeyword('ALL');
  const top = parseTop(parser);
  const items: SelectItem[] = [];
  do items.push(parseItem(parser));
  while (parser.acceptSymbol(','));
  checkItems(items, line);
  const into = parser.acceptKeyword('INTO') ? parser.parseObjectName() : undefined;
  const from = parser.acceptKeyword('FROM') ? parser.parseTable() : undefined;
  const where = parser.acceptKeyword('WHERE') ? parser.parseCondition() : undefined;
  const group = parseGroup(parser);
  const having = parser.acceptKeyword('HAVING') ? parser.parseCondition() : undefined;
  return {
    kind: 'select',
    line,
    distinct,
    items,
    group,
    ...(top === undefined ? {} : { top }),
    ...(into === undefined ? {} : { into }),
    ...(from === undefined ? {} : { from }),
    ...(where === undefined ? {} : { where }),
    ...(having === undefined ? {} : { having }),
  };
};

const parseTerm = (parser: SyntaxParser): QueryBody => {
  if (!parser.acceptSymbol('(')) return parseSelect(parser);
  const body = parseBody(parser);
  parser.expectSymbol(')');
  return body;
};

const parseBody = (parser: SyntaxParser): QueryBody => {
  let left = parseTerm(parser);
  for (;;) {
    if (parser.atKeyword('EXCEPT') || parser.atKeyword('INTERSECT'))
      throw notSupported(parser.peek().text.toUpperCase(), parser.line);
    if (!parser.acceptKeyword('UNION')) return left;
    const all = parser.acceptKeyword('ALL');
    left = { kind: 'union', all, left, right: parseTerm(parser) };
  }
};

const parseCommonTable = (parser: SyntaxParser): CommonTable => {
  const name = parser.parseIdentifier();
  const columns: string[] = [];
  if (parser.acceptSymbol('(')) {
    do columns.push(parser.parseIdentifier());
    while (parser.acceptSymbol(','));
    parser.expectSymbol(')');
  }
  parser.expectKeyword('AS');
  parser.expectSymbol('(');
  const query = parser.parseQuery();
  parser.expectSymbol(')');
  return { name, columns, query };
};

/** WITH a AS (…), b AS (…); empty when there is none. */
const parseCommonTables = (parser: SyntaxParser): readonly CommonTable[] => {
  if (!parser.acceptKeyword('WITH')) return [];
  const tables: CommonTable[] = [];
  do tables.push(parseCommonTable(parser));
  while (parser.acceptSymbol(','));
  return tables;
};

/** The items of ORDER BY, or of the ORDER BY of OVER and WITHIN GROUP. */
export const parseOrder = (parser: SyntaxParser): readonly OrderItem[] => {
  if (!parser.acceptKeyword('ORDER', 'BY')) return [];
  const items: OrderItem[] = [];
  do {
    const expression = parser.parseExpression();
    const descending = parser.acceptKeyword('DESC');
    if (!descending) parser.acceptKeyword('ASC');
    items.push({ expression, descending });
  } while (parser.acceptSymbol(','));
  return items;
};

const acceptRows = (parser: SyntaxParser): void => {
  if (!parser.acceptKeyword('ROWS')) parser.expectKeyword('ROW');
};

const parsePaging = (parser: SyntaxParser): Pick<Query, 'offset' | 'fetch'> => {
  if (!parser.acceptKeyword('OFFSET')) return {};
  const offset = parser.parseExpression();
  acceptRows(parser);
  if (!parser.acceptKeyword('FETCH')) return { offset };
  if (!parser.acceptKeyword('NEXT')) parser.expectKeyword('FIRST');
  const fetch = parser.parseExpression();
  acceptRows(parser);
  parser.expectKeyword('ONLY');
  return { offset, fetch };
};

const parseForJson = (parser: SyntaxParser): ForJson | undefined => {
  const { line } = parser;
  if (!parser.acceptKeyword('FOR')) return undefined;
  if (!parser.acceptKeyword('JSON', 'PATH'))
    throw notSupported(`FOR ${parser.peek().text.toUpperCase()} ${parser.peek(1).text.toUpperCase()}`, line);
  let root: string | undefined;
  let includeNulls = false;
  let wrapper = true;
  while (parser.acceptSymbol(',')) {
    if (parser.acceptKeyword('INCLUDE_NULL_VALUES')) includeNulls = true;
    else if (parser.acceptKeyword('WITHOUT_ARRAY_WRAPPER')) wrapper = false;
    else {
      parser.expectKeyword('ROOT');
      root = 'root';
      if (!parser.acceptSymbol('(')) continue;
      root = parser.parseString();
      parser.expectSymbol(')');
    }
  }
  if (root !== undefined && !wrapper)
    throw compileError(
      13620,
      'ROOT option and WITHOUT_ARRAY_WRAPPER option cannot be used together in FOR JSON. Remove one of these options.',
      line,
      1,
      16,
    );
  return { includeNulls, wrapper, ...(root === undefined ? {} : { root }) };
};

/** OPTION (…): hints about plans, which are not here. */
const parseOption = (parser: SyntaxParser): void => {
  if (!parser.atKeyword('OPTION') || parser.peek(1).text !== '(') return;
  const { line } = parser;
  parser.next();
  parser.next();
  if (!parser.acceptKeyword('RECOMPILE')) {
    if (!parser.acceptKeyword('MAXDOP')) throw notSupported(`OPTION (${parser.peek().text})`, line);
    parser.parseInteger();
  }
  parser.expectSymbol(')');
};

/** A query from its WITH to its OPTION. */
export const parseQuery = (parser: SyntaxParser): Query => {
  const { line } = parser;
  const ctes = parseCommonTables(parser);
  const body = parseBody(parser);
  const order = parseOrder(parser);
  const paging = order.length === 0 ? {} : parsePaging(parser);
  const forJson = parseForJson(parser);
  parseOption(parser);
  return { line, ctes, body, order, ...paging, ...(forJson === undefined ? {} : { forJson }) };
};
