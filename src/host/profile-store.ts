import type { CertificatePin, ConnectionProfile, EndpointProfile } from '../core/connection.ts';
import { parseConnections, parseEndpoints, serverKey } from './profiles.ts';
import type { StoredConnection, StoredEndpoint } from './profiles.ts';
import type { Settings } from './settings.ts';
import { Signal } from './signal.ts';

/** The sandbox's connection: in memory only, with its certificate pinned for as long as it runs. */
export interface SandboxProfiles {
  readonly connection: ConnectionProfile;
  readonly endpoint: EndpointProfile;
  readonly pin: CertificatePin;
}

/** Ids from a workspace get a prefix, so that no workspace file can stand in for a profile of the user's. */
const workspaceId = (id: string): string => `workspace:${id}`;

/** Connections and endpoints of all sources. Workspace values count only while the workspace is trusted. */
export class ProfileStore {
  readonly changed = new Signal<undefined>();
  readonly #settings: Settings;
  readonly #isTrusted: () => boolean;
  #sandbox: SandboxProfiles | undefined;

  constructor(settings: Settings, isTrusted: () => boolean) {
    this.#settings = settings;
    this.#isTrusted = isTrusted;
  }

  connections(): readonly StoredConnection[] {
    const user = parseConnections(this.#settings.places('connections').user).profiles;
    const workspace = parseConnections(this.#workspaceValue('connections')).profiles;
    return [
      ...(this.#sandbox ? [{ profile: this.#sandbox.connection, source: 'sandbox' as const }] : []),
      ...user.map((profile) => ({ profile, source: 'user' as const })),
      ...workspace.map((profile) => ({
        profile: { ...profile, id: workspaceId(profile.id) },
        source: 'workspace' as const,
      })),
    ];
  }

  endpoints(): readonly StoredEndpoint[] {
    const connections = this.connections();
    const user = parseEndpoints(this.#settings.places('endpoints').user).profiles;
    const workspace = parseEndpoints(this.#workspaceValue('endpoints')).profiles;
    return [
      ...(this.#sandbox ? [{ profile: this.#sandbox.endpoint, source: 'sandbox' as const }] : []),
      ...user.map((profile) => ({ profile, source: 'user' as const })),
      ...workspace.map((profile) => {
        const own = workspaceId(profile.connectionId);
        const connectionId = connections.some((found) => found.profile.id === own) ? own : profile.connectionId;
        return { profile: { ...profile, id: workspaceId(profile.id), connectionId }, source: 'workspace' as const };
      }),
    ];
  }

  connection(id: string): StoredConnection | undefined {
    return this.connections().find(({ profile }) => profile.id === id);
  }

  endpoint(id: string): StoredEndpoint | undefined {
    return this.endpoints().find(({ profile }) => profile.id === id);
  }

  endpointsOf(connectionId: string): readonly StoredEndpoint[] {
    return this.endpoints().filter(({ profile }) => profile.connectionId === connectionId);
  }

  /** Sentences about entries that could not be read. */
  problems(): readonly string[] {
    return (['user', 'workspace'] as const).flatMap((place) => {
      const value = (key: 'connections' | 'endpoints'): unknown =>
        place === 'user' ? this.#settings.places(key).user : this.#workspaceValue(key);
      return [...parseConnections(value('connections')).problems, ...parseEndpoints(value('endpoints')).problems];
    });
  }

  /** Adds to, or replaces in, the user's settings. */
  async saveConnection(profile: ConnectionProfile): Promise<void> {
    await this.#settings.updateUser('connections', replaced(this.#userEntries('connections'), profile));
    this.changed.fire(undefined);
  }

  async saveEndpoint(profile: EndpointProfile): Promise<void> {
    await this.#settings.updateUser('endpoints', replaced(this.#userEntries('endpoints'), profile));
    this.changed.fire(undefined);
  }

  /** Removes a connection of the user's and the endpoints behind it. */
  async removeConnection(id: string): Promise<void> {
    const keep = (entry: unknown, key: string): boolean => field(entry, key) !== id;
    const endpoints = this.#userEntries('endpoints');
    const kept = endpoints.filter((entry) => keep(entry, 'connectionId'));
    if (kept.length < endpoints.length) await this.#settings.updateUser('endpoints', kept);
    await this.#settings.updateUser(
      'connections',
      this.#userEntries('connections').filter((entry) => keep(entry, 'id')),
    );
    this.changed.fire(undefined);
  }

  async removeEndpoint(id: string): Promise<void> {
    const kept = this.#userEntries('endpoints').filter((entry) => field(entry, 'id') !== id);
    await this.#settings.updateUser('endpoints', kept);
    this.changed.fire(undefined);
  }

  setSandbox(profiles: SandboxProfiles | undefined): void {
    this.#sandbox = profiles;
    this.changed.fire(undefined);
  }

  /** The certificate that the user chose to trust for this server, if any. Only user settings and the sandbox count. */
  pin(server: string): CertificatePin | undefined {
    const key = serverKey(server);
    if (this.#sandbox && serverKey(this.#sandbox.connection.server) === key) return this.#sandbox.pin;
    const pins = this.#settings.places('certificatePins').user;
    if (typeof pins !== 'object' || pins === null) return undefined;
    const entry: unknown = Object.entries(pins).find(([name]) => name.toLowerCase() === key)?.[1];
    const [fingerprint256, pem] = [field(entry, 'fingerprint256'), field(entry, 'pem')];
    return fingerprint256 === undefined || pem === undefined ? undefined : { fingerprint256, pem };
  }

  async savePin(server: string, pin: CertificatePin): Promise<void> {
    const pins = this.#settings.places('certificatePins').user;
    const kept = typeof pins === 'object' && pins !== null ? (pins as Record<string, CertificatePin>) : {};
    await this.#settings.updateUser('certificatePins', { ...kept, [serverKey(server)]: pin });
    this.changed.fire(undefined);
  }

  #workspaceValue(key: 'connections' | 'endpoints'): unknown {
    return this.#isTrusted() ? this.#settings.places(key).workspace : undefined;
  }

  /** The raw entries: one that we cannot read is the user's to mend, so writing keeps it. */
  #userEntries(key: 'connections' | 'endpoints'): readonly unknown[] {
    const value = this.#settings.places(key).user;
    return Array.isArray(value) ? (value as unknown[]) : [];
  }
}

function field(entry: unknown, key: string): string | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const value = (entry as Record<string, unknown>)[key];
  return typeof value === 'string' ? value : undefined;
}

function replaced(entries: readonly unknown[], profile: { readonly id: string }): readonly unknown[] {
  const at = entries.findIndex((entry) => field(entry, 'id') === profile.id);
  return at < 0 ? [...entries, profile] : entries.map((entry, index) => (index === at ? profile : entry));
}
