import type { ExecutionContext, Parser, Statement, StatementKind } from '../../tsql/contracts.ts';
import { serverErrors } from '../errors.ts';
import { identityOf } from '../identity.ts';
import { hashPassword, isStrongPassword } from '../passwords.ts';
import { isServerAllowed } from '../permissions.ts';
import type { Server } from '../server.ts';
import { fold } from '../state.ts';
import type { Login } from '../state.ts';
import { ddlCommand, expectOption, parseSwitch } from './names.ts';

interface LoginOptions {
  readonly password?: string;
  readonly defaultDatabase?: string;
  readonly checkPolicy?: boolean;
  readonly disabled?: boolean;
}

interface LoginStatement extends Statement {
  readonly name: string;
  readonly options: LoginOptions;
}

/** CREATE LOGIN name WITH PASSWORD = '…' [, DEFAULT_DATABASE = …] [, CHECK_POLICY = …] [, CHECK_EXPIRATION = …]. */
export function createLoginStatement(server: Server): StatementKind<LoginStatement> {
  return {
    name: 'create-login',
    starts: (parser) => parser.atKeyword('CREATE', 'LOGIN'),
    parse: (parser) => {
      const { line } = parser;
      parser.expectKeyword('CREATE', 'LOGIN');
      const name = parser.parseIdentifier();
      if (parser.atKeyword('FROM')) throw parser.unsupported('CREATE LOGIN … FROM (SQL Server logins only)');
      parser.expectKeyword('WITH');
      if (!parser.atKeyword('PASSWORD')) throw parser.unexpected();
      return { kind: 'create-login', line, name, options: parseOptions(parser) };
    },
    command: () => ddlCommand,
    execute: ({ name, options }, context) => {
      requireAlterAnyLogin(server, context);
      if (server.state.logins.has(fold(name)) || server.state.serverRoles.has(fold(name))) {
        throw serverErrors.loginExists(name);
      }
      addLogin(server, name, options);
      return Promise.resolve();
    },
  };
}

function addLogin(server: Server, name: string, options: LoginOptions): void {
  const { state } = server;
  const now = server.now();
  const login: Login = {
    name,
    id: state.nextPrincipalId,
    password: hashPassword(''),
    disabled: false,
    defaultDatabase: 'master',
    checkPolicy: true,
    memberOf: [],
    created: now,
    modified: now,
  };
  state.logins.set(fold(name), changed(login, options, now));
  state.nextPrincipalId += 1;
  const grantee = fold(name);
  state.permissions = [
    ...state.permissions,
    { grantee, grantor: 'sa', permission: 'CONNECT SQL', state: 'grant', securable: { class: 'SERVER' } },
  ];
}

function changed(login: Login, options: LoginOptions, now: Date): Login {
  const checkPolicy = options.checkPolicy ?? login.checkPolicy;
  if (checkPolicy && options.password !== undefined && !isStrongPassword(options.password)) {
    throw serverErrors.weakPassword();
  }
  return {
    ...login,
    checkPolicy,
    password: options.password === undefined ? login.password : hashPassword(options.password),
    defaultDatabase: options.defaultDatabase ?? login.defaultDatabase,
    disabled: options.disabled ?? login.disabled,
    modified: now,
  };
}

/** ALTER LOGIN name { ENABLE | DISABLE | WITH option, … }. */
export function alterLoginStatement(server: Server): StatementKind<LoginStatement> {
  return {
    name: 'alter-login',
    starts: (parser) => parser.atKeyword('ALTER', 'LOGIN'),
    parse: (parser) => {
      const { line } = parser;
      parser.expectKeyword('ALTER', 'LOGIN');
      const head = { kind: 'alter-login', line, name: parser.parseIdentifier() };
      if (parser.acceptKeyword('ENABLE')) return { ...head, options: { disabled: false } };
      if (parser.acceptKeyword('DISABLE')) return { ...head, options: { disabled: true } };
      parser.expectKeyword('WITH');
      return { ...head, options: parseOptions(parser) };
    },
    command: () => ddlCommand,
    execute: ({ name, options }, context) => {
      const login = server.state.logins.get(fold(name));
      const may = isServerAllowed(server, identityOf(server, context.session), 'ALTER ANY LOGIN');
      if (!login || !may) throw serverErrors.missing('alter', 'login', name);
      server.state.logins.set(fold(name), changed(login, options, server.now()));
      return Promise.resolve();
    },
  };
}

/** DROP LOGIN name. Its users stay behind, orphaned, as on the real server. */
export function dropLoginStatement(server: Server): StatementKind<Statement & { readonly name: string }> {
  return {
    name: 'drop-login',
    starts: (parser) => parser.atKeyword('DROP', 'LOGIN'),
    parse: (parser) => {
      const { line } = parser;
      parser.expectKeyword('DROP', 'LOGIN');
      return { kind: 'drop-login', line, name: parser.parseIdentifier() };
    },
    command: () => ddlCommand,
    execute: ({ name }, context) => {
      const may = isServerAllowed(server, identityOf(server, context.session), 'ALTER ANY LOGIN');
      const { state } = server;
      if (!may || fold(name) === 'sa' || !state.logins.delete(fold(name))) {
        throw serverErrors.missing('drop', 'login', name);
      }
      state.permissions = state.permissions.filter(({ grantee }) => grantee !== fold(name));
      return Promise.resolve();
    },
  };
}

function requireAlterAnyLogin(server: Server, { session }: ExecutionContext): void {
  if (!isServerAllowed(server, identityOf(server, session), 'ALTER ANY LOGIN')) throw serverErrors.noPermission();
}

function parseOptions(parser: Parser): LoginOptions {
  let options: LoginOptions = {};
  do options = { ...options, ...parseOption(parser) };
  while (parser.acceptSymbol(','));
  return options;
}

function parseOption(parser: Parser): LoginOptions {
  if (parser.atKeyword('PASSWORD')) {
    expectOption(parser, 'PASSWORD');
    return { password: parser.parseString() };
  }
  if (parser.atKeyword('DEFAULT_DATABASE')) {
    expectOption(parser, 'DEFAULT_DATABASE');
    return { defaultDatabase: parser.parseIdentifier() };
  }
  if (parser.atKeyword('CHECK_POLICY')) {
    expectOption(parser, 'CHECK_POLICY');
    return { checkPolicy: parseSwitch(parser) };
  }
  if (parser.atKeyword('CHECK_EXPIRATION')) {
    // Passwords of a sandbox do not live long enough to expire.
    expectOption(parser, 'CHECK_EXPIRATION');
    parseSwitch(parser);
    return {};
  }
  throw parser.unsupported(`login option ${parser.peek().text}`);
}
