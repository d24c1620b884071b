import type { Session } from '../tsql/contracts.ts';
import { serverErrors } from './errors.ts';
import type { Server } from './server.ts';
import { fold } from './state.ts';
import type { Database, DatabasePrincipal, Login } from './state.ts';

/** One level of EXECUTE AS; names folded. */
export type Impersonation =
  | { readonly kind: 'login'; readonly login: string }
  | { readonly kind: 'user'; readonly database: string; readonly user: string };

/** Who a session is now. */
export interface Identity {
  /** Absent when the login was dropped meanwhile, or for a user without a login. */
  readonly login: Login | undefined;
  /** Set under EXECUTE AS USER: rights end at that database, and the login's own do not count. */
  readonly confined?: { readonly database: string; readonly user: string };
}

const stateKey = 'impersonation';

/** The EXECUTE AS stack, outermost first. */
export function impersonations(session: Session): readonly Impersonation[] {
  return (session.state.get(stateKey) as readonly Impersonation[] | undefined) ?? [];
}

/** Replaces the EXECUTE AS stack. */
export function setImpersonations(session: Session, stack: readonly Impersonation[]): void {
  session.state.set(stateKey, stack);
}

/** Who the session is, EXECUTE AS included. */
export function identityOf(server: Server, session: Session): Identity {
  const top = impersonations(session).at(-1);
  if (!top) return { login: server.state.logins.get(fold(session.login)) };
  if (top.kind === 'login') return { login: server.state.logins.get(top.login) };
  const user = server.state.databases.get(top.database)?.principals.get(top.user);
  return { login: loginById(server, user?.loginId), confined: { database: top.database, user: top.user } };
}

/** The login with an id. */
export function loginById(server: Server, id: number | undefined): Login | undefined {
  return id === undefined ? undefined : [...server.state.logins.values()].find((login) => login.id === id);
}

/** A member of sysadmin, and not confined to a database. */
export function isSysadmin(identity: Identity): boolean {
  return identity.confined === undefined && identity.login?.memberOf.includes('sysadmin') === true;
}

/** The user as which someone enters a database: dbo for sysadmin and owner, the mapped user, guest where it may connect. */
export function userIn(identity: Identity, database: Database): DatabasePrincipal | undefined {
  const { login, confined } = identity;
  if (confined) return confined.database === fold(database.name) ? database.principals.get(confined.user) : undefined;
  if (!login) return undefined;
  if (isSysadmin(identity) || database.ownerId === login.id) return database.principals.get('dbo');
  const users = [...database.principals.values()];
  return users.find((user) => user.loginId === login.id) ?? guestOf(database);
}

function guestOf(database: Database): DatabasePrincipal | undefined {
  const may = database.permissions.some(
    (entry) => entry.grantee === 'guest' && entry.permission === 'CONNECT' && entry.state !== 'deny',
  );
  return may ? database.principals.get('guest') : undefined;
}

/** The session's database. */
export function currentDatabase(server: Server, session: Session): Database {
  const database = server.state.databases.get(fold(session.database));
  // Another session may have dropped it.
  if (!database) throw serverErrors.noSuchDatabase(session.database);
  return database;
}
