import type { SqlRow } from './driver-contract.ts';

/** A text column; undefined when NULL. */
export function text(row: SqlRow, column: string): string | undefined {
  const value = row[column];
  return typeof value === 'string' ? value : undefined;
}

/** A number column, or text that is one; undefined when NULL. */
export function numeric(row: SqlRow, column: string): number | undefined {
  const value = row[column];
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const read = Number(value);
  return Number.isFinite(read) ? read : undefined;
}

/** A column that holds JSON text; undefined when NULL. Throws a SyntaxError for anything that is not JSON: SQL Server made it. */
export function json(row: SqlRow, column: string): unknown {
  const value = text(row, column);
  return value === undefined ? undefined : (JSON.parse(value) as unknown);
}

/** The properties that are there, for types that do not admit undefined. */
export function present<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}
