import type { WithColumn } from '../ast.ts';
import { asJsonType } from './errors.ts';
import { parsePath, type JsonPath } from './path.ts';
import { jsonKind, type Scanner } from './scanner.ts';

/** A column of WITH and its parsed path. */
export interface PlannedColumn {
  readonly column: WithColumn;
  readonly path: JsonPath;
}

/** A tree of all columns' paths, so that one pass over an element finds every column. */
interface PlanNode {
  /** Columns whose path ends here. */
  readonly columns: number[];
  readonly members: Map<string, PlanNode>;
  readonly elements: Map<number, PlanNode>;
  /** Row in which this node was met: of members with one name the first counts. */
  row: number;
}

export interface ColumnPlan {
  readonly columns: readonly PlannedColumn[];
  readonly root: PlanNode;
}

/** Where each column's value is in the text; `kind` -1 when the path leads nowhere. Reused from row to row. */
export interface RowSpans {
  readonly kinds: Int8Array;
  readonly starts: Float64Array;
  readonly ends: Float64Array;
}

const newNode = (): PlanNode => ({ columns: [], members: new Map(), elements: new Map(), row: -1 });

/** A column without a path takes `$.<its name>`. Throws 13607 and 13618. */
export function planColumns(withColumns: readonly WithColumn[]): ColumnPlan {
  const root = newNode();
  const columns = withColumns.map((column, ordinal) => {
    const { type } = column;
    if (column.asJson && !(type.name === 'nvarchar' && type.length === 'max')) throw asJsonType();
    const path = column.path === undefined ? namePath(column.name) : parsePath(column.path);
    if (!path.many) addPath(root, path, ordinal);
    return { column, path };
  });
  return { columns, root };
}

/** Any name, also one that a path would have to quote. */
const namePath = (name: string): JsonPath => ({
  append: false,
  strict: false,
  steps: [{ kind: 'key', name }],
  many: false,
});

function addPath(root: PlanNode, path: JsonPath, ordinal: number): void {
  let node = root;
  for (const step of path.steps) {
    if (step.kind === 'key') node = childOf(node.members, step.name);
    else if (step.kind === 'index') node = childOf(node.elements, step.index);
  }
  node.columns.push(ordinal);
}

function childOf<K>(children: Map<K, PlanNode>, key: K): PlanNode {
  const child = children.get(key) ?? newNode();
  children.set(key, child);
  return child;
}

export function newSpans(columns: number): RowSpans {
  return { kinds: new Int8Array(columns), starts: new Float64Array(columns), ends: new Float64Array(columns) };
}

/** One pass over the value at the cursor. `row` must differ from call to call. */
export function findColumns(scanner: Scanner, node: PlanNode, spans: RowSpans, row: number): void {
  node.row = row;
  const kind = scanner.kind();
  const start = scanner.at;
  if (kind === jsonKind.object && node.members.size > 0) findMembers(scanner, node, spans, row);
  else if (kind === jsonKind.array && node.elements.size > 0) findElements(scanner, node, spans, row);
  else scanner.skipValue();
  for (const column of node.columns) {
    spans.kinds[column] = kind;
    spans.starts[column] = start;
    spans.ends[column] = scanner.at;
  }
}

function findMembers(scanner: Scanner, node: PlanNode, spans: RowSpans, row: number): void {
  let more = scanner.enterObject();
  while (more) {
    const child = node.members.get(scanner.readName());
    if (child === undefined || child.row === row) scanner.skipValue();
    else findColumns(scanner, child, spans, row);
    more = scanner.nextMember();
  }
}

function findElements(scanner: Scanner, node: PlanNode, spans: RowSpans, row: number): void {
  let more = scanner.enterArray();
  for (let index = 0; more; index += 1) {
    const child = node.elements.get(index);
    if (child === undefined) scanner.skipValue();
    else findColumns(scanner, child, spans, row);
    more = scanner.nextElement();
  }
}
