import type { ExecutionContext } from '../tsql/contracts.ts';
import { currentDatabase, identityOf, isSysadmin, userIn } from './identity.ts';
import type { Identity } from './identity.ts';
import {
  coveringServerPermissions,
  databaseRoleDenials,
  databaseRolePermissions,
  isPermissionOf,
  serverRolePermissions,
} from './permission-catalog.ts';
import type { Server } from './server.ts';
import { fold } from './state.ts';
import type { Database, DatabasePrincipal, PermissionEntry, Securable } from './state.ts';

/** Someone in a database. No `user`: not let in. */
export interface Access {
  readonly server: Server;
  readonly identity: Identity;
  readonly database: Database;
  readonly user: DatabasePrincipal | undefined;
}

/** A permission on something, which may carry another permission with it. */
type Pair = readonly [permission: string, securable: Securable];

const database: Securable = { class: 'DATABASE' };
const wholeServer: Securable = { class: 'SERVER' };

/** Who the session is and where. */
export function accessOf(server: Server, context: Pick<ExecutionContext, 'session'>): Access {
  return accessIn(server, identityOf(server, context.session), currentDatabase(server, context.session));
}

/** Someone's access to any database. */
export function accessIn(server: Server, identity: Identity, where: Database): Access {
  return { server, identity, database: where, user: userIn(identity, where) };
}

/** Whether CONNECT is there: a user who was not denied it, or who needs none. */
export function mayConnect(access: Access): boolean {
  return access.user !== undefined && isAllowed(access, 'CONNECT', database);
}

/**
 * DENY beats GRANT, through roles too; sysadmin, dbo and owners skip both; CONTROL carries everything on what it is
 * about and on what that contains (documented).
 */
export function isAllowed(access: Access, permission: string, securable: Securable): boolean {
  const { server, identity, user } = access;
  if (server.onlyMay !== undefined) return server.onlyMay.has(permission);
  if (isSysadmin(identity) || isServerAllowed(server, identity, 'CONTROL SERVER')) return true;
  if (!user) return false;
  if (fold(user.name) === 'dbo' || owns(access.database, user, securable)) return true;
  const grantees = rolesOf(access.database, user);
  const pairs = coveringPairs(permission, securable);
  const entries = [...access.database.permissions, ...fixedRoleEntries()].filter(
    (entry) => grantees.has(entry.grantee) && pairs.some((pair) => isAbout(entry, pair)),
  );
  return entries.length > 0 && entries.every(({ state }) => state !== 'deny');
}

/** The same for permissions of the server, or on one of its logins. */
export function isServerAllowed(
  server: Server,
  identity: Identity,
  permission: string,
  securable: Securable = wholeServer,
): boolean {
  if (isSysadmin(identity)) return true;
  if (identity.confined) return false;
  const grantees = new Set(['public', ...serverGrantees(identity)]);
  const wanted: readonly Pair[] = [
    [permission, securable],
    ['CONTROL', securable],
    ['CONTROL SERVER', wholeServer],
    ...(coveringServerPermissions[permission] ?? []).map((one): Pair => [one, wholeServer]),
  ];
  const entries = server.state.permissions.filter(
    (entry) => grantees.has(entry.grantee) && wanted.some((pair) => isAbout(entry, pair)),
  );
  const byRole = [...grantees].some((role) => serverRolePermissions[role]?.includes(permission));
  return (entries.length > 0 || byRole) && entries.every(({ state }) => state !== 'deny');
}

function serverGrantees({ login }: Identity): readonly string[] {
  return login ? [fold(login.name), ...login.memberOf] : [];
}

/** A user's folded name, its roles, theirs, and public. */
export function rolesOf(where: Database, user: DatabasePrincipal): ReadonlySet<string> {
  const found = new Set([fold(user.name), 'public']);
  const queue = [...user.memberOf];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    queue.push(...(where.principals.get(name)?.memberOf ?? []));
  }
  return found;
}

function owns(where: Database, user: DatabasePrincipal, securable: Securable): boolean {
  const name = fold(user.name);
  switch (securable.class) {
    case 'DATABASE SCOPED CREDENTIAL':
      return where.credentials.get(securable.name)?.owner === name;
    case 'SCHEMA':
      return where.schemas.get(securable.name)?.owner === name;
    case 'OBJECT':
      return where.schemas.get(securable.schema)?.owner === name;
    default:
      return false;
  }
}

/** Everything that carries the permission: itself, CONTROL, and the same from what contains the securable. */
function coveringPairs(permission: string, securable: Securable): readonly Pair[] {
  const here: Pair[] = [
    [permission, securable],
    ['CONTROL', securable],
  ];
  const alterAny = securable.class === 'DATABASE' ? undefined : `ALTER ANY ${securable.class}`;
  if (alterAny !== undefined && permission === 'ALTER') here.push([alterAny, database]);
  if (securable.class === 'DATABASE') {
    return /^(ALTER|CREATE) /.test(permission) ? [...here, ['ALTER', database]] : here;
  }
  const parent: Securable = securable.class === 'OBJECT' ? { class: 'SCHEMA', name: securable.schema } : database;
  // Permissions that the container does not know come down from its CONTROL alone.
  const above = isPermissionOf(parent.class, permission) ? permission : 'CONTROL';
  return [...here, ...coveringPairs(above, parent)];
}

function isAbout(entry: PermissionEntry, [permission, securable]: Pair): boolean {
  return entry.permission === permission && isSameSecurable(entry.securable, securable);
}

/** Equal class and names. */
export function isSameSecurable(left: Securable, right: Securable): boolean {
  return securableKey(left) === securableKey(right);
}

function securableKey(securable: Securable): string {
  return JSON.stringify([
    securable.class,
    'schema' in securable ? securable.schema : '',
    'name' in securable ? securable.name : '',
  ]);
}

function fixedRoleEntries(): readonly PermissionEntry[] {
  const entries = (table: Readonly<Record<string, readonly string[]>>, state: 'grant' | 'deny'): PermissionEntry[] =>
    Object.entries(table).flatMap(([grantee, permissions]) =>
      permissions.map((permission) => ({ grantee, grantor: 'dbo', permission, state, securable: database })),
    );
  return [...entries(databaseRolePermissions, 'grant'), ...entries(databaseRoleDenials, 'deny')];
}
