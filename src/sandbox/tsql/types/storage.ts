import type { SqlType, SqlValue, TypedValue } from '../../values.ts';
import { SqlError } from '../../sql-error.ts';
import { convert } from './convert.ts';
import { isBinary, isText, isUnicode } from './families.ts';

/** Where a value is going, for 2628: `db.dbo.t` and the column's name. */
export interface ColumnPlace {
  readonly table: string;
  readonly column: string;
}

/** The type that holds whatever the value has, so that what would be cut can be seen. */
function unbounded(type: SqlType): SqlType {
  if (isText(type)) return { name: isUnicode(type) ? 'nvarchar' : 'varchar', length: 'max' };
  return { name: 'varbinary', length: 'max' };
}

/** A value for a column: text or bytes that lose more than trailing blanks are refused with 2628 (observed). */
export function storeInColumn(source: TypedValue, to: SqlType, place: ColumnPlace): SqlValue {
  const textual = isText(source.type) || isBinary(source.type);
  if (!textual || source.value === null || !('length' in to) || to.length === 'max') return convert(source, to);
  const wide = convert(source, unbounded(to));
  const lost = typeof wide === 'string' ? wide.slice(to.length).trim() !== '' : sizeOf(wide) > to.length;
  if (lost) throw truncated(wide, to.length, place);
  return convert(source, to);
}

const sizeOf = (value: SqlValue): number => (value instanceof Uint8Array ? value.length : 0);

function truncated(wide: SqlValue, length: number, { table, column }: ColumnPlace): SqlError {
  // The preview shows what fits, at most 100 characters (observed).
  const kept = typeof wide === 'string' ? wide.slice(0, Math.min(length, 100)) : '';
  return new SqlError(
    2628,
    `String or binary data would be truncated in table '${table}', column '${column}'. Truncated value: '${kept}'.`,
  );
}
