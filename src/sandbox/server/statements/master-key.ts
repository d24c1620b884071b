import type { ExecutionContext, Statement, StatementKind } from '../../tsql/contracts.ts';
import { serverErrors } from '../errors.ts';
import { isStrongPassword } from '../passwords.ts';
import { accessOf, isAllowed } from '../permissions.ts';
import type { Server } from '../server.ts';
import type { Database } from '../state.ts';
import { ddlCommand, expectOption } from './names.ts';

/** The name in sys.symmetric_keys. */
export const masterKeyName = '##MS_DatabaseMasterKey##';

interface CreateMasterKey extends Statement {
  readonly password: string | undefined;
}

/** CREATE MASTER KEY ENCRYPTION BY PASSWORD = '…'. The password protects the key at rest; nothing is at rest here, so it is only judged. */
export function createMasterKeyStatement(server: Server): StatementKind<CreateMasterKey> {
  return {
    name: 'create-master-key',
    starts: (parser) => parser.atKeyword('CREATE', 'MASTER', 'KEY'),
    parse: (parser) => {
      const { line } = parser;
      parser.expectKeyword('CREATE', 'MASTER', 'KEY');
      // Azure SQL Database may leave it out.
      if (server.profile.name === 'azure' && !parser.atKeyword('ENCRYPTION')) {
        return { kind: 'create-master-key', line, password: undefined };
      }
      expectOption(parser, 'ENCRYPTION', 'BY', 'PASSWORD');
      return { kind: 'create-master-key', line, password: parser.parseString() };
    },
    command: () => ddlCommand,
    execute: ({ password }, context) => {
      const database = controlledDatabase(server, context);
      if (database.masterKey) throw serverErrors.masterKeyExists();
      if (password !== undefined && !isStrongPassword(password)) throw serverErrors.weakPassword();
      database.masterKey = { created: server.now() };
      return Promise.resolve();
    },
  };
}

/** DROP MASTER KEY; refused while a credential's secret is encrypted by it. */
export function dropMasterKeyStatement(server: Server): StatementKind {
  return {
    name: 'drop-master-key',
    starts: (parser) => parser.atKeyword('DROP', 'MASTER', 'KEY'),
    parse: (parser): Statement => {
      const { line } = parser;
      parser.expectKeyword('DROP', 'MASTER', 'KEY');
      return { kind: 'drop-master-key', line };
    },
    command: () => ddlCommand,
    execute: (_, context) => {
      const database = controlledDatabase(server, context);
      if (!database.masterKey) throw serverErrors.missing('drop', 'symmetric key', masterKeyName);
      const user = [...database.credentials.values()].find(({ secret }) => secret !== undefined);
      if (user) throw serverErrors.masterKeyInUse(user.name);
      database.masterKey = undefined;
      return Promise.resolve();
    },
  };
}

function controlledDatabase(server: Server, context: ExecutionContext): Database {
  const access = accessOf(server, context);
  if (!isAllowed(access, 'CONTROL', { class: 'DATABASE' })) throw serverErrors.noPermission();
  return access.database;
}
