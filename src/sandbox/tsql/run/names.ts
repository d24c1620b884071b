import { SqlError } from '../../sql-error.ts';
import type { ObjectName } from '../ast.ts';
import type { Procedure } from '../contracts.ts';
import { notSupported } from '../../not-supported.ts';
import { storageKey, type UserProcedure } from '../storage/storage.ts';
import type { StoredTable } from '../storage/table.ts';
import type { Catalog } from './engine-context.ts';
import type { EngineParts } from './parts.ts';
import type { EngineSession } from './session.ts';

/** 911 for a database that is not there. */
export const databaseOf = (name: ObjectName, parts: EngineParts, session: EngineSession): string => {
  if (name.server !== undefined) throw notSupported(`linked server [${name.server}]`);
  if (name.database === undefined) return session.database;
  const found = parts.server.databaseName(name.database);
  if (found === undefined)
    throw new SqlError(
      911,
      `Database '${name.database}' does not exist. Make sure that the name is entered correctly.`,
    );
  return found;
};

/** Finds what names mean for one session; `temporary` finds #names in the scopes in reach. */
export const createCatalog = (
  parts: EngineParts,
  session: EngineSession,
  temporary: (name: string) => StoredTable | undefined,
): Catalog => ({
  table(name) {
    if (name.name.startsWith('#')) return temporary(name.name);
    if (name.database !== undefined && parts.server.databaseName(name.database) === undefined) return undefined;
    return session.storage.tables.get(storageKey(databaseOf(name, parts, session), name.schema, name.name));
  },
  view(name) {
    const source = name.schema === undefined ? undefined : parts.views.get(`${name.schema}.${name.name}`.toLowerCase());
    return source === undefined ? undefined : { source, database: databaseOf(name, parts, session) };
  },
  tableFunction(name) {
    const key = name.schema === undefined ? name.name : `${name.schema}.${name.name}`;
    return parts.tableFunctions.get(key.toLowerCase());
  },
});

/** A system procedure is found in every database, under sys, dbo or no schema. */
export const findSystemProcedure = (name: ObjectName, parts: EngineParts): Procedure | undefined => {
  const schema = name.schema?.toLowerCase() ?? 'sys';
  return schema === 'sys' || schema === 'dbo' ? parts.procedures.get(name.name.toLowerCase()) : undefined;
};

/** A procedure made by CREATE PROCEDURE. */
export const findUserProcedure = (
  name: ObjectName,
  parts: EngineParts,
  session: EngineSession,
): UserProcedure | undefined =>
  name.database !== undefined && parts.server.databaseName(name.database) === undefined
    ? undefined
    : session.storage.procedures.get(storageKey(databaseOf(name, parts, session), name.schema, name.name));
