import type { FaultName } from './catalogue.ts';

/** Told of every change; the promise says when it has taken effect. */
export type FaultListener = (fault: FaultName | undefined) => Promise<void>;

/** The one fault that is on, or none. Whoever can bring a fault about subscribes and plays its part. */
export class FaultSwitch {
  #current: FaultName | undefined;
  #listeners = new Set<FaultListener>();

  constructor(initial?: FaultName) {
    this.#current = initial;
  }

  get current(): FaultName | undefined {
    return this.#current;
  }

  /** Turns a fault on, or all off; resolves when it is true for the next connection. */
  async set(fault: FaultName | undefined): Promise<void> {
    this.#current = fault;
    await Promise.all([...this.#listeners].map((listener) => listener(fault)));
  }

  /** Returns what ends the subscription. */
  subscribe(listener: FaultListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
