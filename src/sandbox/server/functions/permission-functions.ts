import type { ExecutionContext, ScalarFunction, TableFunction } from '../../tsql/contracts.ts';
import type { SqlValue } from '../../values.ts';
import { identityOf } from '../identity.ts';
import { securableClasses } from '../permission-catalog.ts';
import { accessOf, isAllowed, isServerAllowed } from '../permissions.ts';
import type { Access } from '../permissions.ts';
import type { Server } from '../server.ts';
import { fold } from '../state.ts';
import type { Securable } from '../state.ts';
import { column, sysname } from '../views/columns.ts';
import type { UserObjects } from '../user-objects.ts';
import { int, nameParts, serverFunction, singleName, textOf } from './define.ts';

/** `HAS_PERMS_BY_NAME(securable, class, permission)`: 1 or 0, NULL for a class, permission or securable there is not. */
export function permissionFunctions(server: Server, userObjects: UserObjects): readonly ScalarFunction[] {
  return [
    serverFunction('has_perms_by_name', [3, 5], int, ([name, kind, permission], context) => {
      const securable = findSecurable(server, userObjects, context, {
        name: textOf(name ?? null),
        kind: textOf(kind ?? null),
      });
      const wanted = textOf(permission ?? null)?.toUpperCase();
      if (!securable || wanted === undefined) return null;
      const known = permissionsOf(server, securable);
      if (wanted === 'ANY') return Number(known.some((one) => may(server, context, one, securable)));
      return known.includes(wanted) ? Number(may(server, context, wanted, securable)) : null;
    }),
  ];
}

/** SQL Server 2022 is taken not to know the permission of the procedure (inferred). */
function permissionsOf(server: Server, securable: Securable): readonly string[] {
  const names = Object.keys(securableClasses[securable.class].permissions);
  return server.profile.restEndpoint ? names : names.filter((name) => name !== 'EXECUTE ANY EXTERNAL ENDPOINT');
}

function may(server: Server, context: ExecutionContext, permission: string, securable: Securable): boolean {
  if (securable.class === 'SERVER' || securable.class === 'LOGIN') {
    return isServerAllowed(server, identityOf(server, context.session), permission);
  }
  return isAllowed(accessOf(server, context), permission, securable);
}

interface Wanted {
  readonly name: string | null;
  readonly kind: string | null;
}

function findSecurable(
  server: Server,
  userObjects: UserObjects,
  context: ExecutionContext,
  { name, kind }: Wanted,
): Securable | undefined {
  if (kind === null) return name === null ? { class: 'SERVER' } : undefined;
  const access = accessOf(server, context);
  const securableClass = kind.toUpperCase();
  if (securableClass === 'SERVER') return { class: 'SERVER' };
  if (securableClass === 'DATABASE') {
    const isCurrent = name === null || fold(singleName(name)) === fold(access.database.name);
    return isCurrent ? { class: 'DATABASE' } : undefined;
  }
  if (name === null) return undefined;
  if (securableClass === 'OBJECT') return findObject(access, userObjects(context, access.database.name), name);
  return findNamed(access, securableClass, fold(singleName(name)));
}

function findObject(access: Access, objects: ReturnType<UserObjects>, text: string): Securable | undefined {
  const [name = '', schema] = nameParts(text).map(fold);
  const owner = schema === undefined || schema === '' ? fold(access.user?.defaultSchema ?? 'dbo') : schema;
  const found = objects.find((object) => fold(object.name) === name && object.schema === owner);
  return found ? { class: 'OBJECT', schema: owner, name } : undefined;
}

function findNamed({ database, server }: Access, securableClass: string, name: string): Securable | undefined {
  const principal = database.principals.get(name);
  switch (securableClass) {
    case 'SCHEMA':
      return database.schemas.has(name) ? { class: 'SCHEMA', name } : undefined;
    case 'DATABASE SCOPED CREDENTIAL':
      return database.credentials.has(name) ? { class: 'DATABASE SCOPED CREDENTIAL', name } : undefined;
    case 'USER':
      return principal?.kind === 'user' ? { class: 'USER', name } : undefined;
    case 'ROLE':
      return principal?.kind === 'role' ? { class: 'ROLE', name } : undefined;
    case 'LOGIN':
      return server.state.logins.has(name) ? { class: 'LOGIN', name } : undefined;
    default:
      return undefined;
  }
}

/** `sys.fn_my_permissions(securable, class)`: one row a permission that the caller has; no rows for a class there is not. */
export function myPermissions(server: Server, userObjects: UserObjects): TableFunction {
  return {
    name: 'fn_my_permissions',
    schema: 'sys',
    minArgs: 2,
    maxArgs: 2,
    columns: () => [
      column('entity_name', sysname),
      column('subentity_name', sysname),
      column('permission_name', { name: 'nvarchar', length: 60 }),
    ],
    rows: ([name, kind], _, context) => {
      const wanted = { name: textOf(name?.value ?? null), kind: textOf(kind?.value ?? null) };
      const securable = wanted.kind === null ? undefined : findSecurable(server, userObjects, context, wanted);
      if (!securable) return [];
      const entity: SqlValue = securable.class === 'SERVER' ? 'server' : (wanted.name ?? 'database');
      return permissionsOf(server, securable)
        .filter((permission) => may(server, context, permission, securable))
        .map((permission) => [entity, '', permission]);
    },
  };
}
