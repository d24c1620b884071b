import { createHash } from 'node:crypto';
import { stateKeys } from '../ids.ts';

/** VS Code's workspaceState, as far as we use it. */
export interface StateBackend {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** Which profiles of this workspace the user has approved, each by the hash of all it says. */
export class Approvals {
  readonly #state: StateBackend;

  constructor(state: StateBackend) {
    this.#state = state;
  }

  has(profile: object): boolean {
    return this.#all().includes(fingerprint(profile));
  }

  async add(profile: object): Promise<void> {
    if (!this.has(profile)) await this.#state.update(stateKeys.approvals, [...this.#all(), fingerprint(profile)]);
  }

  #all(): readonly string[] {
    const stored = this.#state.get(stateKeys.approvals);
    return Array.isArray(stored) ? stored.filter((hash) => typeof hash === 'string') : [];
  }
}

function fingerprint(profile: object): string {
  const sorted = Object.fromEntries(Object.entries(profile).sort(([a], [b]) => (a < b ? -1 : 1)));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
}
