import { setImmediate as turn } from 'node:timers/promises';
import type { Flow, Row } from '../compile/compiled.ts';

/** How long work may go on without giving the event loop a turn, in milliseconds. */
const longestStretch = 10;

/** Gives the event loop its turns in long work, so that an attention is heard. */
export class Pacer {
  readonly #signal: AbortSignal;
  #lastTurn = performance.now();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  get isDue(): boolean {
    return performance.now() - this.#lastTurn > longestStretch;
  }

  /** Rejects when the signal has aborted. */
  async breathe(): Promise<void> {
    await turn();
    this.#lastTurn = performance.now();
    this.#signal.throwIfAborted();
  }

  /** Hands rows over one at a time, waiting for each that says so. Returns their count. */
  async drain(rows: Flow, take: (row: Row) => void | Promise<void>): Promise<number> {
    let count = 0;
    for (const row of rows) {
      if (row !== undefined) {
        const waiting = take(row);
        if (waiting instanceof Promise) await waiting;
        count += 1;
      }
      if ((row === undefined || count % 64 === 0) && this.isDue) await this.breathe();
    }
    return count;
  }
}
