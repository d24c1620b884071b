import type { SqlEntry } from './sql-entry.ts';

const errorList = 'SQL Server error lists (Microsoft Learn)';

/** Error 18456 as the server’s own log tells it, by state (documented); who signs in always sees state 1. */
const failedLogins: readonly SqlEntry[] = (
  [
    [5, 'There is no login {login} on {sql}', 'The server knows no login of that name.', 'sql.login-wrong'],
    [8, 'The password of {login} is wrong on {sql}', 'The login exists.', 'sql.login-wrong'],
    [
      7,
      'The login {login} is disabled on {sql}',
      'Its password was wrong as well, or right; the server does not say.',
      'sql.login-barred',
    ],
    [58, '{sql} takes Windows logins only', 'SQL Server authentication is switched off there.', 'sql.login-barred'],
    [
      38,
      'The database that {login} asks for is not there',
      'It does not exist on {sql}, or is offline.',
      'sql.database-missing',
    ],
    [
      40,
      'The default database of {login} cannot be opened',
      'It does not exist on {sql}, or is offline.',
      'sql.database-missing',
    ],
  ] as const
).map(([state, headline, why, cause]) => ({
  number: 18456,
  state,
  headline,
  why,
  fix: 'Correct the connection, or ask the DBA to mend the login.',
  owner: 'DBA',
  sureness: 'documented',
  source: errorList,
  causes: [[cause, 'documented']],
  actions: ['enter-password', 'edit-connection'],
}));

/** Messages that stand between a login and its database. */
export const loginMessages: readonly SqlEntry[] = [
  {
    number: 4060,
    headline: 'Database {database} cannot be opened on {sql}',
    why: 'It does not exist there, or {login} has no user in it.',
    fix: 'Check the database’s name in the connection. If it is right, ask the DBA to create a user for {login} in it.',
    owner: 'you',
    sureness: 'observed',
    source: errorList,
    causes: [
      ['sql.database-missing', 'observed'],
      ['sql.database-no-user', 'observed'],
    ],
    actions: ['edit-connection', 'retry'],
  },
  ...failedLogins,
  {
    number: 18456,
    headline: '{sql} refused the login {login}',
    why: 'Name or password are wrong, the login is disabled, or the server takes Windows logins only. The server tells the reason to its own error log alone.',
    fix: 'Enter the password again. If it is right, ask the DBA to look at the state of error 18456 in the error log of **{sql}**.',
    owner: 'you',
    sureness: 'observed',
    source: errorList,
    causes: [
      ['sql.login-wrong', 'observed'],
      ['sql.login-barred', 'documented'],
    ],
    actions: ['enter-password', 'edit-connection'],
  },
  {
    number: 18470,
    headline: 'The login {login} is disabled on {sql}',
    why: 'An administrator has switched it off.',
    fix: 'Ask the DBA to enable it, or use another login.',
    owner: 'DBA',
    sureness: 'documented',
    source: errorList,
    causes: [['sql.login-barred', 'documented']],
    actions: ['edit-connection'],
  },
  {
    number: 18486,
    headline: 'The login {login} is locked on {sql}',
    why: 'There were too many wrong passwords.',
    fix: 'Ask the DBA to unlock it.',
    owner: 'DBA',
    sureness: 'documented',
    source: errorList,
    causes: [
      {
        code: 'sql.login-locked',
        link: 'sql-server',
        confirm: ["`SELECT LOGINPROPERTY(N'NAME', 'IsLocked')` answers 1 to the DBA."],
      },
    ],
    actions: ['edit-connection'],
  },
  {
    number: 18487,
    headline: 'The password of {login} on {sql} has expired',
    why: 'The server demands a new one.',
    fix: 'Change the password with another tool, then enter it here.',
    owner: 'you',
    sureness: 'documented',
    source: errorList,
    causes: [
      {
        code: 'sql.password-expired',
        link: 'sql-server',
        confirm: ["`SELECT LOGINPROPERTY(N'NAME', 'IsExpired')` answers 1 to the DBA."],
      },
    ],
    actions: ['enter-password'],
  },
  {
    number: 18488,
    headline: 'The password of {login} on {sql} must be changed first',
    why: 'The server demands a new one at the first login.',
    fix: 'Change the password with another tool, then enter it here.',
    owner: 'you',
    sureness: 'documented',
    source: errorList,
    causes: [
      {
        code: 'sql.password-must-change',
        link: 'sql-server',
        confirm: ["`SELECT LOGINPROPERTY(N'NAME', 'IsMustChange')` answers 1 to the DBA."],
      },
    ],
    actions: ['enter-password'],
  },
  {
    number: 18452,
    headline: '{sql} does not take this Windows login',
    why: 'The login comes from a domain that the server does not trust, or only Windows logins are allowed.',
    fix: 'Use a SQL Server login, or ask the DBA to allow SQL Server authentication.',
    owner: 'DBA',
    sureness: 'documented',
    source: errorList,
    causes: [['sql.login-barred', 'documented']],
    actions: ['edit-connection'],
  },
  {
    number: 916,
    headline: '{login} has no user in the database that was asked for',
    why: 'SQL Server says which: {message}',
    fix: 'Ask the DBA to create a user for {login} there.',
    owner: 'DBA',
    sureness: 'documented',
    source: errorList,
    causes: [['sql.database-no-user', 'documented']],
    actions: ['edit-connection', 'retry'],
  },
];
