import type { ExecutionContext, ScalarFunction } from '../../tsql/contracts.ts';
import type { SqlType, SqlValue, TypedValue } from '../../values.ts';

export const sysname: SqlType = { name: 'nvarchar', length: 128 };
export const int: SqlType = { name: 'int' };

/** A function of the server's model: takes values, knows the session, may always be NULL. */
export function serverFunction(
  name: string,
  [minArgs, maxArgs]: readonly [number, number],
  type: SqlType,
  evaluate: (args: readonly SqlValue[], context: ExecutionContext) => SqlValue,
): ScalarFunction {
  return {
    name,
    minArgs,
    maxArgs,
    returnType: () => type,
    evaluate: (args, { execution }) => evaluate(args.map(plainValue), execution),
  };
}

/** A function written without parentheses: CURRENT_USER and its kin. */
export function niladicFunction(name: string, evaluate: (context: ExecutionContext) => SqlValue): ScalarFunction {
  return { ...serverFunction(name, [0, 0], sysname, (_, context) => evaluate(context)), syntax: 'no-parentheses' };
}

function plainValue({ value }: TypedValue): SqlValue {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'variant'
    ? value.value
    : value;
}

/** A text argument, NULL for anything else. */
export function textOf(value: SqlValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

/** A whole number, however it is typed; NULL for anything else. */
export function numberOf(value: SqlValue | undefined): number | null {
  if (typeof value === 'number') return value;
  return typeof value === 'bigint' ? Number(value) : null;
}

/** Parts of a possibly quoted name of several parts, from the last: name, schema, database. */
export function nameParts(text: string): readonly string[] {
  const parts: string[] = [];
  const part = /\s*(?:\[((?:[^\]]|\]\])*)\]|"((?:[^"]|"")*)"|([^.[\]"]*))\s*(\.|$)/y;
  for (let match = part.exec(text); match; match = part.exec(text)) {
    const [, bracketed, quoted, bare, dot] = match;
    parts.push(bracketed?.replaceAll(']]', ']') ?? quoted?.replaceAll('""', '"') ?? bare?.trim() ?? '');
    if (dot !== '.') return parts.toReversed();
  }
  return [];
}

/** A name of one part, with or without quotes around it; names of credentials hold dots. */
export function singleName(text: string): string {
  const quoted = /^\s*(?:\[((?:[^\]]|\]\])*)\]|"((?:[^"]|"")*)")\s*$/.exec(text);
  return quoted?.[1]?.replaceAll(']]', ']') ?? quoted?.[2]?.replaceAll('""', '"') ?? text;
}
