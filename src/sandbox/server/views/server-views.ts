import type { TableSource } from '../../tsql/contracts.ts';
import { optionsOf } from '../configuration-options.ts';
import { identityOf } from '../identity.ts';
import { accessIn, isServerAllowed, mayConnect } from '../permissions.ts';
import { serverSid } from '../sids.ts';
import type { Server } from '../server.ts';
import {
  bit,
  char,
  column,
  datetime,
  int,
  intVariant,
  nvarchar,
  sysname,
  tinyint,
  toDatetime,
  varbinary,
  view,
} from './columns.ts';

/** Views whose rows are the same in every database. */
export function serverViews(server: Server): readonly TableSource[] {
  return [configurations(server), databases(server), serverPrincipals(server), serverRoleMembers(server), hostInfo()];
}

/** Open to public (documented). */
function configurations(server: Server): TableSource {
  const variant = { name: 'sql_variant' } as const;
  const columns = [
    column('configuration_id', int, false),
    column('name', nvarchar(35), false),
    column('value', variant),
    column('minimum', variant),
    column('maximum', variant),
    column('value_in_use', variant),
    column('description', nvarchar(255), false),
    column('is_dynamic', bit, false),
    column('is_advanced', bit, false),
  ];
  const major = Number(server.profile.productVersion.split('.')[0]);
  return view('configurations', columns, () =>
    optionsOf(major).map((option) => {
      const { value, inUse } = server.state.options.get(option.id) ?? { value: option.value, inUse: option.value };
      const numbers = [value, option.minimum, option.maximum, inUse].map(intVariant);
      return [option.id, option.name, ...numbers, option.description, option.dynamic, option.advanced];
    }),
  );
}

function databases(server: Server): TableSource {
  const columns = [
    column('name', sysname, false),
    column('database_id', int, false),
    column('owner_sid', varbinary(85)),
    column('create_date', datetime, false),
    column('compatibility_level', tinyint, false),
    column('collation_name', sysname),
    column('user_access', tinyint),
    column('user_access_desc', nvarchar(60)),
    column('is_read_only', bit),
    column('state', tinyint),
    column('state_desc', nvarchar(60)),
    column('recovery_model_desc', nvarchar(60)),
    column('is_trustworthy_on', bit),
    column('containment_desc', nvarchar(60)),
  ];
  return view('databases', columns, ({ session }) => {
    const identity = identityOf(server, session);
    const all = isServerAllowed(server, identity, 'VIEW ANY DATABASE');
    return [...server.state.databases.values()]
      .filter((one) => all || one.name === 'master' || mayConnect(accessIn(server, identity, one)))
      .map((one) => [
        ...[one.name, one.id, serverSid(one.ownerId), toDatetime(one.created), server.profile.compatibilityLevel],
        ...[collationOf(one), 0, 'MULTI_USER', false, 0, 'ONLINE', one.id <= 4 ? 'SIMPLE' : 'FULL', false, 'NONE'],
      ]);
  });
}

/** The instance's collation, and its case-sensitive sister. */
export function collationOf({ caseSensitive }: { readonly caseSensitive: boolean }): string {
  return caseSensitive ? 'SQL_Latin1_General_CP1_CS_AS' : 'SQL_Latin1_General_CP1_CI_AS';
}

/** Everyone sees roles, sa and the own login; ALTER ANY LOGIN shows the rest. */
function serverPrincipals(server: Server): TableSource {
  const columns = [
    column('name', sysname, false),
    column('principal_id', int, false),
    column('sid', varbinary(85)),
    column('type', char(1), false),
    column('type_desc', nvarchar(60)),
    column('is_disabled', bit),
    column('create_date', datetime, false),
    column('modify_date', datetime, false),
    column('default_database_name', sysname),
    column('default_language_name', sysname),
    column('is_fixed_role', bit, false),
  ];
  return view('server_principals', columns, ({ session }) => {
    const identity = identityOf(server, session);
    const all = isServerAllowed(server, identity, 'ALTER ANY LOGIN');
    const born = toDatetime(server.state.databases.get('master')?.created ?? server.now());
    const logins = [...server.state.logins.values()]
      .filter((login) => all || login.id === 1 || login.id === identity.login?.id)
      .map((login) => [
        ...[login.name, login.id, serverSid(login.id), 'S', 'SQL_LOGIN', login.disabled, toDatetime(login.created)],
        ...[toDatetime(login.modified), login.defaultDatabase, 'us_english', false],
      ]);
    const roles = [...server.state.serverRoles.values()].map(({ name, id }) => [
      ...[name, id, serverSid(id), 'R', 'SERVER_ROLE', false, born, born, null, null, name !== 'public'],
    ]);
    return [...logins, ...roles];
  });
}

function serverRoleMembers(server: Server): TableSource {
  const columns = [column('role_principal_id', int, false), column('member_principal_id', int, false)];
  return view('server_role_members', columns, () =>
    [...server.state.logins.values()].flatMap((login) =>
      login.memberOf.map((role) => [server.state.serverRoles.get(role)?.id ?? null, login.id]),
    ),
  );
}

/** Says "sandbox" where the real server names the distribution. */
function hostInfo(): TableSource {
  const columns = [
    column('host_platform', nvarchar(256), false),
    column('host_distribution', nvarchar(256), false),
    column('host_release', nvarchar(256), false),
    column('host_service_pack_level', nvarchar(256), false),
    column('host_sku', int),
    column('os_language_version', int, false),
    column('host_architecture', nvarchar(256), false),
  ];
  return view('dm_os_host_info', columns, () => [['Linux', 'SQL Kube sandbox', '', '', null, 0, 'X64']]);
}
