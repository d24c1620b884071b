import type { StoredTable } from '../storage/table.ts';

/** One session's transaction: how deep it is, and how to undo what it did. */
export class Transaction {
  #count = 0;
  #isDoomed = false;
  #undo: (() => void)[] = [];
  #saved = new Set<StoredTable>();

  /** @@TRANCOUNT. */
  get count(): number {
    return this.#count;
  }

  /** XACT_STATE(): 0 none, 1 active, -1 can only be rolled back. */
  get state(): number {
    if (this.#count === 0) return 0;
    return this.#isDoomed ? -1 : 1;
  }

  /** Nested ones only count. `snapshot` is asked once, by the outermost. */
  begin(snapshot: () => () => void): void {
    if (this.#count === 0) this.#undo.push(snapshot());
    this.#count += 1;
  }

  /** Before the first write to a table. */
  touch(table: StoredTable): void {
    if (this.#count === 0 || this.#saved.has(table)) return;
    this.#saved.add(table);
    this.#undo.push(table.save());
  }

  /** How to take back a change just made. */
  record(undo: () => void): void {
    if (this.#count > 0) this.#undo.push(undo);
  }

  doom(): void {
    this.#isDoomed = this.#count > 0;
  }

  /** True when this was the outermost. */
  commit(): boolean {
    this.#count -= 1;
    if (this.#count > 0) return false;
    this.#clear();
    return true;
  }

  rollback(): void {
    for (const undo of this.#undo.toReversed()) undo();
    this.#clear();
  }

  #clear(): void {
    this.#count = 0;
    this.#isDoomed = false;
    this.#undo = [];
    this.#saved = new Set();
  }
}
