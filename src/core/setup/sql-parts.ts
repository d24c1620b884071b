import { concat, quoteIdentifier, quoteLiteral, sql } from '../tsql/quoting.ts';
import type { SqlText } from '../tsql/quoting.ts';
import type { Setup } from './options.ts';
import type { SqlRight } from './right.ts';

/** Ends a batch that was sent to another database, for editors go on after a USE that failed. */
export const onlyIn = (database: string): SqlText => {
  const message = `This script is for database ${database}. Nothing was done.`;
  return sql`IF DB_NAME() <> ${quoteLiteral(database)} THROW 50000, ${quoteLiteral(message)}, 1;`;
};

/** Ends a batch of somebody who lacks the right: SQL Server's own message would not name it, and hidden rows raise none. */
export const requireRight = ({ permission, on }: SqlRight): SqlText => {
  const message = `You lack ${permission} on the ${on}. Nothing was done.`;
  const securable = on === 'server' ? sql`NULL, NULL` : sql`NULL, N'DATABASE'`;
  return sql`IF COALESCE(HAS_PERMS_BY_NAME(${securable}, ${quoteLiteral(permission)}), 0) = 0 THROW 50000, ${quoteLiteral(message)}, 1;`;
};

/** The credential is there. */
export const credentialExists = ({ credential }: Setup): SqlText =>
  sql`EXISTS (SELECT 1 FROM sys.database_scoped_credentials WHERE name = ${quoteLiteral(credential)})`;

/** The credential as a securable. */
export const credentialSecurable = ({ credential }: Setup): SqlText =>
  sql`DATABASE SCOPED CREDENTIAL::${quoteIdentifier(credential)}`;

/** PRINT of a fixed or quoted text. */
export const say = (text: string): SqlText => sql`PRINT ${quoteLiteral(text)};`;

/** Statements one below the other. */
export const lines = (...parts: readonly SqlText[]): SqlText =>
  concat(
    parts,
    sql`
`,
  );
