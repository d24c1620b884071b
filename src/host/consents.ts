import { createHash } from 'node:crypto';
import { stateKeys } from '../ids.ts';
import type { StateBackend } from './approvals.ts';

/**
 * Programs that a kubeconfig wants to start on this computer and that the user has agreed to, each by the hash of the whole
 * command: another argument is another program. Kept for the user (globalState), never for a workspace.
 */
export class Consents {
  readonly #state: StateBackend;

  constructor(state: StateBackend) {
    this.#state = state;
  }

  has(program: readonly string[]): boolean {
    return this.#all().includes(hashOf(program));
  }

  async add(program: readonly string[]): Promise<void> {
    if (!this.has(program)) await this.#state.update(stateKeys.programs, [...this.#all(), hashOf(program)]);
  }

  #all(): readonly string[] {
    const stored = this.#state.get(stateKeys.programs);
    return Array.isArray(stored) ? stored.filter((hash) => typeof hash === 'string') : [];
  }
}

const hashOf = (program: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(program)).digest('hex');
