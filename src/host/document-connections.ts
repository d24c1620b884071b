import { stateKeys } from '../ids.ts';
import type { StateBackend } from './approvals.ts';

/** Documents that are remembered; older ones are asked for again. */
const mostDocuments = 100;

/** Over which connection each document of this workspace was run last. */
export class DocumentConnections {
  readonly #state: StateBackend;

  constructor(state: StateBackend) {
    this.#state = state;
  }

  get(uri: string): string | undefined {
    return this.#all().find(([known]) => known === uri)?.[1];
  }

  async set(uri: string, connectionId: string): Promise<void> {
    const others = this.#all().filter(([known]) => known !== uri);
    await this.#state.update(stateKeys.documentConnections, [[uri, connectionId], ...others].slice(0, mostDocuments));
  }

  #all(): readonly (readonly [string, string])[] {
    const stored = this.#state.get(stateKeys.documentConnections);
    if (!Array.isArray(stored)) return [];
    return stored.filter(
      (pair): pair is [string, string] =>
        Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === 'string'),
    );
  }
}
