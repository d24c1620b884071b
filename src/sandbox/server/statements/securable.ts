import type { ObjectName } from '../../tsql/ast.ts';
import type { ExecutionContext, Parser } from '../../tsql/contracts.ts';
import { serverErrors } from '../errors.ts';
import type { Access } from '../permissions.ts';
import { fold } from '../state.ts';
import type { Securable } from '../state.ts';

/** What follows ON: a class, written or implied, and a name. */
export interface SecurableName {
  readonly class: Securable['class'];
  readonly name: ObjectName;
}

/** Says whether a table, view or procedure of that name exists; the engine knows, this folder does not. */
export type ObjectExists = (name: SecurableName, context: ExecutionContext) => boolean;

const classes: readonly (readonly [readonly string[], Securable['class']])[] = [
  [['DATABASE', 'SCOPED', 'CREDENTIAL'], 'DATABASE SCOPED CREDENTIAL'],
  // The short form of the documentation of 2022.
  [['CREDENTIAL'], 'DATABASE SCOPED CREDENTIAL'],
  [['DATABASE'], 'DATABASE'],
  [['SCHEMA'], 'SCHEMA'],
  [['OBJECT'], 'OBJECT'],
  [['USER'], 'USER'],
  [['ROLE'], 'ROLE'],
  [['LOGIN'], 'LOGIN'],
];

/** `CLASS::name`, or a bare name, which is an object. */
export function parseSecurable(parser: Parser): SecurableName {
  for (const [words, securableClass] of classes) {
    if (!parser.atKeyword(...words) || !isScope(parser, words.length)) continue;
    parser.expectKeyword(...words);
    parser.expectSymbol('::');
    return { class: securableClass, name: parser.parseObjectName() };
  }
  if (isScope(parser, 1)) throw parser.unsupported(`permissions on ${parser.peek().text.toUpperCase()}`);
  return { class: 'OBJECT', name: parser.parseObjectName() };
}

function isScope(parser: Parser, ahead: number): boolean {
  return parser.peek(ahead).text === '::';
}

/** The securable meant; throws 15151 (4604-like cases included) when it is not there. */
export function requireSecurable(
  securable: SecurableName,
  { database, server }: Access,
  objectExists: (name: SecurableName) => boolean,
): Securable {
  const { name, schema } = securable.name;
  const key = fold(name);
  switch (securable.class) {
    case 'SERVER':
      return { class: 'SERVER' };
    case 'DATABASE':
      if (key !== fold(database.name)) throw serverErrors.missing('find', 'database', name);
      return { class: 'DATABASE' };
    case 'OBJECT':
      if (!objectExists(securable)) throw serverErrors.missing('find', 'object', name);
      return { class: 'OBJECT', schema: fold(schema ?? 'dbo'), name: key };
    case 'SCHEMA':
      return existing(database.schemas.has(key), 'SCHEMA', name);
    case 'DATABASE SCOPED CREDENTIAL':
      return existing(database.credentials.has(key), 'DATABASE SCOPED CREDENTIAL', name);
    case 'USER':
      return existing(database.principals.get(key)?.kind === 'user', 'USER', name);
    case 'ROLE':
      return existing(database.principals.get(key)?.kind === 'role', 'ROLE', name);
    case 'LOGIN':
      return existing(server.state.logins.has(key), 'LOGIN', name);
  }
}

const nouns = {
  SCHEMA: 'schema',
  'DATABASE SCOPED CREDENTIAL': 'credential',
  USER: 'user',
  ROLE: 'role',
  LOGIN: 'login',
} as const;

function existing(exists: boolean, securableClass: keyof typeof nouns, name: string): Securable {
  if (!exists) throw serverErrors.missing('find', nouns[securableClass], name);
  return { class: securableClass, name: fold(name) };
}
