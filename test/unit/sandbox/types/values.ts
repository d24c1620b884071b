import { inspect } from 'node:util';
import { SqlError } from '../../../../src/sandbox/sql-error.ts';
import type { SqlType, SqlValue, TypedValue } from '../../../../src/sandbox/values.ts';
import { convert, makeType } from '../../../../src/sandbox/tsql/types/index.ts';

/** A type as written in a script: `decimal(5,2)`, `varchar(max)`. */
export function typeOf(written: string): SqlType {
  const [, name = '', facets] = /^([^(]+)(?:\((.*)\))?$/.exec(written) ?? [];
  const args = facets === undefined ? [] : facets.split(',').map((facet) => (facet === 'max' ? 'max' : Number(facet)));
  const type = makeType(name, args, 'cast');
  if (type === undefined) throw new TypeError(`no type ${written}`);
  return type;
}

/** A value of a type, from its text. */
export function typed(text: string | null, written = `varchar(${Math.max(1, text?.length ?? 1)})`): TypedValue {
  const type = typeOf(written);
  if (text === null) return { type, value: null };
  return { type, value: convert({ type: { name: 'nvarchar', length: 'max' }, value: text }, type, { explicit: true }) };
}

/** As CAST to a wide nvarchar shows it, or NULL. */
export function show(value: SqlValue, type: SqlType): string {
  if (value === null) return 'NULL';
  return asText(convert({ type, value }, { name: 'nvarchar', length: 'max' }, { explicit: true }));
}

/** What `run` gives, or the error it throws as `number/class/state text`. */
export function outcome<T>(run: () => T): T | string {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    return `${error.number}/${error.class}/${error.state} ${error.message}`;
  }
}

/** For comparing what should be a text: anything else shows what it was. */
export const asText = (value: unknown): string => (typeof value === 'string' ? value : inspect(value));
