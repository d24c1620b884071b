import { SqlError } from '../../sql-error.ts';
import type { Expression } from '../ast.ts';
import type { ColumnDefinition, KeyDefinition, TableDefinition } from '../storage/definition.ts';
import { notSupported } from '../../not-supported.ts';
import { compileError } from './errors.ts';
import type { SyntaxParser } from './syntax.ts';

interface Draft {
  readonly columns: ColumnDefinition[];
  readonly keys: { name?: string; primary: boolean; columns: readonly string[] }[];
}

const acceptKeyWord = (parser: SyntaxParser): 'primary' | 'unique' | undefined => {
  if (parser.acceptKeyword('PRIMARY', 'KEY')) return 'primary';
  return parser.acceptKeyword('UNIQUE') ? 'unique' : undefined;
};

const skipClustering = (parser: SyntaxParser): void => {
  if (!parser.acceptKeyword('CLUSTERED')) parser.acceptKeyword('NONCLUSTERED');
};

const parseIdentity = (parser: SyntaxParser): NonNullable<ColumnDefinition['identity']> => {
  if (!parser.acceptSymbol('(')) return { seed: 1, increment: 1 };
  const seed = parser.parseInteger();
  parser.expectSymbol(',');
  const increment = parser.parseInteger();
  parser.expectSymbol(')');
  return { seed, increment };
};

const refuseOther = (parser: SyntaxParser): void => {
  const words = ['CHECK', 'REFERENCES', 'FOREIGN', 'ROWGUIDCOL', 'SPARSE', 'GENERATED', 'ENCRYPTED', 'MASKED', 'INDEX'];
  const found = words.find((word) => parser.atKeyword(word));
  if (found !== undefined) throw notSupported(`${found} in a table definition`, parser.line);
};

const parseConstraintName = (parser: SyntaxParser): { readonly name?: string } =>
  parser.acceptKeyword('CONSTRAINT') ? { name: parser.parseIdentifier() } : {};

const parseColumn = (parser: SyntaxParser, draft: Draft): void => {
  const name = parser.parseIdentifier();
  if (parser.atKeyword('AS')) throw notSupported('computed column', parser.line);
  const type = parser.parseTypeFor({ defaultLength: 1, ordinal: draft.columns.length + 1 });
  let nullable: boolean | undefined;
  let identity: ColumnDefinition['identity'];
  let fallback: Expression | undefined;
  for (;;) {
    refuseOther(parser);
    const constraint = parseConstraintName(parser);
    const key = acceptKeyWord(parser);
    if (key !== undefined) {
      skipClustering(parser);
      draft.keys.push({ ...constraint, primary: key === 'primary', columns: [name] });
      if (key === 'primary') nullable = false;
    } else if (parser.acceptKeyword('NOT', 'NULL')) nullable = false;
    else if (parser.acceptKeyword('NULL')) nullable ??= true;
    else if (parser.acceptKeyword('IDENTITY')) identity = parseIdentity(parser);
    else if (parser.acceptKeyword('DEFAULT')) fallback = parser.parseExpression();
    else if (parser.acceptKeyword('COLLATE')) parser.parseIdentifier();
    else break;
  }
  draft.columns.push({
    name,
    type,
    nullable: nullable ?? identity === undefined,
    ...(identity === undefined ? {} : { identity }),
    ...(fallback === undefined ? {} : { fallback }),
  });
};

const parseConstraint = (parser: SyntaxParser, draft: Draft): boolean => {
  const isNamed = parser.atKeyword('CONSTRAINT');
  if (!isNamed && !parser.atKeyword('PRIMARY', 'KEY') && !parser.atKeyword('UNIQUE')) {
    if (parser.atKeyword('CHECK') || parser.atKeyword('FOREIGN') || parser.atKeyword('INDEX')) refuseOther(parser);
    return false;
  }
  const constraint = parseConstraintName(parser);
  refuseOther(parser);
  const key = acceptKeyWord(parser);
  if (key === undefined) throw parser.unexpected();
  skipClustering(parser);
  parser.expectSymbol('(');
  const columns: string[] = [];
  do {
    columns.push(parser.parseIdentifier());
    if (!parser.acceptKeyword('DESC')) parser.acceptKeyword('ASC');
  } while (parser.acceptSymbol(','));
  parser.expectSymbol(')');
  draft.keys.push({ ...constraint, primary: key === 'primary', columns });
  return true;
};

const finish = ({ columns, keys }: Draft, line: number): TableDefinition => {
  const find = (name: string): number => {
    const at = columns.findIndex((column) => column.name.toLowerCase() === name.toLowerCase());
    if (at < 0) throw new SqlError(1911, `Column name '${name}' does not exist in the target table or view.`, { line });
    return at;
  };
  for (const [index, { name }] of columns.entries()) {
    if (find(name) !== index)
      throw compileError(2705, `Column names in each table must be unique. Column name '${name}' in table is specified more than once.`, line, 3, 16); // prettier-ignore
  }
  const resolved = keys.map((key): KeyDefinition => ({ ...key, columns: key.columns.map(find) }));
  const primary = new Set(resolved.filter((key) => key.primary).flatMap((key) => key.columns));
  return {
    columns: columns.map((column, index) => (primary.has(index) ? { ...column, nullable: false } : column)),
    keys: resolved,
  };
};

/** ( column type …, constraint … ) of CREATE TABLE and DECLARE … TABLE. */
export const parseTableDefinition = (parser: SyntaxParser): TableDefinition => {
  const { line } = parser;
  const draft: Draft = { columns: [], keys: [] };
  parser.expectSymbol('(');
  do {
    if (parser.atSymbol(')')) break;
    if (!parseConstraint(parser, draft)) parseColumn(parser, draft);
  } while (parser.acceptSymbol(','));
  parser.expectSymbol(')');
  return finish(draft, line);
};
