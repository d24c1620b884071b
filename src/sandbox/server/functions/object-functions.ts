import type { ExecutionContext, ScalarFunction } from '../../tsql/contracts.ts';
import type { SqlValue } from '../../values.ts';
import { currentDatabase } from '../identity.ts';
import { accessOf } from '../permissions.ts';
import type { Server } from '../server.ts';
import { fold } from '../state.ts';
import { systemProcedures } from '../system-objects.ts';
import { objectId } from '../user-objects.ts';
import type { UserObject, UserObjects } from '../user-objects.ts';
import { int, nameParts, numberOf, serverFunction, sysname, textOf } from './define.ts';

const objectTypes: Readonly<Record<UserObject['kind'], string>> = { table: 'U', procedure: 'P' };

/** OBJECT_ID, OBJECT_NAME and OBJECT_SCHEMA_NAME. `views` are the names of the catalog views, `schema.name` folded. */
export function objectFunctions(
  server: Server,
  userObjects: UserObjects,
  views: ReadonlySet<string>,
): readonly ScalarFunction[] {
  const byId = (id: SqlValue | undefined, context: ExecutionContext): UserObject | undefined =>
    userObjects(context, context.session.database).find((object) => object.id === numberOf(id));
  return [
    serverFunction('object_id', [1, 2], int, ([text, type], context) => {
      const wanted = textOf(type)?.trim().toUpperCase();
      const name = textOf(text);
      if (name === null) return null;
      return userObjectId(server, userObjects, context, { name, wanted }) ?? systemObjectId(name, views, wanted);
    }),
    serverFunction('object_name', [1, 2], sysname, ([id], context) => {
      const system = systemProcedures.find((procedure) => procedure.id === numberOf(id));
      return byId(id, context)?.name ?? system?.name ?? null;
    }),
    serverFunction('object_schema_name', [1, 2], sysname, ([id], context) => {
      const object = byId(id, context);
      return object ? (currentDatabase(server, context.session).schemas.get(object.schema)?.name ?? null) : null;
    }),
  ];
}

function userObjectId(
  server: Server,
  userObjects: UserObjects,
  context: ExecutionContext,
  { name: text, wanted }: { readonly name: string; readonly wanted: string | undefined },
): number | undefined {
  const [name = '', schema = '', database = ''] = nameParts(text).map(fold);
  const owner = schema || fold(accessOf(server, context).user?.defaultSchema ?? 'dbo');
  const found = userObjects(context, database || context.session.database).find(
    (object) => fold(object.name) === name && (object.schema === owner || name.startsWith('#')),
  );
  return found && (wanted === undefined || objectTypes[found.kind] === wanted) ? found.id : undefined;
}

function systemObjectId(text: string, views: ReadonlySet<string>, wanted: string | undefined): number | null {
  const [name = '', schema = 'sys'] = nameParts(text).map(fold);
  const procedure = systemProcedures.find((one) => one.name === name);
  if (procedure && ['sys', 'dbo', ''].includes(schema))
    return wanted === undefined || wanted === 'P' ? procedure.id : null;
  const isView = views.has(`${schema}.${name}`) && (wanted === undefined || wanted === 'V');
  return isView ? -objectId(`${schema}.${name}`) : null;
}
