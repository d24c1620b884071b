import type { SqlEntry } from './sql-entry.ts';

const errorList = 'SQL Server error lists (Microsoft Learn)';

/** Messages that come after the call: reading its answer, storing it, and locks that it held. */
export const readingMessages: readonly SqlEntry[] = [
  {
    number: 13608,
    headline: 'The answer does not have what the query looks for',
    why: 'A `strict` path found nothing. Most often the path leaves out `$.result`, in which the procedure wraps the answer.',
    fix: 'Begin the path with `$.result`, as in `strict $.result.items`, and test the return value first.',
    owner: 'you',
    sureness: 'documented',
    source: errorList,
    causes: [
      {
        code: 'sql.json-path',
        link: 'sql-server',
        confirm: ['Print the first 400 characters of `@response`, and follow the path by hand.'],
      },
    ],
  },
  {
    number: 13609,
    headline: 'The text that the query reads as JSON is none',
    why: 'OPENJSON or JSON_VALUE was given something else: {message}',
    fix: 'Test `ISJSON(@response)` and the return value before reading.',
    owner: 'you',
    sureness: 'documented',
    source: errorList,
    causes: [{ code: 'sql.json-text', link: 'sql-server', confirm: ['`SELECT ISJSON(@response)` answers 0 or NULL.'] }],
  },
  {
    number: 13623,
    headline: 'The path leads to an object or an array, and a single value was asked for',
    why: 'JSON_VALUE in strict mode returns single values only.',
    fix: 'Use JSON_QUERY, or OPENJSON … WITH, for that path.',
    owner: 'you',
    sureness: 'documented',
    source: errorList,
    causes: [
      { code: 'sql.json-scalar', link: 'sql-server', confirm: ['`JSON_QUERY` with the same path returns text.'] },
    ],
  },
  ...[8152, 2628].map((number): SqlEntry => ({
    number,
    headline: 'The answer does not fit into the column or variable it is stored in',
    why: 'Answers of Kubernetes are long; a pod alone takes 10 to 20 kB. SQL Server says: {message}',
    fix: 'Use `nvarchar(max)` for the whole answer, and wider columns for what is taken out of it.',
    owner: 'you',
    sureness: 'documented',
    source: errorList,
    causes: [
      {
        code: 'sql.truncated',
        link: 'sql-server',
        confirm: ['`SELECT DATALENGTH(@response)` is more than the column holds.'],
      },
    ],
  })),
  {
    number: 8116,
    headline: 'A function was given NULL, or a type it does not take',
    why: 'It says: {message}',
    fix: 'Test for NULL before the call.',
    owner: 'you',
    sureness: 'documented',
    source: errorList,
    causes: [
      { code: 'sql.argument-type', link: 'sql-server', confirm: ['Print the argument that the message names.'] },
    ],
  },
  {
    number: 1204,
    headline: '{sql} has no locks left',
    why: 'A call inside a transaction keeps its locks for as long as the call takes.',
    fix: 'Make calls outside of transactions, and store the answer afterwards.',
    owner: 'you',
    sureness: 'judged',
    source: errorList,
    causes: [{ code: 'sql.locks', link: 'sql-server', confirm: ['`@@TRANCOUNT` is above 0 when the call is made.'] }],
  },
  ...[230, 297, 300].map((number): SqlEntry => ({
    number,
    headline: '{login} lacks a permission on {sql}',
    why: 'Views that show options, waits or keys take permissions of their own. SQL Server says: {message}',
    fix: 'Ask for that permission, such as VIEW SERVER STATE.',
    owner: 'DBA',
    sureness: 'documented',
    source: errorList,
    causes: [
      { code: 'sql.permission', link: 'sql-server', confirm: ['The message names the permission or the object.'] },
    ],
  })),
];
