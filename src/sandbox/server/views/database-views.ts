import type { ExecutionContext, TableSource } from '../../tsql/contracts.ts';
import { identityOf } from '../identity.ts';
import { masterKeyName } from '../statements/master-key.ts';
import { accessIn, isAllowed } from '../permissions.ts';
import type { Access } from '../permissions.ts';
import { serverSid } from '../sids.ts';
import type { Server } from '../server.ts';
import { fold } from '../state.ts';
import type { DatabasePrincipal } from '../state.ts';
import type { SqlValue } from '../../values.ts';
import { bit, char, column, datetime, int, nvarchar, sysname, toDatetime, varbinary, view } from './columns.ts';

/** Makes a view whose rows come from one database, seen by whoever asks. */
function databaseView(
  server: Server,
  name: string,
  columns: Parameters<typeof view>[1],
  rows: (access: Access) => Iterable<readonly SqlValue[]>,
): TableSource {
  return view(name, columns, (context: ExecutionContext, database) => {
    const found = server.state.databases.get(fold(database));
    return found ? rows(accessIn(server, identityOf(server, context.session), found)) : [];
  });
}

/** Views about principals, schemas and credentials of one database. */
export function databaseViews(server: Server): readonly TableSource[] {
  return [
    credentials(server),
    symmetricKeys(server),
    databasePrincipals(server),
    databaseRoleMembers(server),
    schemas(server),
  ];
}

/** A row needs some permission on the credential (documented). There is no column for the secret. */
function credentials(server: Server): TableSource {
  const columns = [
    column('name', sysname, false),
    column('credential_id', int, false),
    column('principal_id', int),
    column('credential_identity', nvarchar(4000)),
    column('create_date', datetime, false),
    column('modify_date', datetime, false),
    column('target_type', nvarchar(100)),
    column('target_id', int),
  ];
  return databaseView(server, 'database_scoped_credentials', columns, (access) =>
    [...access.database.credentials.values()]
      .filter(({ name }) => isVisibleCredential(access, name))
      .map((one) => [
        ...[one.name, one.id, access.database.principals.get(one.owner)?.id ?? null, one.identity],
        ...[toDatetime(one.created), toDatetime(one.modified), null, null],
      ]),
  );
}

function isVisibleCredential(access: Access, name: string): boolean {
  const securable = { class: 'DATABASE SCOPED CREDENTIAL', name: fold(name) } as const;
  return ['REFERENCES', 'ALTER', 'VIEW DEFINITION'].some((permission) => isAllowed(access, permission, securable));
}

/** The master key shows only to those who may see definitions. */
function symmetricKeys(server: Server): TableSource {
  const columns = [
    column('name', sysname, false),
    column('principal_id', int),
    column('symmetric_key_id', int, false),
    column('key_length', int, false),
    column('key_algorithm', char(2), false),
    column('algorithm_desc', nvarchar(60)),
    column('create_date', datetime, false),
    column('modify_date', datetime, false),
  ];
  return databaseView(server, 'symmetric_keys', columns, (access) => {
    const { masterKey } = access.database;
    if (!masterKey || !isAllowed(access, 'VIEW DEFINITION', { class: 'DATABASE' })) return [];
    const created = toDatetime(masterKey.created);
    return [[masterKeyName, 1, 101, 256, 'A3', 'AES_256', created, created]];
  });
}

/** Everyone sees fixed principals, roles and themselves; VIEW DEFINITION or ALTER ANY USER shows the rest. */
function databasePrincipals(server: Server): TableSource {
  const columns = [
    column('name', sysname, false),
    column('principal_id', int, false),
    column('type', char(1), false),
    column('type_desc', nvarchar(60)),
    column('default_schema_name', sysname),
    column('create_date', datetime, false),
    column('modify_date', datetime, false),
    column('owning_principal_id', int),
    column('sid', varbinary(85)),
    column('is_fixed_role', bit, false),
    column('authentication_type', int, false),
    column('authentication_type_desc', nvarchar(60)),
  ];
  return databaseView(server, 'database_principals', columns, (access) =>
    [...access.database.principals.values()]
      .filter((principal) => isVisiblePrincipal(access, principal))
      .map((one) => {
        const created = toDatetime(one.created);
        const isRole = one.kind === 'role';
        const sid = one.loginId === undefined ? null : serverSid(one.loginId);
        const byLogin = one.loginId !== undefined;
        return [
          ...[one.name, one.id, isRole ? 'R' : 'S', isRole ? 'DATABASE_ROLE' : 'SQL_USER', one.defaultSchema ?? null],
          ...[created, created, isRole ? 1 : null, sid, one.fixed && isRole && one.id !== 0],
          ...[byLogin ? 1 : 0, byLogin ? 'INSTANCE' : 'NONE'],
        ];
      }),
  );
}

function isVisiblePrincipal(access: Access, principal: DatabasePrincipal): boolean {
  if (principal.fixed || principal.kind === 'role' || principal.name === access.user?.name) return true;
  return ['VIEW DEFINITION', 'ALTER'].some((permission) =>
    isAllowed(access, permission, { class: 'USER', name: fold(principal.name) }),
  );
}

function databaseRoleMembers(server: Server): TableSource {
  const columns = [column('role_principal_id', int, false), column('member_principal_id', int, false)];
  return databaseView(server, 'database_role_members', columns, ({ database }) =>
    [...database.principals.values()].flatMap(({ id, memberOf }) =>
      memberOf.map((role) => [database.principals.get(role)?.id ?? null, id]),
    ),
  );
}

function schemas(server: Server): TableSource {
  const columns = [column('name', sysname, false), column('schema_id', int, false), column('principal_id', int)];
  return databaseView(server, 'schemas', columns, ({ database }) =>
    [...database.schemas.values()].map(({ name, id, owner }) => [name, id, database.principals.get(owner)?.id ?? null]),
  );
}
