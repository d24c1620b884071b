import { createHash } from 'node:crypto';
import type { CertificatePin, ConnectionProfile, EndpointProfile } from '../core/connection.ts';
import { secretKeys } from '../ids.ts';
import { serverKey } from './profiles.ts';

/** VS Code's SecretStorage, as far as we use it. */
export interface SecretBackend {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
}

type PasswordScope = Pick<ConnectionProfile, 'server' | 'user' | 'encryption'>;

const digest = (parts: readonly (string | undefined)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/** Where a password may be sent: if server, user, encryption or trusted certificate change, this changes. */
export function passwordKey(profile: PasswordScope, pin?: CertificatePin): string {
  const scope = [serverKey(profile.server), profile.user, profile.encryption, pin?.fingerprint256];
  return secretKeys.password + digest(scope);
}

/** Where a token may be sent: the endpoint's origin, by way of the connection it was given for. */
export function tokenKey(
  endpoint: Pick<EndpointProfile, 'url'>,
  connection: PasswordScope & Pick<ConnectionProfile, 'database'>,
  pin?: CertificatePin,
): string {
  const through = passwordKey(connection, pin);
  return secretKeys.token + digest([new URL(endpoint.url).origin, through, connection.database]);
}

/** The passphrase of a CA's key goes nowhere but into opening that key. */
export const passphraseKey = (authorityFingerprint: string): string =>
  secretKeys.passphrase + digest([authorityFingerprint]);

/**
 * Passwords and tokens in SecretStorage. SecretStorage cannot be listed on the oldest VS Code that we support, so an index
 * of our keys (hashes, no secrets) is kept beside them for “Forget All Secrets”.
 */
export class SecretVault {
  readonly #backend: SecretBackend;
  readonly #seen: (secret: string) => void;
  #queue: Promise<unknown> = Promise.resolve();

  /** `seen` hears each secret that passes through, either way. */
  constructor(backend: SecretBackend, seen: (secret: string) => void = () => undefined) {
    this.#backend = backend;
    this.#seen = seen;
  }

  async get(key: string): Promise<string | undefined> {
    const secret = await this.#backend.get(key);
    if (secret !== undefined) this.#seen(secret);
    return secret;
  }

  async store(key: string, secret: string): Promise<void> {
    this.#seen(secret);
    await this.#changeIndex((keys) => (keys.includes(key) ? keys : [...keys, key]));
    await this.#backend.store(key, secret);
  }

  async forget(key: string): Promise<void> {
    await this.#backend.delete(key);
    await this.#changeIndex((keys) => keys.filter((kept) => kept !== key));
  }

  /** Deletes every secret that was ever stored here; answers how many there were. */
  async forgetAll(): Promise<number> {
    const keys = await this.keys();
    for (const key of keys) await this.#backend.delete(key);
    await this.#changeIndex((now) => now.filter((key) => !keys.includes(key)));
    return keys.length;
  }

  async keys(): Promise<readonly string[]> {
    const stored = await this.#backend.get(secretKeys.index);
    if (stored === undefined) return [];
    try {
      const keys: unknown = JSON.parse(stored);
      return Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : [];
    } catch {
      return [];
    }
  }

  /** One change at a time: two at once would lose one of the keys. */
  #changeIndex(change: (keys: readonly string[]) => readonly string[]): Promise<void> {
    const next = this.#queue.then(async () => {
      await this.#backend.store(secretKeys.index, JSON.stringify(change(await this.keys())));
    });
    this.#queue = next.catch(() => undefined);
    return next;
  }
}
