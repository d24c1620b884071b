import type { Diagnosis } from '../core/decode/diagnosis.ts';
import type { Failure } from '../core/failure.ts';
import type { Result } from '../core/result.ts';

/** Why a reading gave nothing, in data and in words; `cancelled` has no words. */
export interface Trouble {
  readonly failure: Failure;
  readonly explanation?: Diagnosis;
}

/**
 * Something read from SQL Server that stays readable while it is read again. After a failure the last good value stays, and
 * `failure` says that it is stale.
 */
export class Reading<T> {
  #value: T | undefined;
  #asOf: Date | undefined;
  #trouble: Trouble | undefined;
  #running: Promise<void> | undefined;
  #isOutdated = false;

  get value(): T | undefined {
    return this.#value;
  }

  /** When `value` was read. */
  get asOf(): Date | undefined {
    return this.#asOf;
  }

  /** Why the last attempt gave nothing; `cancelled` means stopped by the user. */
  get failure(): Failure | undefined {
    return this.#trouble?.failure;
  }

  /** The failure in words. */
  get explanation(): Diagnosis | undefined {
    return this.#trouble?.explanation;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** What it was read from has been read again since, and this has not. */
  get isOutdated(): boolean {
    return this.#isOutdated;
  }

  /** A good value is shown although a later attempt failed, or although what stands above it is newer. */
  get isStale(): boolean {
    return this.#value !== undefined && (this.#isOutdated || this.#trouble?.explanation !== undefined);
  }

  /** Says that what stands above was read again; until the next attempt. */
  outdate(): void {
    this.#isOutdated = true;
  }

  /** Reads once; whoever asks meanwhile waits for the same reading. */
  run(read: () => Promise<Result<T, Trouble>>, now: () => Date): Promise<void> {
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
    this.#trouble = undefined;
    this.#isOutdated = false;
  }

  #settle(result: Result<T, Trouble>, at: Date): void {
    if (result.ok) this.put(result.value, at);
    // A stopped refresh leaves what was known before, and how fresh it was.
    else if (result.error.failure.kind !== 'cancelled' || this.#value === undefined) {
      this.#trouble = result.error;
      this.#isOutdated = false;
    }
  }
}
