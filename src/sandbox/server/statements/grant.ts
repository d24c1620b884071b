import type { Parser, Statement, StatementKind } from '../../tsql/contracts.ts';
import { serverErrors } from '../errors.ts';
import { isPermissionOf } from '../permission-catalog.ts';
import { accessOf, isAllowed, isSameSecurable, isServerAllowed, rolesOf } from '../permissions.ts';
import type { Access } from '../permissions.ts';
import type { Server } from '../server.ts';
import { fold } from '../state.ts';
import type { PermissionEntry, PermissionState, Securable } from '../state.ts';
import { ddlCommand } from './names.ts';
import { parseSecurable, requireSecurable } from './securable.ts';
import type { ObjectExists, SecurableName } from './securable.ts';

type Verb = 'GRANT' | 'DENY' | 'REVOKE';

interface PermissionStatement extends Statement {
  readonly permissions: readonly string[];
  /** Absent: the database, or the server for permissions that only it has. */
  readonly securable: SecurableName | undefined;
  readonly principals: readonly string[];
  /** WITH GRANT OPTION, or REVOKE GRANT OPTION FOR. */
  readonly grantOption: boolean;
}

/** GRANT, DENY or REVOKE of one or more permissions, to or from one or more principals. */
export function permissionStatement(
  server: Server,
  verb: Verb,
  objectExists: ObjectExists,
): StatementKind<PermissionStatement> {
  return {
    name: verb.toLowerCase(),
    starts: (parser) => parser.atKeyword(verb),
    parse: (parser) => parsePermission(parser, verb),
    command: () => ddlCommand,
    execute: (statement, context) => {
      const access = accessOf(server, context);
      const securable = securableOf(statement, access, (name) => objectExists(name, context));
      for (const principal of statement.principals) apply(verb, statement, { access, securable, principal });
      return Promise.resolve();
    },
  };
}

function parsePermission(parser: Parser, verb: Verb): PermissionStatement {
  const { line } = parser;
  parser.expectKeyword(verb);
  const optionFor = verb === 'REVOKE' && parser.acceptKeyword('GRANT', 'OPTION', 'FOR');
  const permissions = [parsePermissionName(parser)];
  while (parser.acceptSymbol(',')) permissions.push(parsePermissionName(parser));
  const securable = parser.acceptKeyword('ON') ? parseSecurable(parser) : undefined;
  if (parser.atSymbol('(')) throw parser.unsupported('permissions on columns');
  if (!(verb === 'REVOKE' && parser.acceptKeyword('FROM'))) parser.expectKeyword('TO');
  const principals = [parsePrincipal(parser)];
  while (parser.acceptSymbol(',')) principals.push(parsePrincipal(parser));
  const withOption = verb === 'GRANT' && parser.acceptKeyword('WITH', 'GRANT', 'OPTION');
  if (verb !== 'GRANT') parser.acceptKeyword('CASCADE');
  if (parser.atKeyword('AS')) throw parser.unsupported(`${verb} … AS`);
  return { kind: verb.toLowerCase(), line, permissions, securable, principals, grantOption: optionFor || withOption };
}

/** Words up to ON, TO, FROM or a comma. */
function parsePermissionName(parser: Parser): string {
  const words: string[] = [];
  while (parser.peek().kind === 'word' && !['ON', 'TO', 'FROM'].some((stop) => parser.atKeyword(stop))) {
    words.push(parser.next().text.toUpperCase());
  }
  if (parser.atSymbol('(')) throw parser.unsupported('permissions on columns');
  if (words.length === 0) throw parser.unexpected();
  if (words[0] === 'ALL') throw parser.unsupported('GRANT ALL (deprecated)');
  const name = words.join(' ');
  return { EXEC: 'EXECUTE', 'CREATE PROC': 'CREATE PROCEDURE' }[name] ?? name;
}

/** `public` and `guest` are plain names. */
function parsePrincipal(parser: Parser): string {
  if (parser.atKeyword('PUBLIC')) return parser.next().text;
  return parser.parseIdentifier();
}

function securableOf(
  { securable, permissions }: PermissionStatement,
  access: Access,
  objectExists: (name: SecurableName) => boolean,
): Securable {
  const found = securable
    ? requireSecurable(securable, access, objectExists)
    : defaultSecurable(permissions, access.database.name);
  const wrong = permissions.find((permission) => !isPermissionOf(found.class, permission));
  if (wrong !== undefined) throw serverErrors.notCompatible(wrong);
  return found;
}

function defaultSecurable(permissions: readonly string[], database: string): Securable {
  const first = permissions[0] ?? '';
  if (isPermissionOf('DATABASE', first) || !isPermissionOf('SERVER', first)) return { class: 'DATABASE' };
  if (fold(database) !== 'master') throw serverErrors.serverScopeInMaster();
  return { class: 'SERVER' };
}

interface Target {
  readonly access: Access;
  readonly securable: Securable;
  readonly principal: string;
}

function apply(verb: Verb, { permissions, grantOption }: PermissionStatement, target: Target): void {
  const { access, securable } = target;
  const grantee = requireGrantee(target);
  for (const permission of permissions) {
    if (!mayGrant(access, permission, securable)) throw serverErrors.grantForbidden();
    const others = entriesOf(target).filter(
      (entry) =>
        entry.grantee !== grantee || entry.permission !== permission || !isSameSecurable(entry.securable, securable),
    );
    const state = nextState(verb, grantOption);
    const entry = state && { grantee, grantor: fold(access.user?.name ?? 'dbo'), permission, state, securable };
    setEntries(target, entry ? [...others, entry] : others);
  }
}

/** REVOKE GRANT OPTION FOR leaves a plain grant. */
function nextState(verb: Verb, grantOption: boolean): PermissionState | undefined {
  if (verb === 'DENY') return 'deny';
  if (verb === 'GRANT') return grantOption ? 'grant-with-grant-option' : 'grant';
  return grantOption ? 'grant' : undefined;
}

function entriesOf({ access, securable }: Target): readonly PermissionEntry[] {
  return isOfServer(securable) ? access.server.state.permissions : access.database.permissions;
}

function setEntries({ access, securable }: Target, entries: readonly PermissionEntry[]): void {
  if (isOfServer(securable)) access.server.state.permissions = entries;
  else access.database.permissions = entries;
}

function isOfServer(securable: Securable): boolean {
  return securable.class === 'SERVER' || securable.class === 'LOGIN';
}

function requireGrantee({ access, securable, principal }: Target): string {
  const name = fold(principal);
  const { logins, serverRoles } = access.server.state;
  if (isOfServer(securable)) {
    if (!logins.has(name) && !serverRoles.has(name)) throw serverErrors.missing('find', 'login', principal);
    if (name === 'sa') throw serverErrors.grantToOwner();
    return name;
  }
  const found = access.database.principals.get(name);
  if (!found) throw serverErrors.missing('find', 'user', principal);
  const isSelf = access.user !== undefined && fold(access.user.name) === name;
  if (isSelf || ['dbo', 'sys', 'information_schema'].includes(name)) throw serverErrors.grantToOwner();
  return name;
}

/** CONTROL on the securable, or the permission itself with its grant option. */
function mayGrant(access: Access, permission: string, securable: Securable): boolean {
  if (isOfServer(securable)) {
    return isServerAllowed(access.server, access.identity, 'CONTROL SERVER');
  }
  if (isAllowed(access, 'CONTROL', securable)) return true;
  const { user, database } = access;
  const grantees = user ? rolesOf(database, user) : new Set<string>();
  return database.permissions.some(
    (entry) =>
      entry.state === 'grant-with-grant-option' &&
      grantees.has(entry.grantee) &&
      entry.permission === permission &&
      isSameSecurable(entry.securable, securable),
  );
}
