import type { ExecutionContext, ScalarFunction } from '../../tsql/contracts.ts';
import type { SqlValue } from '../../values.ts';
import { currentDatabase, identityOf, impersonations, isSysadmin, loginById } from '../identity.ts';
import { accessIn, accessOf, mayConnect, rolesOf } from '../permissions.ts';
import { serverSid } from '../sids.ts';
import type { Server } from '../server.ts';
import { fold } from '../state.ts';
import type { Database, DatabasePrincipal } from '../state.ts';
import { int, niladicFunction, numberOf, serverFunction, sysname, textOf } from './define.ts';

/** Who and where the session is. */
export function identityFunctions(server: Server): readonly ScalarFunction[] {
  const userName = (context: ExecutionContext): SqlValue => accessOf(server, context).user?.name ?? 'guest';
  const loginName = ({ session }: ExecutionContext): SqlValue => suserName(server, session);
  return [
    niladicFunction('current_user', userName),
    niladicFunction('session_user', userName),
    niladicFunction('user', userName),
    niladicFunction('system_user', loginName),
    serverFunction('original_login', [0, 0], sysname, (_, { session }) => session.login),
    serverFunction('suser_sname', [0, 1], sysname, (args, context) =>
      args.length === 0 ? loginName(context) : loginBySid(server, args[0]),
    ),
    serverFunction('suser_name', [0, 1], sysname, (args, context) =>
      args.length === 0 ? loginName(context) : (loginById(server, numberOf(args[0]) ?? undefined)?.name ?? null),
    ),
    serverFunction('suser_id', [0, 1], int, ([name], context) => {
      const login = textOf(name) ?? textOf(loginName(context));
      return login === null ? null : (server.state.logins.get(fold(login))?.id ?? null);
    }),
    ...userFunctions(server, userName),
    ...memberFunctions(server),
    ...databaseFunctions(server),
  ];
}

function suserName(server: Server, session: ExecutionContext['session']): string {
  const top = impersonations(session).at(-1);
  return identityOf(server, session).login?.name ?? (top?.kind === 'user' ? top.user : session.login);
}

function loginBySid(server: Server, sid: SqlValue | undefined): SqlValue {
  if (!(sid instanceof Uint8Array)) return null;
  const found = [...server.state.logins.values()].find(({ id }) => Buffer.compare(serverSid(id), sid) === 0);
  return found?.name ?? null;
}

function userFunctions(server: Server, userName: (context: ExecutionContext) => SqlValue): readonly ScalarFunction[] {
  const principals = ({ session }: ExecutionContext): readonly DatabasePrincipal[] => [
    ...currentDatabase(server, session).principals.values(),
  ];
  const idOf = ([name]: readonly SqlValue[], context: ExecutionContext): SqlValue => {
    const wanted = fold(textOf(name) ?? textOf(userName(context)) ?? '');
    return principals(context).find((principal) => fold(principal.name) === wanted)?.id ?? null;
  };
  return [
    serverFunction('user_name', [0, 1], sysname, ([id], context) =>
      id === undefined ? userName(context) : (principals(context).find((one) => one.id === numberOf(id))?.name ?? null),
    ),
    serverFunction('user_id', [0, 1], int, idOf),
    serverFunction('database_principal_id', [0, 1], int, idOf),
    serverFunction('schema_name', [0, 1], sysname, ([id], context) => {
      if (id === undefined) return accessOf(server, context).user?.defaultSchema ?? 'dbo';
      const schemas = [...currentDatabase(server, context.session).schemas.values()];
      return schemas.find((schema) => schema.id === numberOf(id))?.name ?? null;
    }),
    serverFunction('schema_id', [0, 1], int, ([name], context) => {
      const { database, user } = accessOf(server, context);
      const wanted = name === undefined ? (user?.defaultSchema ?? 'dbo') : textOf(name);
      return wanted === null ? null : (database.schemas.get(fold(wanted))?.id ?? null);
    }),
  ];
}

/** 1, 0, or NULL for a role or principal that is not there (documented). */
function memberFunctions(server: Server): readonly ScalarFunction[] {
  const isInRole = (database: Database, user: DatabasePrincipal | undefined, role: SqlValue | undefined): SqlValue => {
    const name = fold(textOf(role) ?? '');
    if (database.principals.get(name)?.kind !== 'role') return null;
    return user !== undefined && rolesOf(database, user).has(name) ? 1 : 0;
  };
  return [
    serverFunction('is_srvrolemember', [1, 2], int, ([role, name], { session }) => {
      const identity = identityOf(server, session);
      const login = name === undefined ? identity.login : server.state.logins.get(fold(textOf(name) ?? ''));
      const wanted = fold(textOf(role) ?? '');
      if (!login || !server.state.serverRoles.has(wanted)) return null;
      if (name === undefined && identity.confined) return wanted === 'public' ? 1 : 0;
      return wanted === 'public' || login.memberOf.includes(wanted) ? 1 : 0;
    }),
    serverFunction('is_member', [1, 1], int, ([role], context) => {
      const { database, user, identity } = accessOf(server, context);
      if (isSysadmin(identity) && fold(textOf(role) ?? '') === 'db_owner') return 1;
      return isInRole(database, user, role);
    }),
    serverFunction('is_rolemember', [1, 2], int, ([role, name], context) => {
      const { database, user } = accessOf(server, context);
      const member = name === undefined ? user : database.principals.get(fold(textOf(name) ?? ''));
      return member ? isInRole(database, member, role) : null;
    }),
  ];
}

function databaseFunctions(server: Server): readonly ScalarFunction[] {
  return [
    serverFunction('db_name', [0, 1], sysname, ([id], { session }) => {
      if (id === undefined) return session.database;
      return [...server.state.databases.values()].find((one) => one.id === numberOf(id))?.name ?? null;
    }),
    serverFunction('db_id', [0, 1], { name: 'smallint' }, ([name], { session }) => {
      const wanted = name === undefined ? session.database : textOf(name);
      return wanted === null ? null : (server.state.databases.get(fold(wanted))?.id ?? null);
    }),
    serverFunction(
      'original_db_name',
      [0, 0],
      sysname,
      (_, { session }) => session.request.database || session.database,
    ),
    serverFunction('has_dbaccess', [1, 1], int, ([name], { session }) => {
      const database = server.state.databases.get(fold(textOf(name) ?? ''));
      return database ? Number(mayConnect(accessIn(server, identityOf(server, session), database))) : null;
    }),
  ];
}
