import { quoteLiteral, sql } from '../tsql/quoting.ts';
import type { Setup } from './options.ts';
import { controlDatabase } from './right.ts';
import { lines, onlyIn, requireRight, say } from './sql-parts.ts';
import type { SqlStep } from './step.ts';

/** True when the database has a master key, as far as the login may see it (VIEW DEFINITION). */
export const masterKeyExists = sql`EXISTS (SELECT 1 FROM sys.symmetric_keys WHERE name = N'##MS_DatabaseMasterKey##')`;

/** Makes the database master key when there is none: it encrypts the credential's secret. */
export const masterKeyStep = ({ database, before }: Setup): SqlStep => ({
  id: '20-master-key',
  title: 'Make a master key if there is none',
  owner: 'database-dba',
  on: 'database',
  rights: [controlDatabase],
  needs: 'CONTROL on the database',
  notes: [
    'A master key that is there already is kept; its password is not needed.',
    'SQL Server opens the key by itself. The password is wanted again when the database is restored on another instance: keep it in your vault.',
    'In an availability group the service master key of every other replica has to learn the password (sp_control_dbmasterkey_password), or the credential fails after a failover.',
  ],
  run: [
    {
      does: 'Makes the master key when there is none',
      secret: 'masterKeyPassword',
      text: ({ masterKeyPassword }) =>
        lines(
          onlyIn(database),
          requireRight(controlDatabase),
          sql`IF ${masterKeyExists}
    ${say('A master key is there already and stays as it is. The undo must not drop it.')}
ELSE
    CREATE MASTER KEY ENCRYPTION BY PASSWORD = ${quoteLiteral(masterKeyPassword)};`,
        ),
    },
  ],
  undo:
    before.masterKey === true
      ? []
      : [
          {
            does: 'Drops the master key; SQL Server refuses while a secret or key depends on it',
            text: () =>
              lines(
                onlyIn(database),
                requireRight(controlDatabase),
                sql`IF ${masterKeyExists}
    DROP MASTER KEY;`,
              ),
          },
        ],
  undoNotes:
    before.masterKey === true
      ? ['The master key was there before and stays.']
      : [
          'Only if this set-up made the key: the first script says so when it did not.',
          'Back it up first if in doubt.',
        ],
});
