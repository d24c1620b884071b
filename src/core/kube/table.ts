import { err, ok } from '../result.ts';
import type { Result } from '../result.ts';
import { at, isJsonObject, listAt, numberAt, textAt } from './json.ts';
import type { PodRow } from './pod.ts';

/**
 * The pod table's columns that a row is made of, by field. Positions differ between versions, names do not
 * (observed, 1.36.3: Name, Ready, Status, Restarts, Age, IP, Node, Nominated Node, Readiness Gates).
 */
export const podColumns = {
  name: 'Name',
  ready: 'Ready',
  status: 'Status',
  restarts: 'Restarts',
  age: 'Age',
  ip: 'IP',
  node: 'Node',
} as const;

/** One pod's cells as text; JSON numbers may have become text on the way. */
export type PodCells = Readonly<Partial<Record<keyof typeof podColumns, string>>>;

/** One page of a pod table. */
export interface PodTable {
  readonly rows: readonly PodRow[];
  /** Opaque; absent on the last page. */
  readonly continue?: string;
  /** Kubernetes' own estimate; absent with selectors. */
  readonly remaining?: number;
}

/** Takes RESTARTS apart: `7 (8m22s ago)` is 7 restarts, the last one `8m22s ago`. */
export const parseRestarts = (cell: string): { readonly restarts: number; readonly lastRestart?: string } => {
  const match = /^\s*(\d+)(?:\s+\((.*)\))?\s*$/.exec(cell);
  const last = match?.[2];
  return { restarts: Number(match?.[1] ?? 0), ...(last === undefined ? {} : { lastRestart: last }) };
};

const present = (cell: string | undefined): cell is string => cell !== undefined && cell !== '' && cell !== '<none>';

/** A row from its cells; undefined when there is no name, which is the one thing a row cannot do without. */
export const podRowFromCells = (namespace: string, cells: PodCells): PodRow | undefined => {
  if (!present(cells.name)) return undefined;
  return {
    namespace,
    name: cells.name,
    ready: cells.ready ?? '',
    status: cells.status ?? '',
    ...parseRestarts(cells.restarts ?? '0'),
    age: cells.age ?? '',
    ...(present(cells.node) ? { node: cells.node } : {}),
    ...(present(cells.ip) ? { ip: cells.ip } : {}),
  };
};

const cellText = (cell: unknown): string | undefined => {
  if (typeof cell === 'string') return cell;
  return typeof cell === 'number' ? String(cell) : undefined;
};

type Field = keyof typeof podColumns;

const columnPositions = (table: unknown): ReadonlyMap<Field, number> => {
  const names = listAt(table, 'columnDefinitions').map((column) => textAt(column, 'name'));
  const positions = new Map<Field, number>();
  for (const [field, column] of Object.entries(podColumns) as [Field, string][]) {
    const position = names.indexOf(column);
    if (position >= 0) positions.set(field, position);
  }
  return positions;
};

const rowOf = (row: unknown, positions: ReadonlyMap<Field, number>, namespace: string): PodRow | undefined => {
  const cells: Partial<Record<Field, string>> = {};
  for (const [field, position] of positions) {
    const text = cellText(listAt(row, 'cells')[position]);
    if (text !== undefined) cells[field] = text;
  }
  // Rows across namespaces carry their object's metadata (includeObject=Metadata); it knows better than the caller.
  return podRowFromCells(textAt(row, 'object', 'metadata', 'namespace') ?? namespace, cells);
};

/** Reads a `meta.k8s.io/v1` Table of pods of one namespace. The error says in words what the answer was instead. */
export const decodePodTable = (table: unknown, namespace: string): Result<PodTable, string> => {
  if (!isJsonObject(table) || table['kind'] !== 'Table') {
    return err(`a Table was expected, got ${textAt(table, 'kind') ?? typeof table}`);
  }
  const positions = columnPositions(table);
  const missing = (['name', 'ready', 'status'] as const).filter((field) => !positions.has(field));
  if (missing.length > 0) {
    return err(`the Table has no column ${missing.map((field) => podColumns[field]).join(', ')}`);
  }
  const next = textAt(table, 'metadata', 'continue');
  const remaining = numberAt(at(table, 'metadata'), 'remainingItemCount');
  return ok({
    rows: listAt(table, 'rows').flatMap((row) => rowOf(row, positions, namespace) ?? []),
    ...(next === undefined ? {} : { continue: next }),
    ...(remaining === undefined ? {} : { remaining }),
  });
};
