import { optionsOf, restEndpointOption } from './configuration-options.ts';
import { hashPassword } from './passwords.ts';
import type { ServerProfile } from './profile.ts';
import { fold } from './state.ts';
import type { Database, DatabasePrincipal, PermissionEntry, Schema, ServerState } from './state.ts';

/** Fixed server roles with their ids (documented). */
const serverRoles: readonly (readonly [string, number])[] = [
  ['public', 2],
  ['sysadmin', 3],
  ['securityadmin', 4],
  ['serveradmin', 5],
  ['setupadmin', 6],
  ['processadmin', 7],
  ['diskadmin', 8],
  ['dbcreator', 9],
  ['bulkadmin', 10],
];

/** Fixed database roles from 16384 on (documented). */
const databaseRoles: readonly string[] = [
  'db_owner',
  'db_accessadmin',
  'db_securityadmin',
  'db_ddladmin',
  '',
  'db_backupoperator',
  'db_datareader',
  'db_datawriter',
  'db_denydatareader',
  'db_denydatawriter',
];

const systemDatabases: readonly string[] = ['master', 'tempdb', 'model', 'msdb'];

/** An instance as after setup: sa, the system databases and the user databases asked for. */
export function initialState(options: {
  readonly profile: ServerProfile;
  readonly password: string;
  readonly switchOn: boolean;
  readonly databases: readonly string[];
  readonly now: Date;
}): ServerState {
  const { profile, now } = options;
  const major = Number(profile.productVersion.split('.')[0]);
  const state: ServerState = {
    logins: new Map(),
    serverRoles: new Map(serverRoles.map(([name, id]) => [name, { name, id }])),
    databases: new Map(),
    permissions: [serverGrant('public', 'VIEW ANY DATABASE'), serverGrant('sa', 'CONNECT SQL')],
    options: new Map(optionsOf(major).map(({ id, value }) => [id, { value, inUse: value }])),
    nextPrincipalId: 267,
    nextDatabaseId: 1,
    eventSessions: new Map(),
    nextEventSessionId: 0,
  };
  if (options.switchOn && state.options.has(restEndpointOption)) {
    state.options.set(restEndpointOption, { value: 1, inUse: 1 });
  }
  state.logins.set('sa', {
    name: 'sa',
    id: 1,
    password: hashPassword(options.password),
    disabled: false,
    defaultDatabase: 'master',
    checkPolicy: true,
    memberOf: ['sysadmin'],
    created: now,
    modified: now,
  });
  for (const name of [...systemDatabases, ...options.databases]) addDatabase(state, name, 1, now);
  return state;
}

function serverGrant(grantee: string, permission: string): PermissionEntry {
  return { grantee, grantor: 'sa', permission, state: 'grant', securable: { class: 'SERVER' } };
}

/** Makes a database with dbo, guest, the fixed roles and schemas, and returns it. */
export function addDatabase(state: ServerState, name: string, ownerId: number, now: Date): Database {
  const database: Database = {
    name,
    id: state.nextDatabaseId,
    ownerId,
    created: now,
    caseSensitive: false,
    principals: new Map(systemPrincipals(ownerId, now).map((principal) => [fold(principal.name), principal])),
    schemas: new Map(systemSchemas().map((schema) => [fold(schema.name), schema])),
    credentials: new Map(),
    permissions: systemPermissions(name),
    masterKey: undefined,
    nextPrincipalId: 5,
    nextSchemaId: 5,
    nextCredentialId: 65536,
  };
  state.nextDatabaseId += 1;
  state.databases.set(fold(name), database);
  return database;
}

function systemPrincipals(ownerId: number, created: Date): readonly DatabasePrincipal[] {
  const base = { fixed: true, memberOf: [], created } as const;
  return [
    { ...base, name: 'public', id: 0, kind: 'role' },
    { ...base, name: 'dbo', id: 1, kind: 'user', loginId: ownerId, defaultSchema: 'dbo', memberOf: ['db_owner'] },
    { ...base, name: 'guest', id: 2, kind: 'user', defaultSchema: 'guest' },
    { ...base, name: 'INFORMATION_SCHEMA', id: 3, kind: 'user' },
    { ...base, name: 'sys', id: 4, kind: 'user' },
    ...databaseRoles.flatMap((name, index) =>
      name ? [{ ...base, name, id: 16384 + index, kind: 'role' as const }] : [],
    ),
  ];
}

function systemSchemas(): readonly Schema[] {
  return [
    { name: 'dbo', id: 1, owner: 'dbo' },
    { name: 'guest', id: 2, owner: 'guest' },
    { name: 'INFORMATION_SCHEMA', id: 3, owner: 'information_schema' },
    { name: 'sys', id: 4, owner: 'sys' },
  ];
}

/** dbo may connect everywhere; guest only where the real server lets it (master, tempdb, msdb). */
function systemPermissions(database: string): readonly PermissionEntry[] {
  const connect = (grantee: string): PermissionEntry => ({
    grantee,
    grantor: 'dbo',
    permission: 'CONNECT',
    state: 'grant',
    securable: { class: 'DATABASE' },
  });
  return ['master', 'tempdb', 'msdb'].includes(fold(database)) ? [connect('dbo'), connect('guest')] : [connect('dbo')];
}
