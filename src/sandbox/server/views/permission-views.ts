import type { TableSource } from '../../tsql/contracts.ts';
import { identityOf } from '../identity.ts';
import { permissionCode, securableClasses } from '../permission-catalog.ts';
import { isServerAllowed } from '../permissions.ts';
import type { Server } from '../server.ts';
import { fold } from '../state.ts';
import type { Database, PermissionEntry, PermissionState } from '../state.ts';
import { objectId } from '../user-objects.ts';
import { char, column, int, nvarchar, sysname, tinyint, view } from './columns.ts';

const columns = [
  column('class', tinyint, false),
  column('class_desc', nvarchar(60)),
  column('major_id', int, false),
  column('minor_id', int, false),
  column('grantee_principal_id', int, false),
  column('grantor_principal_id', int, false),
  column('type', char(4), false),
  column('permission_name', sysname),
  column('state', char(1), false),
  column('state_desc', nvarchar(60)),
];

const states: Readonly<Record<PermissionState, readonly [string, string]>> = {
  grant: ['G', 'GRANT'],
  'grant-with-grant-option': ['W', 'GRANT_WITH_GRANT_OPTION'],
  deny: ['D', 'DENY'],
};

/** sys.database_permissions and sys.server_permissions: what GRANT and DENY left, open to all who are in. */
export function permissionViews(server: Server): readonly TableSource[] {
  return [
    view('database_permissions', columns, (_, name) => {
      const database = server.state.databases.get(fold(name));
      return (database?.permissions ?? []).map((entry) =>
        row(entry, (principal) => idIn(database, principal), database),
      );
    }),
    view('server_permissions', columns, ({ session }) => {
      const { logins, serverRoles, permissions } = server.state;
      const identity = identityOf(server, session);
      const all = isServerAllowed(server, identity, 'VIEW ANY DEFINITION');
      const own = new Set(['public', fold(identity.login?.name ?? ''), ...(identity.login?.memberOf ?? [])]);
      return permissions
        .filter(({ grantee }) => all || own.has(grantee))
        .map((entry) => row(entry, (name) => logins.get(name)?.id ?? serverRoles.get(name)?.id ?? 0));
    }),
  ];
}

function row(
  { securable, grantee, grantor, permission, state }: PermissionEntry,
  id: (principal: string) => number,
  database?: Database,
): readonly (string | number)[] {
  const kind = securableClasses[securable.class];
  const major = database ? majorId(securable, database) : 0;
  const code = permissionCode(securable.class, permission);
  return [kind.id, kind.description, major, 0, id(grantee), id(grantor), code, permission, ...states[state]];
}

function idIn(database: Database | undefined, principal: string): number {
  return database?.principals.get(principal)?.id ?? 0;
}

function majorId(securable: PermissionEntry['securable'], database: Database): number {
  switch (securable.class) {
    case 'SCHEMA':
      return database.schemas.get(securable.name)?.id ?? 0;
    case 'DATABASE SCOPED CREDENTIAL':
      return database.credentials.get(securable.name)?.id ?? 0;
    case 'USER':
    case 'ROLE':
      return database.principals.get(securable.name)?.id ?? 0;
    case 'OBJECT':
      return objectId(`${fold(database.name)}.${securable.schema}.${securable.name}`);
    default:
      return 0;
  }
}
