import type { SqlDecimal, SqlTemporal, SqlType, SqlValue } from '../values.ts';

/** The engine handed over a value that its own type does not allow: a bug, not the client's fault. */
export function mismatch(type: SqlType, value: SqlValue): TypeError {
  const found = value === null ? 'null' : typeof value === 'object' && 'kind' in value ? value.kind : typeof value;
  return new TypeError(`the engine gave a ${found} for the type ${type.name}`);
}

export function expectNumber(type: SqlType, value: SqlValue): number {
  if (typeof value === 'number') return value;
  throw mismatch(type, value);
}

export function expectText(type: SqlType, value: SqlValue): string {
  if (typeof value === 'string') return value;
  throw mismatch(type, value);
}

export function expectBinary(type: SqlType, value: SqlValue): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw mismatch(type, value);
}

export function expectDecimal(type: SqlType, value: SqlValue): SqlDecimal {
  if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'decimal') return value;
  throw mismatch(type, value);
}

export function expectTemporal(type: SqlType, value: SqlValue): SqlTemporal {
  if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'temporal') return value;
  throw mismatch(type, value);
}
