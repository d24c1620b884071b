/**
 * Everything of the instance that statements change, as plain data: a transaction's rollback puts a copy back. Keys of maps
 * are names folded by `fold`, since names are compared without case.
 */
export interface ServerState {
  readonly logins: Map<string, Login>;
  readonly serverRoles: Map<string, ServerRole>;
  readonly databases: Map<string, Database>;
  /** Server-level grants; grantees are logins or server roles. */
  permissions: readonly PermissionEntry[];
  /** By configuration_id: what sp_configure set, and what RECONFIGURE put to use. */
  readonly options: Map<number, { readonly value: number; readonly inUse: number }>;
  /** Extended Events sessions of the server. */
  readonly eventSessions: Map<string, EventSession>;
  nextEventSessionId: number;
  /** The next principal id of the server. */
  nextPrincipalId: number;
  nextDatabaseId: number;
}

/** A session as far as it is played: one event, one file. */
interface EventSession {
  readonly id: number;
  readonly name: string;
  readonly actions: readonly string[];
  readonly file: string;
  readonly startup: boolean;
  readonly started: boolean;
}

export interface Login {
  readonly name: string;
  readonly id: number;
  /** Salted hash; the password itself is not kept. */
  readonly password: PasswordHash;
  readonly disabled: boolean;
  readonly defaultDatabase: string;
  readonly checkPolicy: boolean;
  /** Folded names of server roles. */
  readonly memberOf: readonly string[];
  readonly created: Date;
  readonly modified: Date;
}

export interface PasswordHash {
  readonly salt: string;
  readonly digest: string;
}

interface ServerRole {
  readonly name: string;
  readonly id: number;
}

export interface Database {
  readonly name: string;
  readonly id: number;
  /** The owning login's id: it enters as dbo. */
  readonly ownerId: number;
  readonly created: Date;
  readonly caseSensitive: boolean;
  readonly principals: Map<string, DatabasePrincipal>;
  readonly schemas: Map<string, Schema>;
  readonly credentials: Map<string, Credential>;
  permissions: readonly PermissionEntry[];
  masterKey: { readonly created: Date } | undefined;
  nextPrincipalId: number;
  nextSchemaId: number;
  nextCredentialId: number;
}

export interface DatabasePrincipal {
  readonly name: string;
  readonly id: number;
  readonly kind: 'user' | 'role';
  readonly fixed: boolean;
  /** Id of the login that enters as this user. */
  readonly loginId?: number;
  readonly defaultSchema?: string;
  /** Folded names of roles. */
  readonly memberOf: readonly string[];
  readonly created: Date;
}

export interface Schema {
  readonly name: string;
  readonly id: number;
  /** Folded name of a database principal. */
  readonly owner: string;
}

/** A database scoped credential. The secret stays in memory and leaves it only inside a request of the procedure. */
export interface Credential {
  readonly name: string;
  readonly id: number;
  readonly identity: string;
  readonly secret: string | undefined;
  /** Folded name of the user who made it. */
  readonly owner: string;
  readonly created: Date;
  readonly modified: Date;
}

/** What a permission is about. Names are folded. */
export type Securable =
  | { readonly class: 'SERVER' }
  | { readonly class: 'DATABASE' }
  | { readonly class: 'SCHEMA' | 'DATABASE SCOPED CREDENTIAL' | 'USER' | 'ROLE' | 'LOGIN'; readonly name: string }
  | { readonly class: 'OBJECT'; readonly schema: string; readonly name: string };

export type PermissionState = 'grant' | 'grant-with-grant-option' | 'deny';

/** One GRANT or DENY. `grantee` and `grantor` are folded principal names. */
export interface PermissionEntry {
  readonly grantee: string;
  readonly grantor: string;
  readonly permission: string;
  readonly state: PermissionState;
  readonly securable: Securable;
}

/** The form in which names are compared (default collation: case does not matter). */
export function fold(name: string): string {
  return name.toLowerCase();
}
