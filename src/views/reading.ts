import type { Failure } from '../core/failure.ts';
import type { Result } from '../core/result.ts';

/**
 * Something read from SQL Server that stays readable while it is read again. After a failure the last good value stays, and
 * `failure` says that it is stale.
 */
export class Reading<T> {
  #value: T | undefined;
  #asOf: Date | undefined;
  #failure: Failure | undefined;
  #running: Promise<void> | undefined;

  get value(): T | undefined {
    return this.#value;
  }

  /** When `value` was read. */
  get asOf(): Date | undefined {
    return this.#asOf;
  }

  /** Why the last attempt gave nothing; `cancelled` means stopped by the user. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** A good value is shown although a later attempt failed. */
  get isStale(): boolean {
    return this.#value !== undefined && this.#failure !== undefined && this.#failure.kind !== 'cancelled';
  }

  /** Reads once; whoever asks meanwhile waits for the same reading. */
  run(read: () => Promise<Result<T, Failure>>, now: () => Date): Promise<void> {
    this.#running ??= read()
      .then((result) => {
        this.#settle(result, now());
      })
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
  }

  /** When the reading that runs now, if any, is over. */
  async settled(): Promise<void> {
    await this.#running;
  }

  /** Replaces the value in mid-reading, such as after each page. */
  put(value: T, at: Date): void {
    this.#value = value;
    this.#asOf = at;
    this.#failure = undefined;
  }

  #settle(result: Result<T, Failure>, at: Date): void {
    if (result.ok) this.put(result.value, at);
    // A stopped refresh leaves what was known before, and how fresh it was.
    else if (result.error.kind !== 'cancelled' || this.#value === undefined) this.#failure = result.error;
  }
}
