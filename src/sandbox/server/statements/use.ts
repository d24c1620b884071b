import type { Statement, StatementKind } from '../../tsql/contracts.ts';
import { serverErrors } from '../errors.ts';
import { identityOf } from '../identity.ts';
import { accessIn, mayConnect } from '../permissions.ts';
import type { Server } from '../server.ts';
import { fold } from '../state.ts';

interface UseStatement extends Statement {
  readonly database: string;
}

/** USE database: 911 when it is not there, 916 when the session may not enter. */
export function useStatement(server: Server): StatementKind<UseStatement> {
  return {
    name: 'use',
    starts: (parser) => parser.atKeyword('USE'),
    parse: (parser) => {
      const { line } = parser;
      parser.expectKeyword('USE');
      return { kind: 'use', line, database: parser.parseIdentifier() };
    },
    command: () => 226,
    execute: (statement, context) => {
      const database = server.state.databases.get(fold(statement.database));
      if (!database) throw serverErrors.noSuchDatabase(statement.database);
      const identity = identityOf(server, context.session);
      if (!mayConnect(accessIn(server, identity, database))) {
        throw serverErrors.databaseForbidden(identity.login?.name ?? context.session.login, database.name);
      }
      context.session.use(database.name, context);
      return Promise.resolve();
    },
  };
}
