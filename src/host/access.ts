import type { LastUsed } from '../core/decode/read-for.ts';
import type { Failure } from '../core/failure.ts';
import { err, ok } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import type { Link, SqlTarget } from '../sql/cluster-reader.ts';
import type { Approvals } from './approvals.ts';
import { checkPassword } from './field-checks.ts';
import type { ProfileStore } from './profile-store.ts';
import type { StoredConnection, StoredEndpoint } from './profiles.ts';
import type { Prompts } from './prompts.ts';
import { passwordKey, tokenKey } from './secrets.ts';
import type { SecretVault } from './secrets.ts';

/** `ask` may put questions to the user, because the user just asked for this; `quiet` never does. */
export type AccessMode = 'ask' | 'quiet';

/** What the sandbox prints when ready: its secrets live in memory, never in SecretStorage. */
export interface SandboxSecrets {
  readonly connectionId: string;
  readonly password: string;
}

interface Parts {
  readonly profiles: ProfileStore;
  readonly vault: SecretVault;
  readonly approvals: Approvals;
  readonly prompts: Prompts;
  readonly isTrusted: () => boolean;
}

const refused = (reason: string): Result<never, Failure> => err({ kind: 'refused', reason });

/** Brings profile and secret together just before use, and is the gate that untrusted places do not pass. */
export class Access {
  readonly #parts: Parts;
  /** Passwords typed in this session and not yet proven by a login. */
  readonly #typed = new Map<string, string>();
  #sandbox: SandboxSecrets | undefined;
  #lastUsed: LastUsed | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** What the user asked for last; what refreshes by itself does not count. */
  get lastUsed(): LastUsed | undefined {
    return this.#lastUsed;
  }

  setSandbox(secrets: SandboxSecrets | undefined): void {
    this.#sandbox = secrets;
  }

  /** A connection with its password. `refused` in Restricted Mode, and for what came with the workspace until approved. */
  async target(connectionId: string, mode: AccessMode): Promise<Result<SqlTarget, Failure>> {
    const { profiles, prompts } = this.#parts;
    const stored = this.#gate(profiles.connection(connectionId), 'This connection is no longer in the settings.');
    if (!stored.ok) return stored;
    const approved = await this.#approve(stored.value, mode, () => connectionQuestion(stored.value));
    if (!approved.ok) return approved;
    const { profile } = stored.value;
    if (mode === 'ask' && this.#lastUsed?.connectionId !== connectionId) this.#lastUsed = { connectionId };
    const pin = profiles.pin(profile.server);
    const found = await this.#password(stored.value);
    if (found !== undefined) return ok({ profile, password: found, ...(pin && { pin }) });
    if (mode === 'quiet') return refused(`The password of ${profile.user} is not stored. Connect to be asked for it.`);
    const answer = await prompts.text({
      place: { title: `Connect to ${profile.name}`, step: 1, of: 1 },
      prompt: `Password of SQL login ${profile.user} on ${profile.server}. It is stored on this computer once the login works.`,
      secret: true,
      check: checkPassword,
    });
    if (answer.kind !== 'value') return err({ kind: 'cancelled' });
    this.#typed.set(passwordKey(profile, pin), answer.value);
    return ok({ profile, password: answer.value, ...(pin && { pin }) });
  }

  /** An endpoint with its connection, and with its token when it signs in by one. */
  async link(endpointId: string, mode: AccessMode): Promise<Result<Link, Failure>> {
    const { profiles } = this.#parts;
    const stored = this.#gate(profiles.endpoint(endpointId), 'This endpoint is no longer in the settings.');
    if (!stored.ok) return stored;
    const endpoint = stored.value.profile;
    const through = profiles.connection(endpoint.connectionId);
    const approved = await this.#approve(stored.value, mode, () => endpointQuestion(stored.value, through));
    if (!approved.ok) return approved;
    const target = await this.target(endpoint.connectionId, mode);
    if (!target.ok) return target;
    if (mode === 'ask') this.#lastUsed = { connectionId: endpoint.connectionId, endpointId };
    if (endpoint.authentication.kind !== 'token') return ok({ target: target.value, endpoint });
    const token = await this.#token(stored.value, target.value, mode);
    return token.ok ? ok({ target: target.value, endpoint, token: token.value }) : token;
  }

  /** Keeps a password that just logged in, and drops one that was refused, so that it is asked for again. */
  async settle(target: SqlTarget, outcome: Result<unknown, Failure>): Promise<void> {
    const key = passwordKey(target.profile, target.pin);
    if (outcome.ok) {
      if (this.#isSandbox(target.profile.id) || !this.#typed.has(key)) return;
      await this.#parts.vault.store(key, target.password);
      this.#typed.delete(key);
    } else if (outcome.error.kind === 'login') {
      this.#typed.delete(key);
      await this.#parts.vault.forget(key);
    }
  }

  /** Stores a token that the user typed for this endpoint. */
  async storeToken(link: Omit<Link, 'token'>, token: string): Promise<void> {
    await this.#parts.vault.store(tokenKey(link.endpoint, link.target.profile, link.target.pin), token);
  }

  /** The token of an endpoint that is kept on this computer; needs no password and asks nothing. */
  async heldToken(endpointId: string): Promise<string | undefined> {
    const key = this.#tokenKeyOf(endpointId);
    return key === undefined ? undefined : await this.#parts.vault.get(key);
  }

  /** Keeps a token that was requested for an endpoint. */
  async keepToken(endpointId: string, token: string): Promise<void> {
    const key = this.#tokenKeyOf(endpointId);
    if (key !== undefined) await this.#parts.vault.store(key, token);
  }

  #tokenKeyOf(endpointId: string): string | undefined {
    const { profiles } = this.#parts;
    const endpoint = profiles.endpoint(endpointId)?.profile;
    const through = endpoint && profiles.connection(endpoint.connectionId)?.profile;
    return endpoint && through && tokenKey(endpoint, through, profiles.pin(through.server));
  }

  /** Stores a password that the user typed and that just logged in. */
  async storePassword(target: SqlTarget): Promise<void> {
    await this.#parts.vault.store(passwordKey(target.profile, target.pin), target.password);
  }

  /** Drops what was typed in this session; the vault is emptied by its owner. */
  forgetTyped(): void {
    this.#typed.clear();
  }

  #isSandbox(connectionId: string): boolean {
    return this.#sandbox?.connectionId === connectionId;
  }

  #gate<S>(stored: S | undefined, missing: string): Result<S, Failure> {
    if (!this.#parts.isTrusted()) {
      return refused(
        'This folder is open in Restricted Mode, so SQL Kube connects to nothing. Trust the folder first.',
      );
    }
    return stored === undefined ? refused(missing) : ok(stored);
  }

  async #approve(
    stored: StoredConnection | StoredEndpoint,
    mode: AccessMode,
    question: () => { readonly message: string; readonly detail: string },
  ): Promise<Result<true, Failure>> {
    const { approvals, prompts } = this.#parts;
    if (stored.source !== 'workspace' || approvals.has(stored.profile)) return ok(true);
    if (mode === 'quiet')
      return refused('This came with the workspace and was not confirmed yet. Connect to confirm it.');
    const { message, detail } = question();
    if (!(await prompts.confirm(message, detail, 'Use It'))) return err({ kind: 'cancelled' });
    await approvals.add(stored.profile);
    return ok(true);
  }

  async #password({ profile }: StoredConnection): Promise<string | undefined> {
    if (this.#sandbox?.connectionId === profile.id) return this.#sandbox.password;
    const key = passwordKey(profile, this.#parts.profiles.pin(profile.server));
    return this.#typed.get(key) ?? (await this.#parts.vault.get(key));
  }

  async #token(stored: StoredEndpoint, target: SqlTarget, mode: AccessMode): Promise<Result<string, Failure>> {
    const { vault, prompts } = this.#parts;
    const key = tokenKey(stored.profile, target.profile, target.pin);
    const found = await vault.get(key);
    if (found !== undefined) return ok(found);
    if (mode === 'quiet')
      return refused(`The token for ${stored.profile.url} is not stored. Test the endpoint to be asked for it.`);
    const answer = await prompts.text({
      place: { title: `Sign in to ${stored.profile.url}`, step: 1, of: 1 },
      prompt: `Service-account token for ${stored.profile.url}. ${target.profile.server} sends it in each call; it is stored on this computer.`,
      secret: true,
      check: checkToken,
    });
    if (answer.kind !== 'value') return err({ kind: 'cancelled' });
    await vault.store(key, answer.value.trim());
    return ok(answer.value.trim());
  }
}

/** A token as it goes into an Authorization header: one word, without the scheme. */
export function checkToken(text: string): string | undefined {
  const token = text.trim();
  if (token === '') return 'Paste the token.';
  if (/^bearer\s/i.test(token)) return 'Paste the token alone, without “Bearer”.';
  if (/\s/.test(token)) return 'A token has no spaces or line breaks; something else was pasted with it.';
  if (/[^\x21-\x7e]/.test(token)) return 'A token has letters, digits and signs of ASCII only; copy it again.';
  // The procedure accepts 4,000 characters of headers in all (Microsoft Learn).
  return token.length > 3900 ? 'Too long: the procedure accepts 4,000 characters of headers in all.' : undefined;
}

function connectionQuestion({ profile }: StoredConnection): { message: string; detail: string } {
  const encryption =
    profile.encryption === 'none'
      ? 'no encryption: your password is readable on the network'
      : `encryption ${profile.encryption}`;
  return {
    message: `Connect to ${profile.server} as ${profile.user}?`,
    detail:
      `This connection comes from the settings of this workspace, not from yours. Server ${profile.server}, database ` +
      `${profile.database}, login ${profile.user}, ${encryption}. You are asked for the password next; ` +
      'go on only if you know this server.',
  };
}

function endpointQuestion(
  { profile }: StoredEndpoint,
  through: StoredConnection | undefined,
): { message: string; detail: string } {
  const { authentication } = profile;
  const by =
    authentication.kind === 'credential'
      ? `the database scoped credential ${authentication.name}`
      : authentication.kind === 'token'
        ? 'a token from your secret storage'
        : 'no authentication';
  return {
    message: `Let ${through?.profile.server ?? 'SQL Server'} call ${profile.url}?`,
    detail:
      `This endpoint comes from the settings of this workspace, not from yours. Calls are made as login ` +
      `${through?.profile.user ?? 'unknown'} with ${by}. Go on only if you know this address.`,
  };
}
