import type { LintOptions } from '../core/tsql/rules/lint-batch.ts';
import type { ImageSetting, LintSeverity, SettingKey, SettingValues } from '../ids.ts';

/** What one setting holds in each place that we tell apart. `workspace` is the folder's or the workspace file's value. */
export interface SettingPlaces {
  readonly user: unknown;
  readonly workspace: unknown;
}

/** VS Code's configuration, as far as we use it; keys are without the `sqlkube.` prefix. */
export interface SettingsBackend {
  /** The effective value, default included. */
  get(key: string): unknown;
  inspect(key: string): SettingPlaces;
  updateUser(key: string, value: unknown): Promise<void>;
}

type NumberSetting = { [K in SettingKey]: SettingValues[K] extends number ? K : never }[SettingKey];

const severities: readonly unknown[] = ['error', 'warning', 'information', 'hint', 'off'] satisfies LintSeverity[];

/** Settings typed by key. Read when used, never cached: a changed setting counts from the next call. */
export class Settings {
  readonly #backend: SettingsBackend;

  constructor(backend: SettingsBackend) {
    this.#backend = backend;
  }

  /** A whole number from `low` to `high`; out of range is moved to the nearest end, anything else is the fallback. */
  wholeNumber(
    key: NumberSetting,
    range: { readonly low: number; readonly high: number; readonly fallback: number },
  ): number {
    const value = this.#backend.get(key);
    if (typeof value !== 'number' || !Number.isFinite(value)) return range.fallback;
    return Math.min(range.high, Math.max(range.low, Math.round(value)));
  }

  /** RSA bits of new keys; a size that is not made is refused where keys are made. */
  get keyBits(): number {
    const value = this.#backend.get('certificates.keyBits');
    return typeof value === 'number' ? value : 2048;
  }

  /** A container image; empty is ours. What cannot be an image is refused where it is used. */
  image(key: ImageSetting): string {
    const value = this.#backend.get(key);
    return typeof value === 'string' ? value : '';
  }

  /** Application scope: the backend is asked for the user's value, so that no workspace can lift it. */
  get readOnly(): boolean {
    return this.#backend.inspect('readOnly').user === true;
  }

  /** What the editor's linter is told; undefined while it is switched off. Severities that are none of its words are left out. */
  get lint(): Required<Pick<LintOptions, 'severities'>> | undefined {
    if (this.#backend.get('lint.enabled') === false) return undefined;
    const given = this.#backend.get('lint.rules');
    const entries = typeof given === 'object' && given !== null ? Object.entries(given) : [];
    const checked = entries.flatMap(([rule, severity]: [string, unknown]) =>
      severities.includes(severity) ? [[rule.replace(/^sqlkube\//u, ''), severity as LintSeverity] as const] : [],
    );
    return { severities: Object.fromEntries(checked) };
  }

  places(key: SettingKey): SettingPlaces {
    return this.#backend.inspect(key);
  }

  async updateUser<K extends SettingKey>(key: K, value: SettingValues[K]): Promise<void> {
    await this.#backend.updateUser(key, value);
  }
}
