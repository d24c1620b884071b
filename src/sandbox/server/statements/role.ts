import type { ExecutionContext, Parser, Statement, StatementKind } from '../../tsql/contracts.ts';
import { serverErrors } from '../errors.ts';
import { identityOf, isSysadmin } from '../identity.ts';
import { accessOf, isAllowed } from '../permissions.ts';
import type { Server } from '../server.ts';
import { fold } from '../state.ts';
import { ddlCommand } from './names.ts';

/** CREATE ROLE name [AUTHORIZATION owner]; the owner is checked and otherwise dbo stands for it. */
export function createRoleStatement(server: Server): StatementKind<Statement & { readonly name: string }> {
  return {
    name: 'create-role',
    starts: (parser) => parser.atKeyword('CREATE', 'ROLE'),
    parse: (parser) => {
      const { line } = parser;
      parser.expectKeyword('CREATE', 'ROLE');
      const name = parser.parseIdentifier();
      if (parser.acceptKeyword('AUTHORIZATION') && fold(parser.parseIdentifier()) !== 'dbo') {
        throw parser.unsupported('CREATE ROLE … AUTHORIZATION other than dbo');
      }
      return { kind: 'create-role', line, name };
    },
    command: () => ddlCommand,
    execute: ({ name }, context) => {
      const access = accessOf(server, context);
      const { database } = access;
      const may = ['CREATE ROLE', 'ALTER ANY ROLE'].some((right) => isAllowed(access, right, { class: 'DATABASE' }));
      if (!may) throw serverErrors.noPermission();
      if (database.principals.has(fold(name))) throw serverErrors.principalExists(name);
      const id = database.nextPrincipalId;
      database.principals.set(fold(name), {
        ...{ name, id, kind: 'role', fixed: false, memberOf: [] },
        created: server.now(),
      });
      database.nextPrincipalId += 1;
      return Promise.resolve();
    },
  };
}

interface MembershipStatement extends Statement {
  readonly role: string;
  readonly member: string;
  readonly add: boolean;
}

function parseMembership(parser: Parser, kind: string, words: readonly string[]): MembershipStatement {
  const { line } = parser;
  parser.expectKeyword(...words);
  const role = parser.parseIdentifier();
  const add = parser.acceptKeyword('ADD');
  if (!add && parser.atKeyword('WITH')) throw parser.unsupported(`${words.join(' ')} … WITH NAME`);
  if (!add) parser.expectKeyword('DROP');
  parser.expectKeyword('MEMBER');
  return { kind, line, role, member: parser.parseIdentifier(), add };
}

/** ALTER ROLE role ADD MEMBER name, DROP MEMBER name. */
export function alterRoleStatement(server: Server): StatementKind<MembershipStatement> {
  return {
    name: 'alter-role',
    starts: (parser) => parser.atKeyword('ALTER', 'ROLE'),
    parse: (parser) => parseMembership(parser, 'alter-role', ['ALTER', 'ROLE']),
    command: () => ddlCommand,
    execute: (statement, context) => {
      changeMembership(server, statement, context);
      return Promise.resolve();
    },
  };
}

function changeMembership(server: Server, { role, member, add }: MembershipStatement, context: ExecutionContext): void {
  const access = accessOf(server, context);
  const { principals } = access.database;
  const target = principals.get(fold(role));
  const right = target?.fixed === true ? 'CONTROL' : 'ALTER';
  const securable =
    target?.fixed === true ? ({ class: 'DATABASE' } as const) : ({ class: 'ROLE', name: fold(role) } as const);
  if (target?.kind !== 'role' || !isAllowed(access, right, securable))
    throw serverErrors.missing('alter', 'role', role);
  const principal = principals.get(fold(member));
  if (!principal) throw serverErrors.missing(add ? 'add' : 'drop', 'principal', member);
  if (fold(member) === 'dbo' || fold(role) === 'public')
    throw serverErrors.fixedPrincipal('alter', 'role', target.name);
  const others = principal.memberOf.filter((name) => name !== fold(role));
  principals.set(fold(member), { ...principal, memberOf: add ? [...others, fold(role)] : others });
}

/** ALTER SERVER ROLE role ADD MEMBER login, DROP MEMBER login; for members of sysadmin. */
export function alterServerRoleStatement(server: Server): StatementKind<MembershipStatement> {
  return {
    name: 'alter-server-role',
    starts: (parser) => parser.atKeyword('ALTER', 'SERVER', 'ROLE'),
    parse: (parser) => parseMembership(parser, 'alter-server-role', ['ALTER', 'SERVER', 'ROLE']),
    command: () => ddlCommand,
    execute: ({ role, member, add }, { session }) => {
      const { logins, serverRoles } = server.state;
      if (!isSysadmin(identityOf(server, session)) || !serverRoles.has(fold(role))) {
        throw serverErrors.missing('alter', 'server role', role);
      }
      const login = logins.get(fold(member));
      if (!login) throw serverErrors.missing(add ? 'add' : 'drop', 'principal', member);
      const others = login.memberOf.filter((name) => name !== fold(role));
      logins.set(fold(member), { ...login, memberOf: add ? [...others, fold(role)] : others });
      return Promise.resolve();
    },
  };
}
