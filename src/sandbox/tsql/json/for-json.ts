import { SqlError } from '../../sql-error.ts';
import type { SqlType, SqlValue } from '../../values.ts';
import type { ForJson } from '../ast.ts';
import { jsonLiteral, quoteJson } from './literal.ts';

/** A column of the query; `isJson` when its text is JSON already (JSON_QUERY, nested FOR JSON with its wrapper). */
export interface ForJsonColumn {
  readonly name: string;
  readonly type: SqlType;
  readonly isJson: boolean;
}

/** An object's members in order: a column's value, or an object of its own. */
type Shape =
  | { readonly kind: 'value'; readonly key: string; readonly column: ForJsonColumn; readonly ordinal: number }
  | { readonly kind: 'object'; readonly key: string; readonly members: Shape[] };

/** Checked column names, ready to write rows. */
export interface ForJsonPlan {
  readonly members: readonly Shape[];
  readonly options: ForJson;
}

/** Dots in a name make objects. Throws 13601, 13603, 13605, 13620. */
export function planForJson(columns: readonly ForJsonColumn[], options: ForJson): ForJsonPlan {
  if (options.root !== undefined && !options.wrapper) {
    throw new SqlError(
      13620,
      'ROOT option and WITHOUT_ARRAY_WRAPPER option cannot be used together in FOR JSON. Remove one of these options.',
    );
  }
  const members: Shape[] = [];
  columns.forEach((column, ordinal) => place(members, column, ordinal));
  return { members, options };
}

function place(root: Shape[], column: ForJsonColumn, ordinal: number): void {
  if (column.name === '') {
    throw new SqlError(
      13605,
      'Column expressions and data sources without names or aliases cannot be formatted as JSON text using FOR JSON clause. ' +
        'Add alias to the unnamed column or table.',
    );
  }
  const parts = column.name.split('.');
  if (parts.includes('')) throw badName(column.name);
  let members = root;
  for (const part of parts.slice(0, -1)) members = childObject(members, part, column.name);
  const key = parts.at(-1) ?? '';
  if (members.some((member) => member.key === key)) throw conflict(column.name);
  members.push({ kind: 'value', key, column, ordinal });
}

/** Members of one object must stand together: only the last one may be continued. */
function childObject(members: Shape[], key: string, name: string): Shape[] {
  const last = members.at(-1);
  if (last?.kind === 'object' && last.key === key) return last.members;
  if (members.some((member) => member.key === key)) throw conflict(name);
  const created: Shape = { kind: 'object', key, members: [] };
  members.push(created);
  return created.members;
}

const conflict = (name: string): SqlError =>
  new SqlError(
    13601,
    `Property '${name}' cannot be generated in JSON output due to a conflict with another column name or alias. ` +
      'FOR JSON PATH requires that the column expressions are ordered based on the JSON document paths specified in the column aliases.',
  );

const badName = (name: string): SqlError =>
  new SqlError(
    13603,
    `Property '${name}' cannot be generated in JSON output due to invalid character in the column name or alias. ` +
      "Column name or alias that contains '..', starts or ends with '.' is not allowed in query that has FOR JSON clause.",
  );

/** The whole text and how many rows it holds; undefined text for none, as the server then sends nothing at all. */
export function writeForJson(
  plan: ForJsonPlan,
  rows: Iterable<readonly SqlValue[]>,
): { readonly text: string | undefined; readonly count: number } {
  const objects: string[] = [];
  for (const row of rows) objects.push(objectText(plan.members, row, plan.options.includeNulls) ?? '{}');
  const count = objects.length;
  if (count === 0) return { text: undefined, count };
  const list = objects.join(',');
  const wrapped = plan.options.wrapper ? `[${list}]` : list;
  const { root } = plan.options;
  return { text: root === undefined ? wrapped : `{${quoteJson(root)}:${wrapped}}`, count };
}

/** Undefined when nothing is left of it, which drops a nested object. */
function objectText(members: readonly Shape[], row: readonly SqlValue[], nulls: boolean): string | undefined {
  const written: string[] = [];
  for (const member of members) {
    const text = member.kind === 'object' ? objectText(member.members, row, nulls) : valueText(member, row, nulls);
    if (text !== undefined) written.push(`${quoteJson(member.key)}:${text}`);
  }
  return written.length === 0 ? undefined : `{${written.join(',')}}`;
}

function valueText(
  { column, ordinal }: Extract<Shape, { kind: 'value' }>,
  row: readonly SqlValue[],
  nulls: boolean,
): string | undefined {
  const value = row[ordinal] ?? null;
  return value === null && !nulls ? undefined : jsonLiteral({ type: column.type, value }, column.isJson);
}

/** The rows in which a top-level FOR JSON is sent: 2033 characters each (observed). */
export function* forJsonChunks(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += 2033) yield text.slice(at, at + 2033);
}
