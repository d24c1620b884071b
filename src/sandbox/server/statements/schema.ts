import type { Statement, StatementKind } from '../../tsql/contracts.ts';
import { SqlError } from '../../sql-error.ts';
import { serverErrors } from '../errors.ts';
import { accessOf, isAllowed } from '../permissions.ts';
import type { Server } from '../server.ts';
import { fold } from '../state.ts';
import type { UserObjects } from '../user-objects.ts';
import { acceptIfExists, ddlCommand } from './names.ts';

interface SchemaStatement extends Statement {
  readonly name: string;
  readonly owner: string | undefined;
}

/** CREATE SCHEMA name [AUTHORIZATION owner], without elements inside. */
export function createSchemaStatement(server: Server): StatementKind<SchemaStatement> {
  return {
    name: 'create-schema',
    starts: (parser) => parser.atKeyword('CREATE', 'SCHEMA'),
    parse: (parser) => {
      const { line } = parser;
      parser.expectKeyword('CREATE', 'SCHEMA');
      const name = parser.parseIdentifier();
      const owner = parser.acceptKeyword('AUTHORIZATION') ? parser.parseIdentifier() : undefined;
      return { kind: 'create-schema', line, name, owner };
    },
    command: () => ddlCommand,
    execute: ({ name, owner }, context) => {
      const access = accessOf(server, context);
      const { database, user } = access;
      if (!isAllowed(access, 'CREATE SCHEMA', { class: 'DATABASE' })) {
        throw serverErrors.statementDenied('CREATE SCHEMA', database.name);
      }
      if (database.schemas.has(fold(name))) {
        throw new SqlError(2714, `There is already an object named '${name}' in the database.`, {
          state: 6,
          reach: 'batch',
        });
      }
      const holder = fold(owner ?? user?.name ?? 'dbo');
      if (!database.principals.has(holder)) throw serverErrors.missing('find', 'principal', owner ?? holder);
      database.schemas.set(fold(name), { name, id: database.nextSchemaId, owner: holder });
      database.nextSchemaId += 1;
      return Promise.resolve();
    },
  };
}

/** DROP SCHEMA [IF EXISTS] name; 3729 while something is in it. */
export function dropSchemaStatement(
  server: Server,
  userObjects: UserObjects,
): StatementKind<Statement & { readonly name: string; readonly ifExists: boolean }> {
  return {
    name: 'drop-schema',
    starts: (parser) => parser.atKeyword('DROP', 'SCHEMA'),
    parse: (parser) => {
      const { line } = parser;
      parser.expectKeyword('DROP', 'SCHEMA');
      const ifExists = acceptIfExists(parser);
      return { kind: 'drop-schema', line, name: parser.parseIdentifier(), ifExists };
    },
    command: () => ddlCommand,
    execute: ({ name, ifExists }, context) => {
      const access = accessOf(server, context);
      const { database } = access;
      const schema = database.schemas.get(fold(name));
      if (!schema && ifExists) return Promise.resolve();
      const may = isAllowed(access, 'CONTROL', { class: 'SCHEMA', name: fold(name) });
      if (!schema || schema.id <= 4 || !may) throw serverErrors.missing('drop', 'schema', name);
      const inside = userObjects(context, database.name).find((object) => object.schema === fold(name));
      if (inside) {
        throw new SqlError(
          3729,
          `Cannot drop schema '${name}' because it is being referenced by object '${inside.name}'.`,
        );
      }
      database.schemas.delete(fold(name));
      return Promise.resolve();
    },
  };
}
