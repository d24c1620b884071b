import type { Expression, ObjectName, TableExpression, WithColumn } from '../ast.ts';
import { notSupported } from '../../not-supported.ts';
import { compileError } from './errors.ts';
import { isReserved } from './keywords.ts';
import type { SyntaxParser } from './syntax.ts';

type Join = Extract<TableExpression, { kind: 'join' }>['type'];

/** Hints that change nothing a single-user engine could show. */
const harmlessHints: ReadonlySet<string> = new Set(
  'NOLOCK READUNCOMMITTED READCOMMITTED REPEATABLEREAD SERIALIZABLE HOLDLOCK UPDLOCK ROWLOCK PAGLOCK TABLOCK TABLOCKX XLOCK READPAST NOWAIT SNAPSHOT'.split(
    ' ',
  ),
);

const joins: readonly (readonly [readonly string[], Join])[] = [
  [['INNER', 'JOIN'], 'inner'],
  [['JOIN'], 'inner'],
  [['LEFT', 'OUTER', 'JOIN'], 'left'],
  [['LEFT', 'JOIN'], 'left'],
  [['RIGHT', 'OUTER', 'JOIN'], 'right'],
  [['RIGHT', 'JOIN'], 'right'],
  [['FULL', 'OUTER', 'JOIN'], 'full'],
  [['FULL', 'JOIN'], 'full'],
  [['CROSS', 'JOIN'], 'cross'],
  [['CROSS', 'APPLY'], 'cross-apply'],
  [['OUTER', 'APPLY'], 'outer-apply'],
];

/** An alias with or without AS. Words that could go on with the query are none. */
const parseAlias = (parser: SyntaxParser): string | undefined => {
  if (parser.acceptKeyword('AS')) return parser.parseIdentifier();
  const token = parser.peek();
  const isName = token.kind === 'identifier' || (token.kind === 'word' && !isReserved(token.text));
  if (!isName || parser.atKeyword('OFFSET') || parser.atKeyword('THROW')) return undefined;
  return parser.parseIdentifier();
};

const parseColumnNames = (parser: SyntaxParser): readonly string[] => {
  if (!parser.acceptSymbol('(')) return [];
  const names: string[] = [];
  do names.push(parser.parseIdentifier());
  while (parser.acceptSymbol(','));
  parser.expectSymbol(')');
  return names;
};

const parseHints = (parser: SyntaxParser): void => {
  if (!parser.atKeyword('WITH') || parser.peek(1).text !== '(') return;
  parser.next();
  parser.expectSymbol('(');
  do {
    const hint = parser.next();
    if (!harmlessHints.has(hint.text.toUpperCase())) throw notSupported(`table hint ${hint.text}`, hint.line);
  } while (parser.acceptSymbol(',') || !parser.atSymbol(')'));
  parser.expectSymbol(')');
};

const parseWithColumn = (parser: SyntaxParser, ordinal: number): WithColumn => {
  const name = parser.parseIdentifier();
  const type = parser.parseTypeFor({ defaultLength: 1, ordinal });
  const path = parser.peek().kind === 'string' ? parser.parseString() : undefined;
  const asJson = parser.acceptKeyword('AS', 'JSON');
  return { name, type, asJson, ...(path === undefined ? {} : { path }) };
};

const parseWithColumns = (parser: SyntaxParser): readonly WithColumn[] | undefined => {
  if (!parser.atKeyword('WITH') || parser.peek(1).text !== '(') return undefined;
  parser.next();
  parser.expectSymbol('(');
  const columns: WithColumn[] = [];
  do columns.push(parseWithColumn(parser, columns.length + 1));
  while (parser.acceptSymbol(','));
  parser.expectSymbol(')');
  return columns;
};

const parseFunction = (parser: SyntaxParser, name: ObjectName, line: number): TableExpression => {
  parser.expectSymbol('(');
  const values: readonly Expression[] = parser.atSymbol(')') ? [] : parser.parseExpressions();
  parser.expectSymbol(')');
  const columns = parseWithColumns(parser);
  const alias = parseAlias(parser);
  return {
    kind: 'table-function',
    name,
    arguments: values,
    columnNames: alias === undefined ? [] : parseColumnNames(parser),
    line,
    ...(columns === undefined ? {} : { columns }),
    ...(alias === undefined ? {} : { alias }),
  };
};

const requireAlias = (parser: SyntaxParser): { readonly alias: string; readonly columnNames: readonly string[] } => {
  const alias = parseAlias(parser);
  if (alias === undefined) throw parser.unexpected();
  return { alias, columnNames: parseColumnNames(parser) };
};

const parseValues = (parser: SyntaxParser, line: number): TableExpression => {
  const rows: (readonly Expression[])[] = [];
  do {
    parser.expectSymbol('(');
    rows.push(parser.parseExpressions());
    parser.expectSymbol(')');
  } while (parser.acceptSymbol(','));
  parser.expectSymbol(')');
  if (rows.some((row) => row.length !== rows[0]?.length))
    throw compileError(
      10709,
      'The number of columns for each row in a table value constructor must be the same.',
      line,
      1,
      16,
    );
  return { kind: 'values', rows, line, ...requireAlias(parser) };
};

const parseParenthesis = (parser: SyntaxParser, line: number): TableExpression => {
  parser.expectSymbol('(');
  if (parser.acceptKeyword('VALUES')) return parseValues(parser, line);
  if (parser.atKeyword('SELECT')) {
    const query = parser.parseQuery();
    parser.expectSymbol(')');
    return { kind: 'derived', query, line, ...requireAlias(parser) };
  }
  const inner = parseTable(parser);
  parser.expectSymbol(')');
  return inner;
};

const withAlias = (alias: string | undefined): { readonly alias?: string } => (alias === undefined ? {} : { alias });

const parseFactor = (parser: SyntaxParser): TableExpression => {
  const { line } = parser;
  if (parser.atSymbol('(')) return parseParenthesis(parser, line);
  if (parser.peek().kind === 'variable') {
    const name = parser.next().text;
    parser.note(parser.scope.checkTable(name, line));
    return { kind: 'table-variable', name, line, ...withAlias(parseAlias(parser)) };
  }
  const word = parser.peek().text.toUpperCase();
  if (['OPENQUERY', 'OPENROWSET', 'OPENXML', 'OPENDATASOURCE'].includes(word)) throw notSupported(word, line);
  const name = parser.parseObjectName();
  if (parser.atSymbol('(')) return parseFunction(parser, name, line);
  parseHints(parser);
  const alias = parseAlias(parser);
  parseHints(parser);
  if (parser.atKeyword('PIVOT') || parser.atKeyword('UNPIVOT') || parser.atKeyword('TABLESAMPLE'))
    throw notSupported(parser.peek().text.toUpperCase(), parser.line);
  return { kind: 'table', name, line, ...withAlias(alias) };
};

const acceptJoin = (parser: SyntaxParser): Join | undefined =>
  joins.find(([words]) => parser.acceptKeyword(...words))?.[1];

const parseJoined = (parser: SyntaxParser): TableExpression => {
  let left = parseFactor(parser);
  for (;;) {
    const type = acceptJoin(parser);
    if (type === undefined) return left;
    const isConditional = ['inner', 'left', 'right', 'full'].includes(type);
    const right = isConditional ? parseJoined(parser) : parseFactor(parser);
    if (isConditional) parser.expectKeyword('ON');
    const on = isConditional ? parser.parseCondition() : undefined;
    left = { kind: 'join', type, left, right, line: left.line, ...(on === undefined ? {} : { on }) };
  }
};

/** The whole FROM list; a comma is a cross join. */
export const parseTable = (parser: SyntaxParser): TableExpression => {
  let left = parseJoined(parser);
  while (parser.acceptSymbol(','))
    left = { kind: 'join', type: 'cross', left, right: parseJoined(parser), line: left.line };
  return left;
};
