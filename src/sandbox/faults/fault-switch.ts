import type { FaultName } from './catalogue.ts';

/** Told of every change; the promise says when it has taken effect. */
export type FaultListener = (fault: FaultName | undefined) => Promise<void>;

/** The one fault that is on, or none. Whoever can bring a fault about subscribes and plays its part. */
export class FaultSwitch {
  #current: FaultName | undefined;
  readonly #listeners = new Set<FaultListener>();
  #changes: Promise<void> = Promise.resolve();

  constructor(initial?: FaultName) {
    this.#current = initial;
  }

  get current(): FaultName | undefined {
    return this.#current;
  }

  /**
   * Turns a fault on, or all off; resolves when it is true for the next connection. One change follows another. When a
   * part cannot be played, it rejects and what was on before counts as on.
   */
  set(fault: FaultName | undefined): Promise<void> {
    const change = this.#changes.then(() => this.#change(fault));
    this.#changes = change.catch(() => undefined);
    return change;
  }

  /** Returns what ends the subscription. */
  subscribe(listener: FaultListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async #change(fault: FaultName | undefined): Promise<void> {
    const before = this.#current;
    this.#current = fault;
    try {
      await Promise.all([...this.#listeners].map((listener) => listener(fault)));
    } catch (error) {
      this.#current = before;
      throw error;
    }
  }
}
