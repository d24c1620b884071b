import type { SettingsBackend } from '../../src/host/settings.ts';
import type { SecretBackend } from '../../src/host/secrets.ts';
import type { StateBackend } from '../../src/host/approvals.ts';

/** Settings in memory: the user's and the workspace's. */
export class MemorySettings implements SettingsBackend {
  readonly user: Record<string, unknown> = {};
  readonly workspace: Record<string, unknown> = {};

  get(key: string): unknown {
    return this.workspace[key] ?? this.user[key];
  }

  inspect(key: string): { user: unknown; workspace: unknown } {
    return { user: this.user[key], workspace: this.workspace[key] };
  }

  updateUser(key: string, value: unknown): Promise<void> {
    this.user[key] = value;
    return Promise.resolve();
  }
}

/** SecretStorage in memory; each operation takes a turn, as the real one does. */
export class MemorySecrets implements SecretBackend {
  readonly all = new Map<string, string>();

  async get(key: string): Promise<string | undefined> {
    await Promise.resolve();
    return this.all.get(key);
  }

  async store(key: string, value: string): Promise<void> {
    await Promise.resolve();
    this.all.set(key, value);
  }

  async delete(key: string): Promise<void> {
    await Promise.resolve();
    this.all.delete(key);
  }
}

/** workspaceState in memory. */
export class MemoryState implements StateBackend {
  readonly all = new Map<string, unknown>();

  get(key: string): unknown {
    return this.all.get(key);
  }

  update(key: string, value: unknown): Promise<void> {
    this.all.set(key, value);
    return Promise.resolve();
  }
}
