import { quoteIdentifier, quoteLiteral, sql } from '../tsql/quoting.ts';
import type { SqlText } from '../tsql/quoting.ts';
import type { Setup, SetupMember } from './options.ts';
import { controlDatabase } from './right.ts';
import { credentialExists, credentialSecurable, lines, onlyIn, requireRight, say } from './sql-parts.ts';
import type { SqlBatch, SqlStep } from './step.ts';

/** A role with the two rights a call needs, and its members. */
export const grantsStep = (setup: Setup): SqlStep => ({
  id: '40-grants',
  title: 'Let a role call the endpoint',
  owner: 'database-dba',
  on: 'database',
  rights: [controlDatabase],
  needs: 'CONTROL on the database',
  notes: [
    'EXECUTE ANY EXTERNAL ENDPOINT is not limited to this cluster: its holder can call any HTTPS host that the SQL Server host can reach, and can send it any data it may read.',
    'SQL Server 2025 has no list of permitted hosts. What limits the destination is the network: allow the SQL Server host out to the endpoint only.',
    'REFERENCES lets the role send the token with a call, not read it. What the token may do in Kubernetes is decided there.',
  ],
  run: [
    { does: 'Makes the role when there is none, and grants it the two permissions', text: () => createRole(setup) },
    ...setup.members.map((member) => addMember(setup, member)),
    { does: 'Shows who holds the permissions now', text: () => showGrants(setup) },
  ],
  undo: [
    ...setup.members.map((member) => removeMember(setup, member)),
    { does: 'Takes the permissions away', text: () => removeRole(setup) },
  ],
  undoNotes: [
    setup.before.role === true
      ? 'The role was there before and stays, without the two permissions.'
      : 'A role that has other members cannot be dropped (Msg 15144): take them out first.',
    ...(setup.members.some((member) => dropsUser(setup, member))
      ? ['A user that was there before these scripts must not be dropped: the script that adds it says so.']
      : []),
  ],
});

const exists = (name: string): SqlText => sql`DATABASE_PRINCIPAL_ID(${quoteLiteral(name)}) IS NOT NULL`;

const createRole = (setup: Setup): SqlText => {
  const role = quoteIdentifier(setup.role);
  return lines(
    onlyIn(setup.database),
    requireRight(controlDatabase),
    sql`IF ${exists(setup.role)}
    ${say(`A principal named ${setup.role} is there already and gets the permissions. The undo must not drop it.`)}
ELSE
    CREATE ROLE ${role};
GRANT EXECUTE ANY EXTERNAL ENDPOINT TO ${role};
GRANT REFERENCES ON ${credentialSecurable(setup)} TO ${role};`,
  );
};

const addMember = ({ database, role }: Setup, { user, forLogin }: SetupMember): SqlBatch => ({
  does: `Adds ${user} to the role`,
  text: () =>
    lines(
      onlyIn(database),
      requireRight(controlDatabase),
      forLogin === undefined ? requireUser(user) : createUser(user, forLogin),
      sql`ALTER ROLE ${quoteIdentifier(role)} ADD MEMBER ${quoteIdentifier(user)};`,
    ),
});

const requireUser = (user: string): SqlText => {
  const message = `There is no user ${user} in this database. Create it first. Nothing was done.`;
  return sql`IF DATABASE_PRINCIPAL_ID(${quoteLiteral(user)}) IS NULL THROW 50000, ${quoteLiteral(message)}, 1;`;
};

const createUser = (user: string, login: string): SqlText => {
  const message = `There is no login ${login} on this instance, or you may not see it. The DBA of the instance creates it. Nothing was done.`;
  return sql`IF ${exists(user)}
    ${say(`User ${user} is there already and stays as it is. The undo must not drop it.`)}
ELSE
BEGIN
    IF SUSER_ID(${quoteLiteral(login)}) IS NULL THROW 50000, ${quoteLiteral(message)}, 1;
    CREATE USER ${quoteIdentifier(user)} FOR LOGIN ${quoteIdentifier(login)};
END;`;
};

const showGrants = ({ role }: Setup): SqlText => sql`SELECT permission_name, state_desc, class_desc
FROM sys.database_permissions
WHERE grantee_principal_id = DATABASE_PRINCIPAL_ID(${quoteLiteral(role)})
ORDER BY class_desc, permission_name;`;

const dropsUser = ({ before }: Setup, { user, forLogin }: SetupMember): boolean =>
  forLogin !== undefined && before.users?.some((one) => one.toLowerCase() === user.toLowerCase()) !== true;

const removeMember = (setup: Setup, member: SetupMember): SqlBatch => {
  const drop = dropsUser(setup, member);
  const user = quoteIdentifier(member.user);
  return {
    does: `Takes ${member.user} out of the role${drop ? ' and drops the user' : ''}`,
    text: () =>
      lines(
        onlyIn(setup.database),
        requireRight(controlDatabase),
        sql`IF ${exists(setup.role)} AND ${exists(member.user)}
    AND IS_ROLEMEMBER(${quoteLiteral(setup.role)}, ${quoteLiteral(member.user)}) = 1
    ALTER ROLE ${quoteIdentifier(setup.role)} DROP MEMBER ${user};`,
        ...(drop ? [sql`DROP USER IF EXISTS ${user};`] : []),
      ),
  };
};

const removeRole = (setup: Setup): SqlText => {
  const role = quoteIdentifier(setup.role);
  return lines(
    onlyIn(setup.database),
    requireRight(controlDatabase),
    sql`IF ${exists(setup.role)}
BEGIN
    REVOKE EXECUTE ANY EXTERNAL ENDPOINT FROM ${role};
    IF ${credentialExists(setup)}
        REVOKE REFERENCES ON ${credentialSecurable(setup)} FROM ${role};
END;`,
    ...(setup.before.role === true ? [] : [sql`DROP ROLE IF EXISTS ${role};`]),
  );
};
