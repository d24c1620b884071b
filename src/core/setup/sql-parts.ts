import { concat, quoteIdentifier, quoteLiteral, sql } from '../tsql/quoting.ts';
import type { SqlText } from '../tsql/quoting.ts';
import type { Setup } from './options.ts';

/** Ends a batch that was sent to another database, for editors go on after a USE that failed. */
export const onlyIn = (database: string): SqlText => {
  const message = `This script is for database ${database}. Nothing was done.`;
  return sql`IF DB_NAME() <> ${quoteLiteral(database)} THROW 50000, ${quoteLiteral(message)}, 1;`;
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
