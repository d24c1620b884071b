import type { ConnectionProfile, Encryption } from '../../core/connection.ts';
import { checkDatabase, checkServer, checkUser } from '../../host/field-checks.ts';
import { defaultName, serverKey } from '../../host/profiles.ts';

/** What could be taken over, and a sentence for everything that could not. */
export interface Imported {
  readonly profiles: readonly Omit<ConnectionProfile, 'id'>[];
  readonly notes: readonly string[];
}

type Entry = Readonly<Record<string, unknown>>;

const text = (entry: Entry, key: string): string => {
  const value = entry[key];
  return typeof value === 'string' ? value.trim() : '';
};

/**
 * Reads `mssql.connections` of the MS SQL extension (documented in its package.json: server, database, authenticationType, user,
 * encrypt, trustServerCertificate, profileName, port, connectionString). It never holds passwords.
 */
export function readMssqlProfiles(value: unknown, known: readonly ConnectionProfile[]): Imported {
  const profiles: Omit<ConnectionProfile, 'id'>[] = [];
  const notes: string[] = [];
  const entries: readonly unknown[] = Array.isArray(value) ? value : [];
  entries.forEach((entry: unknown, index) => {
    const where = `Profile ${index + 1}`;
    if (typeof entry !== 'object' || entry === null) {
      notes.push(`${where}: is not an object.`);
      return;
    }
    const name = text(entry as Entry, 'profileName') || text(entry as Entry, 'server') || where;
    const read = readOne(entry as Entry);
    if (typeof read === 'string') notes.push(`${name}: not taken over. ${read}`);
    else if ([...known, ...profiles].some((other) => sameTarget(other, read.profile))) {
      notes.push(`${name}: there is a connection to this server, database and login already.`);
    } else {
      profiles.push(read.profile);
      notes.push(...read.notes.map((note) => `${name}: ${note}`));
    }
  });
  return { profiles, notes };
}

function readOne(entry: Entry): string | { profile: Omit<ConnectionProfile, 'id'>; notes: string[] } {
  if (text(entry, 'connectionString') !== '')
    return 'It is a connection string, which may hold secrets; add it by hand.';
  const authentication = text(entry, 'authenticationType') || 'SqlLogin';
  if (authentication !== 'SqlLogin')
    return `It signs in by ${authentication}, which is not supported yet; use a SQL login.`;
  const [server, user] = [serverWithPort(entry), text(entry, 'user')];
  const database = text(entry, 'database');
  const wrong = checkServer(server) ?? checkUser(user) ?? (database === '' ? undefined : checkDatabase(database));
  if (wrong !== undefined) return wrong;
  if (database === '') return 'It names no database; add it by hand with the database that holds the credential.';
  const { encryption, note } = encryptionOf(entry['encrypt']);
  const notes = [
    ...(note === undefined ? [] : [note]),
    'The password was not taken over; you are asked at the first connect.',
  ];
  if (entry['trustServerCertificate'] === true) {
    notes.push(
      '“Trust server certificate” was not taken over: you are shown the certificate and can pin exactly that one.',
    );
  }
  return {
    profile: { name: text(entry, 'profileName') || defaultName(server, database), server, database, user, encryption },
    notes,
  };
}

function serverWithPort(entry: Entry): string {
  const server = text(entry, 'server');
  const port = entry['port'];
  return typeof port === 'number' && port > 0 && port !== 1433 && !/[,\\]/.test(server) ? `${server},${port}` : server;
}

/** Never weaker than what stands there: optional encryption becomes mandatory. */
function encryptionOf(value: unknown): { encryption: Encryption; note?: string } {
  const word = typeof value === 'string' ? value.toLowerCase() : value;
  if (word === 'strict') return { encryption: 'strict' };
  if (word === undefined || word === 'mandatory' || word === 'true' || word === true || word === '') {
    return { encryption: 'mandatory' };
  }
  return { encryption: 'mandatory', note: 'Encryption was optional or off; it is mandatory here.' };
}

const sameTarget = (a: Omit<ConnectionProfile, 'id'>, b: Omit<ConnectionProfile, 'id'>): boolean =>
  serverKey(a.server) === serverKey(b.server) && a.database === b.database && a.user === b.user;
