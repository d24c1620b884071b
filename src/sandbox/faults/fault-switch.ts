import type { FaultName } from './catalogue.ts';

/** The faults that are on. */
export type Faults = ReadonlySet<FaultName>;

/** Told of every change; the promise says when it has taken effect. */
type FaultListener = (faults: Faults) => Promise<void>;

/** The faults that are on, usually one or none. Whoever can bring a fault about subscribes and plays its part. */
export class FaultSwitch {
  #current: Faults;
  readonly #listeners = new Set<FaultListener>();
  #changes: Promise<void> = Promise.resolve();

  constructor(...initial: readonly FaultName[]) {
    this.#current = new Set(initial);
  }

  get current(): Faults {
    return this.#current;
  }

  /**
   * Turns these faults on and all others off; resolves when it is true for the next connection. One change follows another.
   * When a part cannot be played, it rejects and what was on before counts as on.
   */
  set(...faults: readonly (FaultName | undefined)[]): Promise<void> {
    const wanted = new Set(faults.filter((fault) => fault !== undefined));
    const change = this.#changes.then(() => this.#change(wanted));
    this.#changes = change.catch(() => undefined);
    return change;
  }

  /** Returns what ends the subscription. */
  subscribe(listener: FaultListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async #change(faults: Faults): Promise<void> {
    const before = this.#current;
    this.#current = faults;
    try {
      await Promise.all([...this.#listeners].map((listener) => listener(faults)));
    } catch (error) {
      this.#current = before;
      throw error;
    }
  }
}
