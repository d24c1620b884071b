import { SqlError } from '../../sql-error.ts';
import type { SqlValue } from '../../values.ts';
import { comparisonKey } from '../types/index.ts';
import type { TableDefinition } from './definition.ts';

/** A stored row. Never changed: an update puts another in its place. */
export type StoredRow = readonly SqlValue[];

/** A user table, temp table or table variable, in memory. Every write is checked whole before any row changes. */
export class StoredTable {
  /** As written. */
  readonly name: string;
  /** `db.dbo.t`, as errors name it. */
  readonly fullName: string;
  readonly definition: TableDefinition;
  /** The last identity value given, or undefined before the first. */
  lastIdentity: number | undefined;
  #rows: StoredRow[] = [];

  constructor(name: string, fullName: string, definition: TableDefinition) {
    this.name = name;
    this.fullName = fullName;
    this.definition = definition;
  }

  get rows(): readonly StoredRow[] {
    return this.#rows;
  }

  /** Adds rows at the end. Throws 515 or 2627 and adds none. */
  insert(added: readonly StoredRow[]): void {
    this.#checkNulls(added, 'INSERT');
    for (const index of this.definition.keys.keys()) this.#checkKey(index, added, this.#rows);
    for (const row of added) this.#rows.push(row);
  }

  /** Puts other rows in place of all. Throws 515 or 2627 and changes none. */
  replace(rows: readonly StoredRow[], verb: 'UPDATE' | 'DELETE'): void {
    if (verb === 'UPDATE') {
      this.#checkNulls(rows, verb);
      for (const index of this.definition.keys.keys()) this.#checkKey(index, rows, []);
    }
    this.#rows = [...rows];
  }

  /** What `restore` needs to put rows and identity back. Rows are shared, so this costs one array. */
  save(): () => void {
    const rows = [...this.#rows];
    const { lastIdentity } = this;
    return () => {
      this.#rows = rows;
      this.lastIdentity = lastIdentity;
    };
  }

  #checkNulls(rows: readonly StoredRow[], verb: 'INSERT' | 'UPDATE'): void {
    this.definition.columns.forEach((column, index) => {
      if (column.nullable || rows.every((row) => row[index] !== null)) return;
      throw new SqlError(
        515,
        `Cannot insert the value NULL into column '${column.name}', table '${this.fullName}'; column does not allow nulls. ${verb} fails.`,
        { state: 2 },
      );
    });
  }

  #keyText(columns: readonly number[], row: StoredRow): string {
    return columns
      .map((at) => {
        const column = this.definition.columns[at];
        return column === undefined ? '' : comparisonKey(row[at] ?? null, column.type);
      })
      .join('\u0001');
  }

  #checkKey(index: number, added: readonly StoredRow[], present: readonly StoredRow[]): void {
    const key = this.definition.keys[index];
    if (key === undefined) return;
    const seen = new Set(present.map((row) => this.#keyText(key.columns, row)));
    for (const row of added) {
      const text = this.#keyText(key.columns, row);
      if (seen.has(text)) throw this.#duplicate(index, row);
      seen.add(text);
    }
  }

  #duplicate(index: number, row: StoredRow): SqlError {
    const key = this.definition.keys[index];
    const values = (key?.columns ?? []).map((at) => shown(row[at] ?? null)).join(', ');
    const word = key?.primary === true ? 'PRIMARY' : 'UNIQUE';
    const name = key?.name ?? `${word === 'PRIMARY' ? 'PK' : 'UQ'}__${this.name.replace(/^[#@]/u, '').slice(0, 8)}`;
    const object = this.name.startsWith('@') ? `dbo.${this.name}` : this.fullName.split('.').slice(1).join('.');
    return new SqlError(
      2627,
      `Violation of ${word} KEY constraint '${name}'. Cannot insert duplicate key in object '${object}'. The duplicate key value is (${values}).`,
      { class: 14 },
    );
  }
}

const shown = (value: SqlValue): string => {
  if (value === null) return '<NULL>';
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value !== 'object') return String(value);
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`;
  if (value.kind === 'decimal') return String(Number(value.unscaled) / 10 ** value.scale);
  return value.kind === 'variant' ? shown(value.value) : `${value.days}`;
};
