import type { ExecutionContext, Parser, Statement, StatementKind } from '../../tsql/contracts.ts';
import { serverErrors } from '../errors.ts';
import { accessOf, isAllowed, isSameSecurable } from '../permissions.ts';
import type { Access } from '../permissions.ts';
import type { Server } from '../server.ts';
import { fold } from '../state.ts';
import type { Credential } from '../state.ts';
import { ddlCommand, expectOption } from './names.ts';

interface CredentialStatement extends Statement {
  readonly name: string;
  readonly identity: string;
  readonly secret: string | undefined;
}

const noun = ['DATABASE', 'SCOPED', 'CREDENTIAL'] as const;

/** CREATE DATABASE SCOPED CREDENTIAL name WITH IDENTITY = '…' [, SECRET = '…']. */
export function createCredentialStatement(server: Server): StatementKind<CredentialStatement> {
  return {
    name: 'create-credential',
    starts: (parser) => parser.atKeyword('CREATE', ...noun),
    parse: (parser) => parseCredential(parser, 'CREATE'),
    command: () => ddlCommand,
    execute: (statement, context) => {
      create(server, statement, accessOf(server, context));
      return Promise.resolve();
    },
  };
}

function create(server: Server, { name, identity, secret }: CredentialStatement, access: Access): void {
  const { database, user } = access;
  if (fold(database.name) === 'master') throw serverErrors.noCredentialsInMaster();
  if (!isAllowed(access, 'CONTROL', { class: 'DATABASE' })) {
    throw serverErrors.statementDenied('CREATE DATABASE SCOPED CREDENTIAL', database.name);
  }
  // Azure SQL Database makes its own key (documented).
  if (!database.masterKey && server.profile.name !== 'azure') throw serverErrors.masterKeyMissing();
  if (database.credentials.has(fold(name))) throw serverErrors.credentialExists(name);
  const now = server.now();
  const owner = fold(user?.name ?? 'dbo');
  database.credentials.set(fold(name), {
    ...{ name, identity, secret, owner },
    id: database.nextCredentialId,
    created: now,
    modified: now,
  });
  database.nextCredentialId += 1;
}

/** ALTER DATABASE SCOPED CREDENTIAL: replaces both; without SECRET the secret becomes NULL (documented). */
export function alterCredentialStatement(server: Server): StatementKind<CredentialStatement> {
  return {
    name: 'alter-credential',
    starts: (parser) => parser.atKeyword('ALTER', ...noun),
    parse: (parser) => parseCredential(parser, 'ALTER'),
    command: () => ddlCommand,
    execute: ({ name, identity, secret }, context) => {
      const { access, credential } = ownCredential(server, context, 'alter', name);
      access.database.credentials.set(fold(name), { ...credential, identity, secret, modified: server.now() });
      return Promise.resolve();
    },
  };
}

/** DROP DATABASE SCOPED CREDENTIAL, with the permissions on it. */
export function dropCredentialStatement(server: Server): StatementKind<Statement & { readonly name: string }> {
  return {
    name: 'drop-credential',
    starts: (parser) => parser.atKeyword('DROP', ...noun),
    parse: (parser) => {
      const { line } = parser;
      parser.expectKeyword('DROP', ...noun);
      return { kind: 'drop-credential', line, name: parser.parseIdentifier() };
    },
    command: () => ddlCommand,
    execute: ({ name }, context) => {
      const { database } = ownCredential(server, context, 'drop', name).access;
      const securable = { class: 'DATABASE SCOPED CREDENTIAL', name: fold(name) } as const;
      database.credentials.delete(fold(name));
      database.permissions = database.permissions.filter((entry) => !isSameSecurable(entry.securable, securable));
      return Promise.resolve();
    },
  };
}

function parseCredential(parser: Parser, verb: 'CREATE' | 'ALTER'): CredentialStatement {
  const { line } = parser;
  parser.expectKeyword(verb, ...noun);
  const name = parser.parseIdentifier();
  parser.expectKeyword('WITH');
  expectOption(parser, 'IDENTITY');
  const identity = parser.parseString();
  const hasSecret = parser.acceptSymbol(',');
  if (hasSecret) expectOption(parser, 'SECRET');
  return {
    kind: `${verb.toLowerCase()}-credential`,
    ...{ line, name, identity },
    secret: hasSecret ? parser.parseString() : undefined,
  };
}

function ownCredential(
  server: Server,
  context: ExecutionContext,
  verb: 'alter' | 'drop',
  name: string,
): { readonly access: Access; readonly credential: Credential } {
  const access = accessOf(server, context);
  const credential = access.database.credentials.get(fold(name));
  const may = isAllowed(access, 'ALTER', { class: 'DATABASE SCOPED CREDENTIAL', name: fold(name) });
  if (!credential || !may) throw serverErrors.missing(verb, 'credential', name);
  return { access, credential };
}
