/** Ends a subscription or frees a resource; VS Code's Disposable satisfies it. */
export interface Disposable {
  dispose(): void;
}

/** A change notice that needs no VS Code, so that models stay testable in plain Node. */
export class Signal<T> {
  readonly #listeners = new Set<(value: T) => void>();

  readonly on = (listener: (value: T) => void): Disposable => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  fire(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }
}
