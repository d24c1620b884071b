import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { SqlServer } from '../../../src/sandbox/sql-server.ts';
import { codesIn, type ReadBook } from '../../support/run-book.ts';
import { sqlcmd, type SqlcmdRun } from '../../support/sqlcmd.ts';

/** One permission that the run book lists for a DBA, and the steps that it is for. */
export interface Permission {
  readonly name: string;
  readonly on: 'the server' | 'the database';
  readonly steps: readonly number[];
}

/** Owners of steps in SQL Server, as the run book calls them, with the login that plays each. */
export const dbas: Readonly<Record<string, string>> = {
  'DBA of the SQL Server instance': 'server_dba',
  'DBA of the database': 'database_dba',
};

/** What the run book says that a DBA must be allowed. */
export const permissionsOf = (book: ReadBook, owner: string): readonly Permission[] => {
  const found = book.rights
    .filter((row) => row.owner === owner)
    .map((row): Permission => {
      const { on } = row as { readonly on?: string };
      assert.ok(on === 'the server' || on === 'the database', `on ${on}`);
      const steps = [...(row['for, with rollback'] ?? '').matchAll(/step (\d+)/gu)].map(([, step]) => Number(step));
      return { name: codesIn(row['permission'] ?? '')[0] ?? '', on, steps };
    });
  assert.ok(found.length > 0, owner);
  return found;
};

/** The DBAs of the run book: each login has what the book lists for its owner, and there is one more for each permission without it. */
export class Dbas {
  readonly #server: SqlServer;
  readonly #database: string;
  readonly passwords = new Map<string, string>();
  readonly printed: string[] = [];

  constructor(server: SqlServer, database: string) {
    this.#server = server;
    this.#database = database;
    this.passwords.set('sa', server.password);
  }

  /** Makes the logins; nothing else is done as `sa`. */
  async prepare(book: ReadBook): Promise<void> {
    for (const [owner, login] of Object.entries(dbas)) {
      const permissions = permissionsOf(book, owner);
      await this.#make(login, permissions);
      for (const [at] of permissions.entries()) await this.#make(`${login}_lacks_${at}`, permissions.toSpliced(at, 1));
    }
  }

  /** Runs a script as that login, by what plays sqlcmd. */
  async run(login: string, script: string, environment: Readonly<Record<string, string>> = {}): Promise<SqlcmdRun> {
    const { port, certificate } = this.#server;
    const password = this.passwords.get(login);
    assert.ok(password !== undefined, login);
    const ran = await sqlcmd({ port, certificate, user: login, password }, script, environment);
    this.printed.push(ran.output);
    return ran;
  }

  /** The same for a script that has to end without an error. */
  async fine(login: string, script: string, environment: Readonly<Record<string, string>> = {}): Promise<string> {
    const { failed, output } = await this.run(login, script, environment);
    assert.ok(!failed, `${login}: ${output}`);
    return output;
  }

  async #make(login: string, permissions: readonly Permission[]): Promise<void> {
    const password = newPassword();
    this.passwords.set(login, password);
    const granted = (on: Permission['on']): string =>
      permissions.flatMap((one) => (one.on === on ? [`GRANT ${one.name} TO [${login}];`] : [])).join('\n');
    await this.fine(
      'sa',
      `CREATE LOGIN [${login}] WITH PASSWORD = N'$(PASSWORD)';
${granted('the server')}
GO
USE [${this.#database}];
CREATE USER [${login}] FOR LOGIN [${login}];
${granted('the database')}
`,
      { PASSWORD: password },
    );
  }
}

/** Long enough to be searched for, and good enough for SQL Server. */
export const newPassword = (): string => `${randomBytes(18).toString('base64url')}aA1!`;

/** A script without its own question for the right: what is left is refused by SQL Server itself. */
export function withoutQuestion(script: string): string {
  const left = script.replaceAll(/^IF COALESCE\(HAS_PERMS_BY_NAME\(.*THROW 50000.*$/gmu, '');
  assert.notEqual(left, script, 'the script does not ask for its right');
  return left;
}
