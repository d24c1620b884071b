import type { Statement, StatementKind } from '../../tsql/contracts.ts';
import { allowUpdatesOption } from '../configuration-options.ts';
import { serverErrors } from '../errors.ts';
import { identityOf } from '../identity.ts';
import { isServerAllowed } from '../permissions.ts';
import type { Server } from '../server.ts';

/** RECONFIGURE [WITH OVERRIDE]: puts the configured values to use. Not inside a transaction (574), not for everyone (5812). */
export function reconfigureStatement(server: Server): StatementKind {
  return {
    name: 'reconfigure',
    starts: (parser) => parser.atKeyword('RECONFIGURE'),
    parse: (parser): Statement => {
      const { line } = parser;
      parser.expectKeyword('RECONFIGURE');
      parser.acceptKeyword('WITH', 'OVERRIDE');
      return { kind: 'reconfigure', line };
    },
    command: () => 220,
    execute: (_, { session }) => {
      if (server.profile.name === 'azure') throw serverErrors.configUnsupported();
      if (session.transactionCount > 0) throw serverErrors.configInTransaction();
      if (!isServerAllowed(server, identityOf(server, session), 'ALTER SETTINGS')) {
        throw serverErrors.reconfigureForbidden();
      }
      const { options } = server.state;
      if (options.get(allowUpdatesOption)?.value === 1) throw serverErrors.adHocUpdates();
      for (const [id, { value }] of options) options.set(id, { value, inUse: value });
      return Promise.resolve();
    },
  };
}
