import type { Disposable } from '../host/signal.ts';

/** What the timer stands on. Times are in milliseconds. */
export interface RefreshParts {
  /** 0 is off; read before each wait, so that a changed setting counts from the next round. */
  readonly intervalSeconds: () => number;
  readonly isVisible: () => boolean;
  /** True when all went well. */
  readonly refresh: () => Promise<boolean>;
  /** A round that broke in an unexpected way. */
  readonly failed: (thrown: unknown) => void;
  /** Runs once after the delay. */
  readonly after: (delay: number, run: () => void) => Disposable;
}

/** Waiting is doubled after each failed round, up to this factor. */
const longestBackOff = 16;

/** Refreshes while the view is visible, slower while it fails. Off by default: every round is a call that SQL Server makes. */
export class RefreshTimer implements Disposable {
  readonly #parts: RefreshParts;
  #waiting: Disposable | undefined;
  #running = false;
  #factor = 1;

  constructor(parts: RefreshParts) {
    this.#parts = parts;
  }

  /** Call when visibility or the setting changes; starts, stops or restarts the wait. */
  update(): void {
    this.#waiting?.dispose();
    this.#waiting = undefined;
    const seconds = this.#parts.intervalSeconds();
    if (seconds <= 0 || this.#running || !this.#parts.isVisible()) return;
    this.#waiting = this.#parts.after(seconds * 1000 * this.#factor, () => void this.#round());
  }

  dispose(): void {
    this.#waiting?.dispose();
  }

  async #round(): Promise<void> {
    this.#running = true;
    try {
      this.#factor = (await this.#parts.refresh()) ? 1 : Math.min(this.#factor * 2, longestBackOff);
    } catch (thrown) {
      this.#factor = Math.min(this.#factor * 2, longestBackOff);
      this.#parts.failed(thrown);
    } finally {
      this.#running = false;
      this.update();
    }
  }
}
