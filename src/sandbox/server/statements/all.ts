import type { StatementKind } from '../../tsql/contracts.ts';
import type { Server } from '../server.ts';
import { fold } from '../state.ts';
import type { UserObjects } from '../user-objects.ts';
import { alterCredentialStatement, createCredentialStatement, dropCredentialStatement } from './credential.ts';
import { createDatabaseStatement, dropDatabaseStatement } from './database.ts';
import { alterEventSessionStatement, createEventSessionStatement, dropEventSessionStatement } from './event-session.ts';
import { executeAsStatement, revertStatement } from './execute-as.ts';
import { permissionStatement } from './grant.ts';
import { alterLoginStatement, createLoginStatement, dropLoginStatement } from './login.ts';
import { createMasterKeyStatement, dropMasterKeyStatement } from './master-key.ts';
import { reconfigureStatement } from './reconfigure.ts';
import { alterRoleStatement, alterServerRoleStatement, createRoleStatement } from './role.ts';
import { createSchemaStatement, dropSchemaStatement } from './schema.ts';
import type { ObjectExists } from './securable.ts';
import { useStatement } from './use.ts';
import { alterUserStatement, createUserStatement, dropPrincipalStatement } from './user.ts';

/** Every statement kind about the server and its databases, most particular first. */
export function serverStatements(server: Server, userObjects: UserObjects): readonly StatementKind[] {
  const objectExists: ObjectExists = ({ name }, context) =>
    userObjects(context, name.database ?? context.session.database).some(
      (object) => fold(object.name) === fold(name.name) && object.schema === fold(name.schema ?? 'dbo'),
    );
  return [
    useStatement(server),
    reconfigureStatement(server),
    createEventSessionStatement(server),
    alterEventSessionStatement(server),
    dropEventSessionStatement(server),
    createMasterKeyStatement(server),
    dropMasterKeyStatement(server),
    createCredentialStatement(server),
    alterCredentialStatement(server),
    dropCredentialStatement(server),
    createDatabaseStatement(server),
    dropDatabaseStatement(server),
    createLoginStatement(server),
    alterLoginStatement(server),
    dropLoginStatement(server),
    createUserStatement(server),
    alterUserStatement(server),
    dropPrincipalStatement(server, 'user'),
    createRoleStatement(server),
    alterRoleStatement(server),
    alterServerRoleStatement(server),
    dropPrincipalStatement(server, 'role'),
    createSchemaStatement(server),
    dropSchemaStatement(server, userObjects),
    permissionStatement(server, 'GRANT', objectExists),
    permissionStatement(server, 'DENY', objectExists),
    permissionStatement(server, 'REVOKE', objectExists),
    executeAsStatement(server),
    revertStatement(),
  ];
}
