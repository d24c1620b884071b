import type { Disposable } from '../host/signal.ts';

/** What the line stands on. Times are in milliseconds. */
export interface MessageParts {
  /** An empty text takes the line away. */
  readonly show: (message: string) => void;
  /** Runs once after the delay. */
  readonly after: (delay: number, run: () => void) => Disposable;
}

/** Short work comes and goes without moving the rows. */
const quietFor = 1000;

/**
 * The line above the tree: what is left out, and what is being done once that takes longer. VS Code hides a view's description
 * while the view is alone in its container, so it cannot carry either.
 */
export class ViewMessage implements Disposable {
  readonly #parts: MessageParts;
  #waiting: Disposable | undefined;
  #isLong = false;
  #filter = '';
  #doing: string | undefined;

  constructor(parts: MessageParts) {
    this.#parts = parts;
  }

  /** `doing` is undefined while nothing runs. */
  update(filter: string, doing: string | undefined): void {
    this.#filter = filter;
    this.#doing = doing;
    if (doing === undefined) {
      this.dispose();
      this.#isLong = false;
    } else if (!this.#isLong) {
      this.#waiting ??= this.#parts.after(quietFor, () => {
        this.#isLong = true;
        this.#show();
      });
    }
    this.#show();
  }

  dispose(): void {
    this.#waiting?.dispose();
    this.#waiting = undefined;
  }

  #show(): void {
    const lines = [this.#filter, this.#isLong ? this.#doing : undefined].filter(
      (line) => line !== undefined && line !== '',
    );
    this.#parts.show(lines.join(' · '));
  }
}
