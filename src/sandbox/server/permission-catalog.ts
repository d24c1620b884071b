import type { Securable } from './state.ts';

/** Permission names and the four-letter codes of sys.database_permissions (documented; EAEE inferred). */
const databasePermissions: Readonly<Record<string, string>> = {
  ALTER: 'AL',
  'ALTER ANY DATABASE SCOPED CONFIGURATION': 'ALDC',
  'ALTER ANY ROLE': 'ALRL',
  'ALTER ANY SCHEMA': 'ALSM',
  'ALTER ANY USER': 'ALUS',
  AUTHENTICATE: 'AUTH',
  CONNECT: 'CO',
  CONTROL: 'CL',
  'CREATE FUNCTION': 'CRFN',
  'CREATE PROCEDURE': 'CRPR',
  'CREATE ROLE': 'CRRL',
  'CREATE SCHEMA': 'CRSM',
  'CREATE TABLE': 'CRTB',
  'CREATE VIEW': 'CRVW',
  DELETE: 'DL',
  EXECUTE: 'EX',
  'EXECUTE ANY EXTERNAL ENDPOINT': 'EAEE',
  INSERT: 'IN',
  REFERENCES: 'RF',
  SELECT: 'SL',
  'TAKE OWNERSHIP': 'TO',
  UPDATE: 'UP',
  'VIEW DATABASE STATE': 'VWDS',
  'VIEW DEFINITION': 'VW',
};

const serverPermissions: Readonly<Record<string, string>> = {
  'ALTER ANY DATABASE': 'ALDB',
  'ALTER ANY EVENT SESSION': 'AAES',
  'ALTER ANY LOGIN': 'ALLG',
  'ALTER ANY SERVER ROLE': 'ALSR',
  'ALTER SERVER STATE': 'ALSS',
  'ALTER SETTINGS': 'ALST',
  'CONNECT ANY DATABASE': 'CADB',
  'CONNECT SQL': 'COSQ',
  'CONTROL SERVER': 'CL',
  'CREATE ANY DATABASE': 'CRDB',
  'IMPERSONATE ANY LOGIN': 'IAL',
  'VIEW ANY DATABASE': 'VWDB',
  'VIEW ANY DEFINITION': 'VWAD',
  'VIEW SERVER PERFORMANCE STATE': 'VSPS',
  'VIEW SERVER STATE': 'VWSS',
};

const objectPermissions: Readonly<Record<string, string>> = {
  ALTER: 'AL',
  CONTROL: 'CL',
  DELETE: 'DL',
  EXECUTE: 'EX',
  INSERT: 'IN',
  REFERENCES: 'RF',
  SELECT: 'SL',
  'TAKE OWNERSHIP': 'TO',
  UPDATE: 'UP',
  'VIEW DEFINITION': 'VW',
};

const principalPermissions: Readonly<Record<string, string>> = {
  ALTER: 'AL',
  CONTROL: 'CL',
  IMPERSONATE: 'IM',
  'TAKE OWNERSHIP': 'TO',
  'VIEW DEFINITION': 'VW',
};

const credentialPermissions: Readonly<Record<string, string>> = {
  ALTER: 'AL',
  CONTROL: 'CL',
  REFERENCES: 'RF',
  'TAKE OWNERSHIP': 'TO',
  'VIEW DEFINITION': 'VW',
};

/** A class of securables: what may be granted on it, and its number in the catalog. */
interface SecurableClass {
  readonly permissions: Readonly<Record<string, string>>;
  /** `class` and `class_desc` of the permission views. 32 for credentials is documented. */
  readonly id: number;
  readonly description: string;
}

export const securableClasses: Readonly<Record<Securable['class'], SecurableClass>> = {
  SERVER: { permissions: serverPermissions, id: 100, description: 'SERVER' },
  DATABASE: { permissions: databasePermissions, id: 0, description: 'DATABASE' },
  OBJECT: { permissions: objectPermissions, id: 1, description: 'OBJECT_OR_COLUMN' },
  SCHEMA: {
    permissions: { ...objectPermissions, 'CREATE SEQUENCE': 'CRSO' },
    id: 3,
    description: 'SCHEMA',
  },
  USER: { permissions: principalPermissions, id: 4, description: 'DATABASE_PRINCIPAL' },
  ROLE: { permissions: principalPermissions, id: 4, description: 'DATABASE_PRINCIPAL' },
  LOGIN: { permissions: principalPermissions, id: 101, description: 'SERVER_PRINCIPAL' },
  'DATABASE SCOPED CREDENTIAL': {
    permissions: credentialPermissions,
    id: 32,
    description: 'DATABASE_SCOPED_CREDENTIAL',
  },
};

/** Four characters, padded, as the catalog shows it. */
export function permissionCode(securable: Securable['class'], permission: string): string {
  return (securableClasses[securable].permissions[permission] ?? '').padEnd(4);
}

/** Whether a permission exists on a class of securables. */
export function isPermissionOf(securable: Securable['class'], permission: string): boolean {
  return Object.hasOwn(securableClasses[securable].permissions, permission);
}

/** What fixed server roles may do beyond public (documented, as far as the sandbox knows the permissions). */
export const serverRolePermissions: Readonly<Record<string, readonly string[]>> = {
  securityadmin: ['ALTER ANY LOGIN'],
  serveradmin: ['ALTER SETTINGS', 'ALTER SERVER STATE', 'VIEW SERVER PERFORMANCE STATE', 'VIEW SERVER STATE'],
  processadmin: ['ALTER SERVER STATE', 'VIEW SERVER PERFORMANCE STATE', 'VIEW SERVER STATE'],
  dbcreator: ['CREATE ANY DATABASE', 'ALTER ANY DATABASE'],
};

/** What a permission of the server brings along (documented: "Covering/implied permissions"). Keys are what is asked for. */
export const coveringServerPermissions: Readonly<Record<string, readonly string[]>> = {
  'VIEW SERVER STATE': ['ALTER SERVER STATE'],
  'VIEW SERVER PERFORMANCE STATE': ['VIEW SERVER STATE', 'ALTER SERVER STATE'],
};

/** What fixed database roles may do on the database (documented). db_owner is CONTROL. */
export const databaseRolePermissions: Readonly<Record<string, readonly string[]>> = {
  db_owner: ['CONTROL'],
  db_accessadmin: ['ALTER ANY USER', 'CREATE SCHEMA', 'CONNECT'],
  db_securityadmin: ['ALTER ANY ROLE', 'CREATE SCHEMA', 'VIEW DEFINITION'],
  db_ddladmin: [
    'ALTER ANY SCHEMA',
    'CREATE FUNCTION',
    'CREATE PROCEDURE',
    'CREATE SCHEMA',
    'CREATE TABLE',
    'CREATE VIEW',
    'REFERENCES',
  ],
  db_datareader: ['SELECT'],
  db_datawriter: ['INSERT', 'UPDATE', 'DELETE'],
};

/** What fixed database roles are denied. */
export const databaseRoleDenials: Readonly<Record<string, readonly string[]>> = {
  db_denydatareader: ['SELECT'],
  db_denydatawriter: ['INSERT', 'UPDATE', 'DELETE'],
};
