import { SqlError } from '../../sql-error.ts';
import type { TableExpression } from '../ast.ts';
import { notSupported } from '../../not-supported.ts';
import { missingObject, missingTableFunction } from '../known/missing.ts';
import { openJson } from '../json/index.ts';
import { binaryCollation, commonTypeOf, convert } from '../types/index.ts';
import type { CommonTableSource } from './common-tables.ts';
import {
  type Compiled,
  type CompiledQuery,
  type Compiler,
  type Flow,
  type Frame,
  noFrame,
  type Row,
  type ScopeColumn,
  type Source,
} from './compiled.ts';
import { compileJoin } from './join.ts';
import { nestedScope } from './subquery.ts';
import type { RowScope } from './row-scope.ts';

type Of<Kind extends TableExpression['kind']> = Extract<TableExpression, { kind: Kind }>;

/** Rows between two chances for the event loop. */
const breath = 512;

/** Rows with a pause now and then. */
function* paced(rows: Iterable<Row>): Generator<Row | undefined> {
  let count = 0;
  for (const row of rows) {
    yield row;
    count += 1;
    if (count % breath === 0) yield undefined;
  }
}

const named = (
  columns: readonly Omit<ScopeColumn, 'qualifier'>[],
  names: readonly string[],
  qualifier: string | undefined,
): readonly ScopeColumn[] => {
  if (names.length > 0 && names.length !== columns.length)
    throw new SqlError(
      names.length < columns.length ? 8158 : 8159,
      `'${qualifier ?? ''}' has ${names.length < columns.length ? 'more' : 'fewer'} columns than were specified in the column list.`,
    );
  return columns.map(({ name, type, nullable, collation }, index) => {
    const chosen = names[index] ?? name;
    if (chosen === '')
      throw new SqlError(8155, `No column name was specified for column ${index + 1} of '${qualifier ?? ''}'.`, {
        state: 2,
      });
    return { name: chosen, type, nullable, qualifier, ...(collation === undefined ? {} : { collation }) };
  });
};

/** A nested query's rows as a source. */
const fromQuery = (query: CompiledQuery, names: readonly string[], qualifier: string): Source => ({
  columns: named(query.columns, names, qualifier),
  rows: (frame) => query.rows(frame),
});

const compileCommonTable = (found: CommonTableSource, qualifier: string): Source => {
  const query = found.compile();
  return { columns: named(query.columns, found.columnNames, qualifier), rows: () => query.rows(noFrame) };
};

const compileNamed = ({ name, alias, line }: Of<'table'>, compiler: Compiler, scope: RowScope | undefined): Source => {
  const qualifier = alias ?? name.name;
  const { context } = compiler;
  const common = name.schema === undefined ? scope?.commonTables.get(name.name.toLowerCase()) : undefined;
  if (common !== undefined) return compileCommonTable(common, qualifier);
  const table = context.catalog.table(name);
  if (table !== undefined) {
    if (!name.name.startsWith('#')) context.server.authorize('SELECT', name, context);
    return { columns: named(table.definition.columns, [], qualifier), rows: () => paced(table.rows) };
  }
  const view = context.catalog.view(name);
  if (view === undefined) throw missingObject(name, context.session.database, line);
  return {
    columns: named(view.source.columns, [], qualifier),
    rows: () => paced(view.source.rows(context, view.database)),
  };
};

const compileVariable = ({ name, alias }: Of<'table-variable'>, compiler: Compiler): Source => {
  const table = compiler.context.tableVariable(name);
  return { columns: named(table.definition.columns, [], alias ?? name), rows: () => paced(table.rows) };
};

const compileFunction = (node: Of<'table-function'>, compiler: Compiler, scope: RowScope | undefined): Source => {
  const { context } = compiler;
  const found = context.catalog.tableFunction(node.name);
  if (found === undefined) throw missingTableFunction(node.name, context.session.database, node.line);
  const operands = node.arguments.map((argument) => compiler.expression(argument, nestedScope(scope)));
  if (operands.length < found.minArgs)
    throw new SqlError(
      313,
      `An insufficient number of arguments were supplied for the procedure or function ${node.name.text}.`,
      { state: 3 },
    );
  if (operands.length > found.maxArgs)
    throw new SqlError(8144, `Procedure or function ${node.name.text} has too many arguments specified.`, { state: 3 });
  if (node.columns !== undefined && found.acceptsWith !== true)
    throw notSupported(`${node.name.text} … WITH`, node.line);
  const columns = found.columns(operands, node.columns).map((column, index) =>
    // OPENJSON's key compares by code point (observed).
    found === openJson && node.columns === undefined && index === 0
      ? { ...column, collation: binaryCollation }
      : column,
  );
  return {
    columns: named(columns, node.columnNames, node.alias ?? node.name.name),
    rows: (frame) =>
      paced(
        found.rows(
          operands.map((operand) => ({ type: operand.type, value: operand.evaluate(frame) })),
          node.columns,
          context,
        ),
      ),
  };
};

/** VALUES (…), (…): each column has the common type of its values. */
const compileValues = (node: Of<'values'>, compiler: Compiler, scope: RowScope | undefined): Source => {
  const rows = node.rows.map((row) => row.map((value) => compiler.expression(value, scope)));
  const width = rows[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, at) => {
    const values = rows.map((row) => row[at]).filter((value): value is Compiled => value !== undefined);
    return {
      name: '',
      type: commonTypeOf(values.map((value) => value.type)),
      nullable: values.some((value) => value.nullable),
    };
  });
  const evaluate = (row: readonly Compiled[], frame: Frame): Row =>
    row.map((value, at) =>
      convert({ type: value.type, value: value.evaluate(frame) }, columns[at]?.type ?? value.type),
    );
  return {
    columns: named(columns, node.columnNames, node.alias),
    *rows(frame): Flow {
      for (const row of rows) yield evaluate(row, frame);
    },
  };
};

/** Binds what FROM names. */
export const compileSource = (node: TableExpression, compiler: Compiler, scope: RowScope | undefined): Source => {
  switch (node.kind) {
    case 'table':
      return compileNamed(node, compiler, scope);
    case 'table-variable':
      return compileVariable(node, compiler);
    case 'table-function':
      return compileFunction(node, compiler, scope);
    case 'derived':
      return fromQuery(compiler.query(node.query, nestedScope(scope), 'nested'), node.columnNames, node.alias);
    case 'values':
      return compileValues(node, compiler, nestedScope(scope));
    case 'join':
      return compileJoin(node, compiler, nestedScope(scope));
  }
};
