import type { ResultSink } from '../../engine.ts';
import { SqlError } from '../../sql-error.ts';
import type { SqlType, SqlValue, TypedValue } from '../../values.ts';
import type { Expression, Query } from '../ast.ts';
import { type Compiler, noFrame } from '../compile/compiled.ts';
import type { Statement } from '../contracts.ts';
import type { EngineKind } from './kind.ts';
import { notSupported } from '../../not-supported.ts';
import type { SyntaxParser } from '../parser/syntax.ts';
import type { Scope } from '../run/scope.ts';
import type { StoredRow, StoredTable } from '../storage/table.ts';
import { checkConversion, storeInColumn } from '../types/index.ts';
import { withSink } from './capture.ts';
import { beginWrite, findTarget, type WriteTarget } from './writing.ts';

/** Where the rows come from; a missing expression is DEFAULT. */
type Source =
  | { readonly kind: 'values'; readonly rows: readonly (readonly (Expression | undefined)[])[] }
  | { readonly kind: 'query'; readonly query: Query }
  | { readonly kind: 'exec'; readonly statement: Statement }
  | { readonly kind: 'defaults' };

/** INSERT [INTO] target [(columns)] source. */
export interface InsertStatement extends Statement {
  readonly kind: 'insert';
  readonly target: WriteTarget;
  readonly columns: readonly string[] | undefined;
  readonly source: Source;
}

const parseTarget = (parser: SyntaxParser): WriteTarget => {
  if (parser.peek().kind !== 'variable') return { kind: 'table', name: parser.parseObjectName() };
  const { text: name, line } = parser.next();
  parser.note(parser.scope.checkTable(name, line));
  return { kind: 'variable', name };
};

const parseColumns = (parser: SyntaxParser): readonly string[] | undefined => {
  const next = parser.peek(1).text.toUpperCase();
  if (!parser.atSymbol('(') || next === 'SELECT' || next === '(' || next === 'WITH') return undefined;
  parser.expectSymbol('(');
  const names: string[] = [];
  do names.push(parser.parseIdentifier());
  while (parser.acceptSymbol(','));
  parser.expectSymbol(')');
  return names;
};

const parseRow = (parser: SyntaxParser): readonly (Expression | undefined)[] => {
  parser.expectSymbol('(');
  const values: (Expression | undefined)[] = [];
  do values.push(parser.acceptKeyword('DEFAULT') ? undefined : parser.parseExpression());
  while (parser.acceptSymbol(','));
  parser.expectSymbol(')');
  return values;
};

const parseSource = (parser: SyntaxParser): Source => {
  if (parser.acceptKeyword('DEFAULT', 'VALUES')) return { kind: 'defaults' };
  if (parser.acceptKeyword('VALUES')) {
    const rows: (readonly (Expression | undefined)[])[] = [];
    do rows.push(parseRow(parser));
    while (parser.acceptSymbol(','));
    return { kind: 'values', rows };
  }
  if (parser.atKeyword('EXEC') || parser.atKeyword('EXECUTE'))
    return { kind: 'exec', statement: parser.parseStatement() };
  return { kind: 'query', query: parser.parseQuery() };
};

const mismatch = (): SqlError =>
  new SqlError(213, 'Column name or number of supplied values does not match table definition.');

const countMismatch = (columns: number, values: number): SqlError =>
  columns > values
    ? new SqlError(109, 'There are more columns in the INSERT statement than values specified in the VALUES clause. The number of values in the VALUES clause must match the number of columns specified in the INSERT statement.', { class: 15 }) // prettier-ignore
    : new SqlError(110, 'There are fewer columns in the INSERT statement than values specified in the VALUES clause. The number of values in the VALUES clause must match the number of columns specified in the INSERT statement.', { class: 15 }); // prettier-ignore

/** The positions written to. 207 for an unknown name, 264 twice, 544 for an identity. */
const positions = (table: StoredTable, names: readonly string[] | undefined): readonly number[] => {
  const { columns } = table.definition;
  if (names === undefined) return columns.flatMap((column, index) => (column.identity === undefined ? [index] : []));
  const found = names.map((name) => {
    const at = columns.findIndex((column) => column.name.toLowerCase() === name.toLowerCase());
    if (at < 0) throw new SqlError(207, `Invalid column name '${name}'.`);
    if (columns[at]?.identity !== undefined)
      throw new SqlError(
        544,
        `Cannot insert explicit value for identity column in table '${table.name}' when IDENTITY_INSERT is set to OFF.`,
      );
    return at;
  });
  const twice = found.find((at, index) => found.indexOf(at) !== index);
  if (twice !== undefined)
    throw new SqlError(264, `The column name '${columns[twice]?.name ?? ''}' is specified more than once in the SET clause or column list of an INSERT. A column cannot be assigned more than one value in the same clause. Modify the clause to make sure that a column is updated only once. If this statement updates or inserts columns into a view, column aliasing can conceal the duplication in your code.`); // prettier-ignore
  return found;
};

const nextIdentity = (table: StoredTable, scope: Scope, seed: number, increment: number): number => {
  const next = table.lastIdentity === undefined ? seed : table.lastIdentity + increment;
  table.lastIdentity = next;
  scope.session.identity = next;
  return next;
};

const asColumn = (value: number, type: SqlType): SqlValue => {
  if (type.name === 'bigint') return BigInt(value);
  return type.name === 'decimal' || type.name === 'numeric'
    ? { kind: 'decimal', unscaled: BigInt(value), scale: 0 }
    : value;
};

/** A stored row from the values given for some positions; undefined values are defaults. */
const makeRow = (
  table: StoredTable,
  at: readonly number[],
  values: readonly (TypedValue | undefined)[],
  scope: Scope,
): StoredRow =>
  table.definition.columns.map((column, index) => {
    const { identity, fallback, type, name } = column;
    if (identity !== undefined) return asColumn(nextIdentity(table, scope, identity.seed, identity.increment), type);
    const given = values[at.indexOf(index)];
    const value = given ?? (fallback === undefined ? undefined : scope.evaluate(fallback));
    return value === undefined ? null : storeInColumn(value, type, { table: table.fullName, column: name });
  });

type Typed = readonly (TypedValue | undefined)[];

const boundValues = (
  rows: Extract<Source, { kind: 'values' }>['rows'],
  at: readonly number[],
  table: StoredTable,
  explicit: boolean,
  compiler: Compiler,
): (() => Iterable<Typed>) => {
  const compiled = rows.map((row) => {
    if (row.length !== at.length) throw explicit ? countMismatch(at.length, row.length) : mismatch();
    return row.map((value, index) => {
      if (value === undefined) return undefined;
      const one = compiler.expression(value, undefined);
      const target = table.definition.columns[at[index] ?? -1]?.type;
      if (target !== undefined && !one.isNullLiteral) checkConversion(one.type, target, false);
      return one;
    });
  });
  return function* values(): Generator<Typed> {
    for (const row of compiled)
      yield row.map((value) =>
        value === undefined ? undefined : { type: value.type, value: value.evaluate(noFrame) },
      );
  };
};

const insertValues = async (
  statement: InsertStatement,
  rows: Extract<Source, { kind: 'values' }>['rows'],
  scope: Scope,
): Promise<void> => {
  const { table, at, values } = scope.bind((compiler) => {
    const found = findTarget(statement.target, scope);
    const places = positions(found, statement.columns);
    return {
      table: found,
      at: places,
      values: boundValues(rows, places, found, statement.columns !== undefined, compiler),
    };
  });
  beginWrite(statement.target, table, 'INSERT', scope);
  const made = [...values()].map((row) => makeRow(table, at, row, scope));
  table.insert(made);
  scope.affected = made.length;
  await Promise.resolve();
};

const insertQuery = async (statement: InsertStatement, query: Query, scope: Scope): Promise<void> => {
  const { table, at, compiled } = scope.bind((compiler) => {
    const found = findTarget(statement.target, scope);
    const places = positions(found, statement.columns);
    const source = compiler.query(query, undefined, 'insert');
    if (source.columns.length !== places.length)
      throw statement.columns === undefined
        ? mismatch()
        : source.columns.length < places.length
          ? new SqlError(120, 'The select list for the INSERT statement contains fewer items than the insert list. The number of SELECT values must match the number of INSERT columns.', { class: 15 }) // prettier-ignore
          : new SqlError(121, 'The select list for the INSERT statement contains more items than the insert list. The number of SELECT values must match the number of INSERT columns.', { class: 15 }); // prettier-ignore
    return { table: found, at: places, compiled: source };
  });
  beginWrite(statement.target, table, 'INSERT', scope);
  const types = compiled.columns.map((column) => column.type);
  const made: StoredRow[] = [];
  await scope.drain(compiled.rows(noFrame), (row) => {
    const typed = row.map((value, index) => ({ type: types[index] ?? { name: 'int' as const }, value }));
    made.push(makeRow(table, at, typed, scope));
  });
  table.insert(made);
  scope.affected = made.length;
};

/** Result sets become rows; messages go on to the client, DONE tokens do not. */
const capturing = (sink: ResultSink, take: (row: Typed) => void): ResultSink => {
  let types: readonly SqlType[] = [];
  return {
    columns: (columns) => {
      types = columns.map((column) => column.type);
    },
    row: (values) => take(values.map((value, index) => ({ type: types[index] ?? { name: 'int' }, value }))),
    done: () => undefined,
    message: (message) => sink.message(message),
    database: (name, previous) => sink.database(name, previous),
    transaction: (event) => sink.transaction(event),
  };
};

const insertExec = async (statement: InsertStatement, call: Statement, scope: Scope): Promise<void> => {
  const { table, at } = scope.bind(() => {
    const found = findTarget(statement.target, scope);
    return { table: found, at: positions(found, statement.columns) };
  });
  beginWrite(statement.target, table, 'INSERT', scope);
  const made: StoredRow[] = [];
  const take = (row: Typed): void => {
    if (row.length !== at.length) throw mismatch();
    made.push(makeRow(table, at, row, scope));
  };
  await withSink(scope, capturing(scope.sink, take), (inner) => inner.run(call));
  table.insert(made);
  scope.affected = made.length;
};

export const insertKind: EngineKind<InsertStatement> = {
  name: 'insert',
  isWrite: true,
  starts: (parser) => parser.atKeyword('INSERT'),
  parse(parser) {
    const { line } = parser;
    parser.expectKeyword('INSERT');
    if (parser.atKeyword('TOP')) throw notSupported('INSERT TOP', line);
    parser.acceptKeyword('INTO');
    const target = parseTarget(parser);
    const columns = parseColumns(parser);
    if (parser.atKeyword('OUTPUT')) throw notSupported('INSERT … OUTPUT', parser.line);
    return { kind: 'insert', line, target, columns, source: parseSource(parser) };
  },
  command: () => 195,
  check(statement, scope) {
    const { source, target, columns } = statement;
    scope.bind((compiler) => {
      const table = findTarget(target, scope);
      const at = positions(table, columns);
      if (source.kind === 'values') boundValues(source.rows, at, table, columns !== undefined, compiler);
      else if (source.kind === 'query') compiler.query(source.query, undefined, 'insert');
    });
  },
  async execute(statement, scope) {
    const { source } = statement;
    if (source.kind === 'values') await insertValues(statement, source.rows, scope);
    else if (source.kind === 'query') await insertQuery(statement, source.query, scope);
    else if (source.kind === 'exec') await insertExec(statement, source.statement, scope);
    else await insertValues({ ...statement, columns: [] }, [[]], scope);
  },
};
