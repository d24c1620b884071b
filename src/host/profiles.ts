import type { ConnectionProfile, EndpointAuthentication, EndpointProfile } from '../core/connection.ts';
import { defaultPort, parseServerName } from '../core/server-name.ts';
import { checkEndpointUrl, checkNamespaces, checkServer, cleanEndpointUrl } from './field-checks.ts';

/** Where a profile came from: the user's own settings, the workspace's, or memory (the sandbox). */
type ProfileSource = 'user' | 'workspace' | 'sandbox';

/** A connection and where it came from. Its id is unique over all sources. */
export interface StoredConnection {
  readonly profile: ConnectionProfile;
  readonly source: ProfileSource;
}

/** An endpoint and where it came from. Its ids are unique over all sources. */
export interface StoredEndpoint {
  readonly profile: EndpointProfile;
  readonly source: ProfileSource;
}

/** Entries that could be read, and a sentence for each that could not. */
export interface ParsedProfiles<P> {
  readonly profiles: readonly P[];
  readonly problems: readonly string[];
}

type Entry = Readonly<Record<string, unknown>>;

const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text = (entry: Entry, key: string): string => {
  const value = entry[key];
  return typeof value === 'string' ? value.trim() : '';
};

function parseList<P extends { readonly id: string }>(
  value: unknown,
  setting: string,
  parse: (entry: Entry) => P | string,
): ParsedProfiles<P> {
  if (value === undefined) return { profiles: [], problems: [] };
  if (!Array.isArray(value)) return { profiles: [], problems: [`${setting} is not a list.`] };
  const profiles: P[] = [];
  const problems: string[] = [];
  value.forEach((entry: unknown, index) => {
    const where = `${setting}[${index}]`;
    const parsed = isEntry(entry) ? parse(entry) : 'is not an object.';
    if (typeof parsed === 'string') problems.push(`${where} ${parsed}`);
    else if (profiles.some(({ id }) => id === parsed.id)) problems.push(`${where} repeats the id “${parsed.id}”.`);
    else profiles.push(parsed);
  });
  return { profiles, problems };
}

/** Reads `sqlkube.connections`; whatever a file may hold, this never throws. */
export const parseConnections = (value: unknown): ParsedProfiles<ConnectionProfile> =>
  parseList(value, 'sqlkube.connections', (entry) => {
    const [id, server, database, user] = ['id', 'server', 'database', 'user'].map((key) => text(entry, key));
    if (!id || !server || !database || !user) return 'needs id, server, database and user.';
    const wrong = checkServer(server);
    if (wrong !== undefined) return `server: ${wrong}`;
    const encryption = entry['encryption'] ?? 'mandatory';
    if (encryption !== 'strict' && encryption !== 'mandatory' && encryption !== 'none') {
      return 'encryption is one of strict, mandatory, none.';
    }
    return { id, name: text(entry, 'name') || defaultName(server, database), server, database, user, encryption };
  });

/** Reads `sqlkube.endpoints`; whatever a file may hold, this never throws. */
export const parseEndpoints = (value: unknown): ParsedProfiles<EndpointProfile> =>
  parseList(value, 'sqlkube.endpoints', (entry) => {
    const [id, connectionId, url] = ['id', 'connectionId', 'url'].map((key) => text(entry, key));
    if (!id || !connectionId || !url) return 'needs id, connectionId and url.';
    const wrong = checkEndpointUrl(url);
    if (wrong !== undefined) return `url: ${wrong}`;
    const authentication = parseAuthentication(entry['authentication']);
    if (authentication === undefined)
      return 'authentication is {"kind":"credential","name":…}, {"kind":"token"} or {"kind":"none"}.';
    const namespaces = parseNamespaces(entry['namespaces'] ?? 'all');
    if (namespaces === undefined) return 'namespaces is "all" or a list of namespace names.';
    return { id, connectionId, url: cleanEndpointUrl(url), authentication, namespaces };
  });

function parseAuthentication(value: unknown): EndpointAuthentication | undefined {
  if (!isEntry(value)) return undefined;
  const name = text(value, 'name');
  if (value['kind'] === 'credential') return name === '' ? undefined : { kind: 'credential', name };
  if (value['kind'] === 'token' || value['kind'] === 'none') return { kind: value['kind'] };
  return undefined;
}

function parseNamespaces(value: unknown): EndpointProfile['namespaces'] | undefined {
  if (value === 'all') return 'all';
  if (!Array.isArray(value) || !value.every((name) => typeof name === 'string')) return undefined;
  return checkNamespaces(value.join(',')) === undefined ? value : undefined;
}

/** `host · database`, the port and instance included. */
export const defaultName = (server: string, database: string): string => `${server} · ${database}`;

/** `host:port` or `host\instance` in lower case: what a certificate pin and a secret are bound to. */
export function serverKey(server: string): string {
  const name = parseServerName(server);
  if (!name.ok) return server.trim().toLowerCase();
  const { host, port, instance } = name.value;
  return (instance === undefined ? `${host}:${port ?? defaultPort}` : `${host}\\${instance}`).toLowerCase();
}
