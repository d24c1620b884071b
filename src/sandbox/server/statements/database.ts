import type { ExecutionContext, Statement, StatementKind } from '../../tsql/contracts.ts';
import { serverErrors } from '../errors.ts';
import { identityOf } from '../identity.ts';
import { addDatabase } from '../initial-state.ts';
import { isServerAllowed } from '../permissions.ts';
import type { Server } from '../server.ts';
import { fold } from '../state.ts';
import { acceptIfExists, ddlCommand } from './names.ts';

interface DatabaseStatement extends Statement {
  readonly name: string;
  readonly ifExists: boolean;
}

/** CREATE DATABASE name, without options. */
export function createDatabaseStatement(server: Server): StatementKind<DatabaseStatement> {
  return {
    name: 'create-database',
    starts: (parser) => parser.atKeyword('CREATE', 'DATABASE') && !parser.atKeyword('CREATE', 'DATABASE', 'SCOPED'),
    parse: (parser) => {
      const { line } = parser;
      parser.expectKeyword('CREATE', 'DATABASE');
      const name = parser.parseIdentifier();
      if (parser.atKeyword('ON') || parser.atKeyword('COLLATE') || parser.atKeyword('LOG')) {
        throw parser.unsupported('CREATE DATABASE with options');
      }
      return { kind: 'create-database', line, name, ifExists: false };
    },
    command: () => ddlCommand,
    execute: ({ name }, context) => {
      refuseInTransaction(context, 'CREATE DATABASE');
      const identity = identityOf(server, context.session);
      if (!isServerAllowed(server, identity, 'CREATE ANY DATABASE')) {
        throw serverErrors.statementDenied('CREATE DATABASE', 'master');
      }
      if (server.state.databases.has(fold(name))) throw serverErrors.databaseExists(name);
      addDatabase(server.state, name, identity.login?.id ?? 1, server.now());
      return Promise.resolve();
    },
  };
}

/** DROP DATABASE [IF EXISTS] name. */
export function dropDatabaseStatement(server: Server): StatementKind<DatabaseStatement> {
  return {
    name: 'drop-database',
    starts: (parser) => parser.atKeyword('DROP', 'DATABASE') && !parser.atKeyword('DROP', 'DATABASE', 'SCOPED'),
    parse: (parser) => {
      const { line } = parser;
      parser.expectKeyword('DROP', 'DATABASE');
      const ifExists = acceptIfExists(parser);
      return { kind: 'drop-database', line, name: parser.parseIdentifier(), ifExists };
    },
    command: () => ddlCommand,
    execute: ({ name, ifExists }, context) => {
      refuseInTransaction(context, 'DROP DATABASE');
      const database = server.state.databases.get(fold(name));
      if (!database && ifExists) return Promise.resolve();
      const identity = identityOf(server, context.session);
      const may =
        database &&
        (database.ownerId === identity.login?.id || isServerAllowed(server, identity, 'ALTER ANY DATABASE'));
      if (!may) throw serverErrors.cannotDropDatabase(name);
      if (database.id <= 4) throw serverErrors.systemDatabase(database.name);
      if (fold(context.session.database) === fold(name)) throw serverErrors.databaseInUse(database.name);
      server.state.databases.delete(fold(name));
      return Promise.resolve();
    },
  };
}

function refuseInTransaction({ session }: ExecutionContext, statement: string): void {
  if (session.transactionCount > 0) throw serverErrors.inTransaction(statement);
}
