import type { ServerHooks } from '../tsql/contracts.ts';
import type { ObjectName } from '../tsql/ast.ts';
import { serverErrors } from './errors.ts';
import { identityOf } from './identity.ts';
import { accessIn, accessOf, isAllowed } from './permissions.ts';
import type { Access } from './permissions.ts';
import type { Server } from './server.ts';
import { fold } from './state.ts';

/**
 * Throws 229, 262 or 2760 when the session may not. Inside a procedure the tables it uses belong to the same owner, so
 * only EXECUTE on the procedure counts (ownership chaining); text run by EXEC breaks that chain.
 */
export function authorize(server: Server): ServerHooks['authorize'] {
  return (permission, object, context) => {
    const access =
      object?.database === undefined ? accessOf(server, context) : elsewhere(server, object.database, context);
    if (permission.startsWith('CREATE')) {
      requireCreate(access, permission, object);
      return;
    }
    if (!object || context.procedure !== '') return;
    const schema = fold(object.schema ?? 'dbo');
    if (isAllowed(access, permission, { class: 'OBJECT', schema, name: fold(object.name) })) return;
    throw serverErrors.objectDenied(permission, object.name, access.database.name, object.schema ?? 'dbo');
  };
}

function elsewhere(server: Server, name: string, { session }: Parameters<ServerHooks['authorize']>[2]): Access {
  const database = server.state.databases.get(fold(name));
  if (!database) throw serverErrors.noSuchDatabase(name);
  const identity = identityOf(server, session);
  const access = accessIn(server, identity, database);
  if (!access.user) throw serverErrors.databaseForbidden(identity.login?.name ?? session.login, database.name);
  return access;
}

function requireCreate(access: Access, permission: string, object: ObjectName | undefined): void {
  const { database } = access;
  if (!isAllowed(access, permission, { class: 'DATABASE' }))
    throw serverErrors.statementDenied(permission, database.name);
  const schema = object?.schema ?? 'dbo';
  const exists = database.schemas.has(fold(schema));
  if (!exists || !isAllowed(access, 'ALTER', { class: 'SCHEMA', name: fold(schema) })) {
    throw serverErrors.schemaForbidden(schema);
  }
}
