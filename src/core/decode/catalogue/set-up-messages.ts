import type { SqlEntry } from './sql-entry.ts';

const errorList = 'SQL Server error lists (Microsoft Learn)';
const measured = 'Measured on Azure SQL Database and published';

/** Messages that one meets while SQL Server is set up for calls: options, keys, credentials, models. */
export const setUpMessages: readonly SqlEntry[] = [
  ...[15247, 5812].map((number): SqlEntry => ({
    number,
    headline: '{login} may not change options of {sql}',
    why: 'Changing an instance option and RECONFIGURE take ALTER SETTINGS, which sysadmin and serveradmin have.',
    fix: 'Hand the script to somebody who has it.',
    owner: 'DBA',
    sureness: 'documented',
    source: errorList,
    causes: [['sql.settings-permission', 'documented']],
    actions: ['retry'],
  })),
  {
    number: 15281,
    headline: '{sql} blocks another component than REST calls',
    why: 'This message is about OLE Automation, `xp_cmdshell` and the like. The switch for REST calls has Msg 31643. It says: {message}',
    fix: 'Call through `sp_invoke_external_rest_endpoint` instead, which needs `external rest endpoint enabled` only.',
    owner: 'DBA',
    sureness: 'documented',
    source: errorList,
    causes: [
      {
        code: 'sql.other-component-off',
        link: 'sql-server',
        confirm: ['The message names the component and its option.'],
      },
    ],
  },
  {
    number: 15578,
    headline: 'Database {database} has a master key already',
    why: 'The set-up was run before. Nothing is wrong.',
    fix: 'Go on with the next step; create the key only when `sys.symmetric_keys` has none.',
    owner: 'DBA',
    sureness: 'documented',
    source: errorList,
    causes: [
      {
        code: 'sql.master-key-exists',
        link: 'sql-server',
        confirm: ['`sys.symmetric_keys` lists `##MS_DatabaseMasterKey##`.'],
      },
    ],
  },
  {
    number: 15466,
    headline: 'SQL Server cannot decrypt a secret in database {database}',
    why: 'The database was moved or restored, or the service master key of the instance has changed.',
    fix: 'Open the master key with its password and encrypt it anew by the service master key, then store the secret again.',
    owner: 'DBA',
    sureness: 'documented',
    source: errorList,
    causes: [
      ['sql.master-key-closed', 'documented'],
      ['sql.secret-unreadable', 'documented'],
    ],
  },
  {
    number: 40510,
    headline: '{sql} has no sp_configure, as Azure SQL Database',
    why: 'There the procedure is always on, and calls only hosts of an allow-list.',
    fix: 'Leave that step out; or use SQL Server 2025 itself, to reach a private cluster.',
    owner: 'DBA',
    sureness: 'observed',
    source: measured,
    causes: [['sql.edition-cloud', 'observed']],
    actions: ['edit-connection'],
  },
  {
    number: 262,
    headline: '{login} lacks a permission in database {database}',
    why: 'Creating or altering a credential takes CONTROL or ALTER ANY DATABASE SCOPED CREDENTIAL. SQL Server says: {message}',
    fix: 'Have the DBA run that statement, or grant the permission.',
    owner: 'DBA',
    sureness: 'observed',
    source: measured,
    causes: [
      {
        code: 'sql.statement-permission',
        link: 'sql-server',
        confirm: ['The message names the permission and the database.'],
      },
    ],
  },
  ...[46505, 46508, 46556].map((number): SqlEntry => ({
    number,
    headline: 'An external model on {sql} is not defined as it has to be',
    why: 'This is about CREATE or DROP EXTERNAL MODEL, not about calls: {message}',
    fix: 'Correct the statement as the message says.',
    owner: 'DBA',
    sureness: 'observed',
    source: measured,
    causes: [
      { code: 'sql.external-model', link: 'sql-server', confirm: ['The message names the option or the model.'] },
    ],
  })),
];
