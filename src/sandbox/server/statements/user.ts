import type { Parser, Statement, StatementKind } from '../../tsql/contracts.ts';
import { serverErrors } from '../errors.ts';
import { accessOf, isAllowed } from '../permissions.ts';
import type { Server } from '../server.ts';
import { fold } from '../state.ts';
import type { Database, PermissionEntry } from '../state.ts';
import { acceptIfExists, ddlCommand, expectOption } from './names.ts';

interface UserStatement extends Statement {
  readonly name: string;
  /** Undefined: WITHOUT LOGIN. */
  readonly login: string | undefined;
  readonly defaultSchema: string | undefined;
}

/** CREATE USER name [{FOR | FROM} LOGIN login | WITHOUT LOGIN] [WITH DEFAULT_SCHEMA = schema]. Adds CONNECT. */
export function createUserStatement(server: Server): StatementKind<UserStatement> {
  return {
    name: 'create-user',
    starts: (parser) => parser.atKeyword('CREATE', 'USER'),
    parse: parseCreate,
    command: () => ddlCommand,
    execute: (statement, context) => {
      const access = accessOf(server, context);
      if (!isAllowed(access, 'ALTER ANY USER', { class: 'DATABASE' })) throw serverErrors.noPermission();
      addUser(server, access.database, statement);
      return Promise.resolve();
    },
  };
}

function parseCreate(parser: Parser): UserStatement {
  const { line } = parser;
  parser.expectKeyword('CREATE', 'USER');
  const name = parser.parseIdentifier();
  let login: string | undefined = name;
  if (parser.acceptKeyword('WITHOUT')) {
    parser.expectKeyword('LOGIN');
    login = undefined;
  } else if (parser.acceptKeyword('FOR', 'LOGIN') || parser.acceptKeyword('FROM', 'LOGIN')) {
    login = parser.parseIdentifier();
  } else if (parser.atKeyword('FROM') || parser.atKeyword('FOR') || parser.atKeyword('WITH', 'PASSWORD')) {
    throw parser.unsupported('CREATE USER other than FOR LOGIN or WITHOUT LOGIN');
  }
  const hasSchema = parser.acceptKeyword('WITH');
  if (hasSchema) expectOption(parser, 'DEFAULT_SCHEMA');
  const defaultSchema = hasSchema ? parser.parseIdentifier() : undefined;
  return { kind: 'create-user', line, name, login, defaultSchema };
}

function addUser(server: Server, database: Database, { name, login, defaultSchema }: UserStatement): void {
  if (database.principals.has(fold(name))) throw serverErrors.principalExists(name);
  const owner = login === undefined ? undefined : server.state.logins.get(fold(login));
  if (login !== undefined && !owner) throw serverErrors.invalidLogin(login);
  const taken = [...database.principals.values()].some(({ loginId }) => owner && loginId === owner.id);
  if (taken) throw serverErrors.loginHasUser();
  database.principals.set(fold(name), {
    name,
    id: database.nextPrincipalId,
    kind: 'user',
    fixed: false,
    defaultSchema: defaultSchema ?? 'dbo',
    memberOf: [],
    created: server.now(),
    ...(owner && { loginId: owner.id }),
  });
  database.nextPrincipalId += 1;
  const connect: PermissionEntry = {
    grantee: fold(name),
    grantor: 'dbo',
    permission: 'CONNECT',
    state: 'grant',
    securable: { class: 'DATABASE' },
  };
  database.permissions = [...database.permissions, connect];
}

interface AlterUser extends Statement {
  readonly name: string;
  readonly login?: string;
  readonly defaultSchema?: string;
}

/** ALTER USER name WITH { LOGIN = login | DEFAULT_SCHEMA = schema }: mends orphaned users. */
export function alterUserStatement(server: Server): StatementKind<AlterUser> {
  return {
    name: 'alter-user',
    starts: (parser) => parser.atKeyword('ALTER', 'USER'),
    parse: (parser) => {
      const { line } = parser;
      parser.expectKeyword('ALTER', 'USER');
      const head = { kind: 'alter-user', line, name: parser.parseIdentifier() };
      parser.expectKeyword('WITH');
      if (parser.atKeyword('LOGIN')) {
        expectOption(parser, 'LOGIN');
        return { ...head, login: parser.parseIdentifier() };
      }
      if (!parser.atKeyword('DEFAULT_SCHEMA')) throw parser.unsupported(`ALTER USER … WITH ${parser.peek().text}`);
      expectOption(parser, 'DEFAULT_SCHEMA');
      return { ...head, defaultSchema: parser.parseIdentifier() };
    },
    command: () => ddlCommand,
    execute: ({ name, login, defaultSchema }, context) => {
      const access = accessOf(server, context);
      const user = access.database.principals.get(fold(name));
      if (user?.kind !== 'user' || user.fixed || !isAllowed(access, 'ALTER', { class: 'USER', name: fold(name) })) {
        throw serverErrors.missing('alter', 'user', name);
      }
      const target = login === undefined ? undefined : server.state.logins.get(fold(login));
      if (login !== undefined && !target) throw serverErrors.invalidLogin(login);
      access.database.principals.set(fold(name), {
        ...user,
        ...(target && { loginId: target.id }),
        ...(defaultSchema !== undefined && { defaultSchema }),
      });
      return Promise.resolve();
    },
  };
}

interface DropPrincipal extends Statement {
  readonly name: string;
  readonly ifExists: boolean;
}

/** DROP USER [IF EXISTS] name and DROP ROLE [IF EXISTS] name, with what was granted to them. */
export function dropPrincipalStatement(server: Server, kind: 'user' | 'role'): StatementKind<DropPrincipal> {
  const word = kind === 'user' ? 'USER' : 'ROLE';
  return {
    name: `drop-${kind}`,
    starts: (parser) => parser.atKeyword('DROP', word),
    parse: (parser) => {
      const { line } = parser;
      parser.expectKeyword('DROP', word);
      const ifExists = acceptIfExists(parser);
      return { kind: `drop-${kind}`, line, name: parser.parseIdentifier(), ifExists };
    },
    command: () => ddlCommand,
    execute: ({ name, ifExists }, context) => {
      const access = accessOf(server, context);
      const { database } = access;
      const principal = database.principals.get(fold(name));
      if (principal?.kind !== kind && ifExists) return Promise.resolve();
      if (principal?.kind !== kind || !isAllowed(access, 'ALTER', { class: word, name: fold(name) })) {
        throw serverErrors.missing('drop', kind, name);
      }
      if (principal.fixed) throw serverErrors.fixedPrincipal('drop', kind, principal.name);
      removePrincipal(database, fold(name));
      return Promise.resolve();
    },
  };
}

function removePrincipal(database: Database, name: string): void {
  if ([...database.schemas.values()].some(({ owner }) => owner === name)) throw serverErrors.ownsSchema();
  if ([...database.principals.values()].some(({ memberOf }) => memberOf.includes(name))) {
    throw serverErrors.roleHasMembers();
  }
  database.principals.delete(name);
  database.permissions = database.permissions.filter(
    ({ grantee, securable }) => grantee !== name && !isAbout(securable, name),
  );
}

function isAbout(securable: PermissionEntry['securable'], name: string): boolean {
  return (securable.class === 'USER' || securable.class === 'ROLE') && securable.name === name;
}
