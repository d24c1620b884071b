import type { Parser, Statement, StatementKind } from '../../tsql/contracts.ts';
import { serverErrors } from '../errors.ts';
import { identityOf, impersonations, setImpersonations } from '../identity.ts';
import { accessOf, isAllowed, isServerAllowed } from '../permissions.ts';
import type { Server } from '../server.ts';
import { fold } from '../state.ts';
import { ddlCommand } from './names.ts';

interface ExecuteAs extends Statement {
  readonly target: 'user' | 'login';
  readonly name: string;
}

/** EXECUTE AS USER = '…' or LOGIN = '…', until REVERT. Without a cookie. */
export function executeAsStatement(server: Server): StatementKind<ExecuteAs> {
  return {
    name: 'execute-as',
    starts: (parser) => parser.atKeyword('EXECUTE', 'AS') || parser.atKeyword('EXEC', 'AS'),
    parse: parseExecuteAs,
    command: () => ddlCommand,
    execute: ({ target, name }, context) => {
      const { session } = context;
      const stack = impersonations(session);
      if (target === 'login') {
        const identity = identityOf(server, session);
        const may =
          isServerAllowed(server, identity, 'IMPERSONATE ANY LOGIN') ||
          isServerAllowed(server, identity, 'IMPERSONATE', { class: 'LOGIN', name: fold(name) });
        if (!may || !server.state.logins.has(fold(name))) throw serverErrors.cannotImpersonate('server', name);
        setImpersonations(session, [...stack, { kind: 'login', login: fold(name) }]);
        return Promise.resolve();
      }
      const access = accessOf(server, context);
      const user = access.database.principals.get(fold(name));
      const may = isAllowed(access, 'IMPERSONATE', { class: 'USER', name: fold(name) });
      if (user?.kind !== 'user' || !may) throw serverErrors.cannotImpersonate('database', name);
      const database = fold(access.database.name);
      setImpersonations(session, [...stack, { kind: 'user', database, user: fold(name) }]);
      return Promise.resolve();
    },
  };
}

function parseExecuteAs(parser: Parser): ExecuteAs {
  const { line } = parser;
  parser.next();
  parser.expectKeyword('AS');
  if (!parser.atKeyword('USER') && !parser.atKeyword('LOGIN')) throw parser.unsupported('EXECUTE AS CALLER');
  const target = parser.acceptKeyword('USER') ? 'user' : 'login';
  if (target === 'login') parser.expectKeyword('LOGIN');
  parser.expectSymbol('=');
  const name = parser.parseString();
  if (parser.atKeyword('WITH')) throw parser.unsupported('EXECUTE AS … WITH');
  return { kind: 'execute-as', line, target, name };
}

/** REVERT: one level back; nothing to revert is no error. */
export function revertStatement(): StatementKind {
  return {
    name: 'revert',
    starts: (parser) => parser.atKeyword('REVERT'),
    parse: (parser): Statement => {
      const { line } = parser;
      parser.expectKeyword('REVERT');
      return { kind: 'revert', line };
    },
    command: () => ddlCommand,
    execute: (_, { session }) => {
      setImpersonations(session, impersonations(session).slice(0, -1));
      return Promise.resolve();
    },
  };
}
