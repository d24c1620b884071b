import { SqlError } from '../sql-error.ts';

/** Errors of the server's own statements. Numbers, texts, classes: observed or documented unless a line says otherwise. */
export const serverErrors = {
  loginFailed: (user: string) => new SqlError(18456, `Login failed for user '${user}'.`, { class: 14, line: 1 }),
  cannotOpenDatabase: (name: string) =>
    new SqlError(4060, `Cannot open database "${name}" requested by the login. The login failed.`, {
      class: 11,
      line: 1,
    }),
  cannotOpenDefault: () =>
    new SqlError(4064, 'Cannot open user default database. Login failed.', { class: 11, line: 1 }),
  noSuchDatabase: (name: string) =>
    new SqlError(911, `Database '${name}' does not exist. Make sure that the name is entered correctly.`),
  databaseForbidden: (login: string, name: string) =>
    new SqlError(
      916,
      `The server principal "${login}" is not able to access the database "${name}" under the current security context.`,
      { class: 14 },
    ),
  databaseExists: (name: string) =>
    new SqlError(1801, `Database '${name}' already exists. Choose a different database name.`, { state: 3 }),
  cannotDropDatabase: (name: string) =>
    new SqlError(3701, `Cannot drop the database '${name}', because it does not exist or you do not have permission.`, {
      class: 11,
    }),
  systemDatabase: (name: string) =>
    new SqlError(3708, `Cannot drop the database '${name}' because it is a system database.`),
  databaseInUse: (name: string) =>
    new SqlError(3702, `Cannot drop database "${name}" because it is currently in use.`, { state: 3 }),
  inTransaction: (statement: string) =>
    new SqlError(226, `${statement} statement not allowed within multi-statement transaction.`, { state: 6 }),
  configInTransaction: () =>
    new SqlError(574, 'CONFIG statement cannot be used inside a user transaction.', { state: 0 }),
  reconfigureForbidden: () =>
    new SqlError(5812, 'You do not have permission to run the RECONFIGURE statement.', { class: 14 }),
  adHocUpdates: () => new SqlError(5808, 'Ad hoc update to system catalogs is not supported.'),
  configUnsupported: () => new SqlError(40510, "Statement 'CONFIG' is not supported in this version of SQL Server."),
  /** Number and text documented (sys.messages); state inferred. */
  eventSessionExists: (name: string) =>
    new SqlError(25631, `The event session, "${name}", already exists.  Choose a unique name for the event session.`),
  eventSessionState: (started: boolean) =>
    started
      ? new SqlError(25705, 'The event session has already been started.')
      : new SqlError(25704, 'The event session has already been stopped.'),
  masterKeyExists: () =>
    new SqlError(
      15578,
      'There is already a master key in the database. Please drop it before performing this statement.',
    ),
  masterKeyMissing: () =>
    new SqlError(
      15581,
      'Please create a master key in the database or open the master key in the session before performing this operation.',
      { state: 6 },
    ),
  masterKeyInUse: (credential: string) =>
    new SqlError(15580, `Cannot drop master key because credential '${credential}' is encrypted by it.`),
  weakPassword: () =>
    new SqlError(
      15118,
      'Password validation failed. The password does not meet the operating system policy requirements because it is not complex enough.',
    ),
  serverDenied: (permission: string) =>
    new SqlError(300, `${permission} permission was denied on object 'server', database 'master'.`, { class: 14 }),
  noCredentialsInMaster: () => new SqlError(33158, 'Database credentials are not supported in master database.'),
  credentialExists: (name: string) => new SqlError(15530, `The credential with name "${name}" already exists.`),
  principalExists: (name: string) =>
    new SqlError(15023, `User, group, or role '${name}' already exists in the current database.`),
  loginExists: (name: string) => new SqlError(15025, `The server principal '${name}' already exists.`),
  invalidLogin: (name: string) => new SqlError(15007, `'${name}' is not a valid login or you do not have permission.`),
  loginHasUser: () => new SqlError(15063, 'The login already has an account under a different user name.'),
  roleHasMembers: () => new SqlError(15144, 'The role has members. It must be empty before it can be dropped.'),
  ownsSchema: () => new SqlError(15138, 'The database principal owns a schema in the database, and cannot be dropped.'),
  fixedPrincipal: (verb: string, kind: string, name: string) =>
    new SqlError(15150, `Cannot ${verb} the ${kind} '${name}'.`),
  /** `verb` is find, alter, drop …; `kind` is login, user, role, credential, object … */
  missing: (verb: string, kind: string, name: string) =>
    new SqlError(
      15151,
      `Cannot ${verb} the ${kind} '${name}', because it does not exist or you do not have permission.`,
    ),
  noPermission: () => new SqlError(15247, 'User does not have permission to perform this action.'),
  statementDenied: (statement: string, database: string) =>
    new SqlError(262, `${statement} permission denied in database '${database}'.`, { class: 14 }),
  objectDenied: (permission: string, object: string, database: string, schema: string) =>
    new SqlError(
      229,
      `The ${permission} permission was denied on the object '${object}', database '${database}', schema '${schema}'.`,
      { class: 14, state: 5 },
    ),
  schemaForbidden: (schema: string) =>
    new SqlError(
      2760,
      `The specified schema name "${schema}" either does not exist or you do not have permission to use it.`,
    ),
  grantToOwner: () =>
    new SqlError(
      4624,
      'Cannot grant, deny, or revoke permissions to sa, dbo, entity owner, information_schema, sys, or yourself.',
    ),
  notCompatible: (permission: string) =>
    new SqlError(4606, `Granted or revoked privilege ${permission} is not compatible with object.`),
  grantForbidden: () => new SqlError(4613, 'Grantor does not have GRANT permission.'),
  serverScopeInMaster: () =>
    new SqlError(4621, 'Permissions at the server scope can only be granted when the current database is master'),
  cannotImpersonate: (kind: 'database' | 'server', name: string) =>
    new SqlError(
      kind === 'database' ? 15517 : 15406,
      `Cannot execute as the ${kind} principal because the principal "${name}" does not exist, this type of principal cannot be impersonated, or you do not have permission.`,
    ),
  unknownOption: (name: string) =>
    new SqlError(15123, `The configuration option '${name}' does not exist, or it may be an advanced option.`, {
      procedure: 'sp_configure',
      line: 62,
    }),
  ambiguousOption: (name: string) =>
    new SqlError(15124, `The configuration option '${name}' is not unique.`, { procedure: 'sp_configure', line: 62 }),
  invalidOptionValue: (value: number, name: string) =>
    new SqlError(15129, `'${value}' is not a valid value for configuration option '${name}'.`, {
      procedure: 'sp_configure',
      line: 172,
    }),
  // The line is published for older versions only.
  configureForbidden: () =>
    new SqlError(15247, 'User does not have permission to perform this action.', {
      procedure: 'sp_configure',
      line: 105,
    }),
} as const satisfies Record<string, (...args: never[]) => SqlError>;
