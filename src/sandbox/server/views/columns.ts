import type { Column } from '../../engine.ts';
import type { ExecutionContext, TableSource } from '../../tsql/contracts.ts';
import type { SqlTemporal, SqlType, SqlValue, SqlVariant } from '../../values.ts';

export const sysname: SqlType = { name: 'nvarchar', length: 128 };
export const int: SqlType = { name: 'int' };
export const bit: SqlType = { name: 'bit' };
export const tinyint: SqlType = { name: 'tinyint' };
export const datetime: SqlType = { name: 'datetime' };
export const nvarchar = (length: number): SqlType => ({ name: 'nvarchar', length });
export const char = (length: number): SqlType => ({ name: 'char', length });
export const varbinary = (length: number): SqlType => ({ name: 'varbinary', length });

/** A column that may be NULL unless told otherwise. */
export const column = (name: string, type: SqlType, nullable = true): Column => ({ name, type, nullable });

/** A catalog view of schema sys. */
export function view(
  name: string,
  columns: readonly Column[],
  rows: (context: ExecutionContext, database: string) => Iterable<readonly SqlValue[]>,
): TableSource {
  return { schema: 'sys', name, columns, rows };
}

/** sql_variant holding an int, as sys.configurations has it. */
export function intVariant(value: number): SqlVariant {
  return { kind: 'variant', type: int, value };
}

const dayMs = 24 * 60 * 60 * 1000;
/** Days from 0001-01-01 to 1970-01-01. */
const epochDays = 719_162;

/** A datetime: UTC, to its three-hundredths of a second. */
export function toDatetime(date: Date): SqlTemporal {
  const milliseconds = Math.round(Math.round(date.getTime() * 0.3) / 0.3);
  const days = Math.floor(milliseconds / dayMs);
  return { kind: 'temporal', days: days + epochDays, ticks: (milliseconds - days * dayMs) * 10_000 };
}
