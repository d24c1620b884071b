import type { CauseEntry } from '../../cause.ts';

const listCredentials =
  'SELECT name, credential_identity, create_date, modify_date FROM sys.database_scoped_credentials;';
const database = 'database {database} on {sql}';

/** What can be wrong inside SQL Server: login, version, switch, permission, database, credential. */
export const sqlServerCauses = {
  'sql.login-wrong': {
    text: 'The name of the login or its password is wrong.',
    link: 'sql-server',
    owner: 'you',
    confirm: [
      'The error log of **{sql}** tells the DBA why, by the state of error 18456: 5 unknown login, 8 wrong password.',
    ],
    fixes: [
      ['Enter the password again.', 'enter-password'],
      ['Or correct the login.', 'edit-connection'],
    ],
  },
  'sql.login-barred': {
    text: 'The login is disabled, or the server takes Windows logins only.',
    link: 'sql-server',
    owner: 'DBA',
    confirm: ['The error log of **{sql}** shows error 18456 with state 7 (disabled) or 58 (Windows logins only).'],
    fixes: ['Ask the DBA to enable the login, or SQL Server authentication.'],
  },
  'sql.database-missing': {
    text: 'There is no database {database} on **{sql}**, or it is offline.',
    link: 'sql-server',
    owner: 'you',
    confirm: ['`SELECT name, state_desc FROM sys.databases` on **{sql}** does not list it as ONLINE.'],
    fixes: [['Correct the database in the connection.', 'edit-connection']],
  },
  'sql.database-no-user': {
    text: 'The login {login} has no user in database {database}.',
    link: 'sql-server',
    owner: 'DBA',
    confirm: ['An administrator finds no row for the login in `sys.database_principals` of that database.'],
    fixes: [['Have a user created for the login.', 'sql', database, 'CREATE USER {loginId} FOR LOGIN {loginId};']],
  },
  'sql.version-old': {
    text: '**{sql}** is older than SQL Server 2025, which brought the procedure.',
    link: 'sql-server',
    owner: 'DBA',
    confirm: [
      [
        'The major version is below 17.',
        'sql',
        '{sql}',
        "SELECT SERVERPROPERTY('ProductVersion'), SERVERPROPERTY('EngineEdition');",
      ],
    ],
    fixes: [['Connect to SQL Server 2025 (17.x) or later.', 'edit-connection']],
  },
  'sql.edition-cloud': {
    text: '**{sql}** is Azure SQL Database or its container, which call only public addresses of an allow-list.',
    link: 'sql-server',
    owner: 'DBA',
    confirm: [['The engine edition is 5.', 'sql', '{sql}', "SELECT SERVERPROPERTY('EngineEdition');"]],
    fixes: [['Use SQL Server 2025 itself, or publish the endpoint by Azure API Management.', 'edit-connection']],
  },
  'sql.switch-off': {
    text: 'The option `external rest endpoint enabled` is 0 on **{sql}**, as after set-up, or RECONFIGURE was not run since it was set.',
    link: 'sql-server',
    owner: 'DBA',
    confirm: [
      [
        '`value_in_use` is 0.',
        'sql',
        '{sql}',
        "SELECT value, value_in_use FROM sys.configurations WHERE name = N'external rest endpoint enabled';",
      ],
    ],
    fixes: [
      [
        'Switch it on; no restart is needed.',
        'sql',
        '{sql}',
        "EXEC sp_configure 'external rest endpoint enabled', 1;\nRECONFIGURE;",
      ],
      ['Or write the whole set-up as a script.', 'set-up-sql-server'],
    ],
  },
  'sql.permission-missing': {
    text: 'The user of {login} in database {database} lacks EXECUTE ANY EXTERNAL ENDPOINT.',
    link: 'sql-server',
    owner: 'DBA',
    confirm: [
      [
        'The answer is 0.',
        'sql',
        database,
        "SELECT HAS_PERMS_BY_NAME(NULL, 'DATABASE', 'EXECUTE ANY EXTERNAL ENDPOINT');",
      ],
    ],
    fixes: [
      [
        'Grant it, to the name of the database user.',
        'sql',
        database,
        'GRANT EXECUTE ANY EXTERNAL ENDPOINT TO {loginId};',
      ],
    ],
  },
  'sql.credential-missing': {
    text: 'There is no credential {credential} in database {database}: it was made in another database or under another name.',
    link: 'sql-server',
    owner: 'DBA',
    confirm: [['The list does not show it, letter by letter.', 'sql', database, listCredentials]],
    fixes: [
      ['Write the script that creates it.', 'set-up-sql-server'],
      ['Or pick another credential for this endpoint.', 'edit-endpoint'],
    ],
  },
  'sql.credential-not-granted': {
    text: 'The credential exists, but {login} lacks REFERENCES on it.',
    link: 'sql-server',
    owner: 'DBA',
    confirm: [
      ['An administrator of the database sees it in the list, and {login} does not.', 'sql', database, listCredentials],
    ],
    fixes: [
      ['Grant it.', 'sql', database, 'GRANT REFERENCES ON DATABASE SCOPED CREDENTIAL::{credentialId} TO {loginId};'],
    ],
  },
  'sql.credential-name': {
    text: 'The credential’s name is not the beginning of the URL that is called: another scheme, host, port or path, or a query string in the name.',
    link: 'sql-server',
    owner: 'DBA',
    confirm: [['Compare the names with {url}.', 'sql', database, listCredentials]],
    fixes: [
      ['Create the credential under the name {origin}.', 'set-up-sql-server'],
      ['Or pick another credential for this endpoint.', 'edit-endpoint'],
    ],
  },
  'sql.credential-identity': {
    text: 'The credential’s IDENTITY is not one that the procedure takes.',
    link: 'sql-server',
    owner: 'DBA',
    confirm: [['`credential_identity` is not `HTTPEndpointHeaders`.', 'sql', database, listCredentials]],
    fixes: [["Create it again with `IDENTITY = 'HTTPEndpointHeaders'`.", 'set-up-sql-server']],
  },
  'sql.credential-secret': {
    text: 'The credential’s secret is not a flat JSON object of headers, such as `{"Authorization":"Bearer …"}`, in printable ASCII on one line.',
    link: 'sql-server',
    owner: 'DBA',
    confirm: [
      'A secret cannot be read back. Compare the text that was stored: quotes, braces, line breaks, typographic quotes.',
    ],
    fixes: [
      ['Store the token again.', 'rotate-token'],
      ['Or enter it anew.', 'enter-token'],
    ],
  },
  'sql.headers-argument': {
    text: 'The text given as `@headers` breaks the rule that the message names.',
    link: 'sql-server',
    owner: 'you',
    confirm: ['Print `@headers` just before the call and read it as JSON: `SELECT ISJSON(@headers)`.'],
    fixes: ['Correct the JSON of the headers; leave the argument out when there is none.'],
  },
  'sql.master-key-missing': {
    text: 'Database {database} has no master key, which a credential’s secret is encrypted with.',
    link: 'sql-server',
    owner: 'DBA',
    confirm: [
      [
        'The list has no row.',
        'sql',
        database,
        "SELECT name, create_date FROM sys.symmetric_keys WHERE name = N'##MS_DatabaseMasterKey##';",
      ],
    ],
    fixes: [['Write the set-up script; it creates one when there is none.', 'set-up-sql-server']],
  },
  'sql.master-key-closed': {
    text: 'The database was restored from another instance, so its master key does not open by itself here.',
    link: 'sql-server',
    owner: 'DBA',
    confirm: [
      [
        'The answer is 0.',
        'sql',
        database,
        'SELECT is_master_key_encrypted_by_server FROM sys.databases WHERE database_id = DB_ID();',
      ],
    ],
    fixes: ['Open the master key with its password, then `ALTER MASTER KEY ADD ENCRYPTION BY SERVICE MASTER KEY`.'],
  },
  'sql.secret-unreadable': {
    text: 'The credential’s secret cannot be decrypted: the database came from another instance, or a key was made anew.',
    link: 'sql-server',
    owner: 'DBA',
    confirm: ['Ask when the database was restored or its master key changed; the credential is older than that.'],
    fixes: [['Store the secret again.', 'rotate-token']],
  },
  'sql.secret-absent': {
    text: 'The credential was created without a SECRET.',
    link: 'sql-server',
    owner: 'DBA',
    confirm: ['Read the statement that created it; a secret cannot be read back.'],
    fixes: [['Alter the credential and give it its secret.', 'rotate-token']],
  },
  'sql.database-master': {
    text: 'The connection uses database master, which cannot hold credentials.',
    link: 'sql-server',
    owner: 'DBA',
    confirm: ['`SELECT DB_NAME()` answers master.'],
    fixes: [['Choose a user database for the connection, and create the credential there.', 'edit-connection']],
  },
  'sql.managed-identity-off': {
    text: 'The credential asks for a managed identity, which is switched off or does not work on **{sql}**.',
    link: 'sql-server',
    owner: 'DBA',
    confirm: [['`credential_identity` is `Managed Identity`.', 'sql', database, listCredentials]],
    fixes: [["Sign in by token instead: `IDENTITY = 'HTTPEndpointHeaders'`.", 'set-up-sql-server']],
  },
  'sql.too-many-calls': {
    text: 'More calls run from database {database} at once than it may: a tenth of its workers, at most 150.',
    link: 'sql-server',
    owner: 'DBA',
    confirm: ['Count the sessions that wait with `HTTP_EXTERNAL_CONNECTION` in `sys.dm_exec_requests`.'],
    fixes: [['Wait until others end, then try again.', 'retry'], 'Run fewer calls side by side.'],
  },
  'sql.memory': {
    text: '**{sql}** was short of memory while it held the answer, which takes two bytes a character.',
    link: 'sql-server',
    owner: 'DBA',
    confirm: ['`sys.dm_os_process_memory` shows low memory, or the error log error 701 at that second.'],
    fixes: ['Ask for less at a time (`sqlkube.pods.pageSize`, `limit`), or give the instance more memory.'],
  },
  'sql.settings-permission': {
    text: '{login} lacks ALTER SETTINGS, which changing an instance option takes.',
    link: 'sql-server',
    owner: 'DBA',
    confirm: [['The answer is 0.', 'sql', '{sql}', "SELECT HAS_PERMS_BY_NAME(NULL, NULL, 'ALTER SETTINGS');"]],
    fixes: [['Hand the script to somebody in sysadmin or serveradmin.', 'set-up-sql-server']],
  },
  'sql.engine-fault': {
    text: 'Something failed inside SQL Server itself.',
    link: 'sql-server',
    owner: 'DBA',
    confirm: ['The error log of **{sql}** shows more at that second, perhaps a dump.'],
    fixes: [['Try again.', 'retry'], 'If it stays, install the latest cumulative update.'],
  },
  'sql.cancelled': {
    text: 'The session was killed, its batch was cancelled, or the instance is stopping.',
    link: 'sql-server',
    owner: 'you',
    confirm: ['The error log of **{sql}** shows a KILL or a shutdown at that second.'],
    fixes: [['Try again.', 'retry']],
  },
} as const satisfies Readonly<Record<string, CauseEntry>>;
