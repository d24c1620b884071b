import { quoteLiteral, sql } from '../tsql/quoting.ts';
import type { SqlText } from '../tsql/quoting.ts';
import type { Setup, SetupBefore } from './options.ts';
import { credentialExists } from './sql-parts.ts';
import { masterKeyExists } from './sql-master-key.ts';
import { switchInUse } from './sql-switch.ts';
import type { SqlStep } from './step.ts';

/** What the server says about a set-up, and what the login that asks may do. */
export interface SetupState extends Required<SetupBefore> {
  readonly majorVersion: number;
  /** 5 is Azure SQL Database, where the switch is always on and private hosts are refused. */
  readonly engineEdition: number;
  readonly database: string;
  /** ALTER SETTINGS: may turn the switch. */
  readonly mayConfigure: boolean;
  /** CONTROL on the database: may do all steps in it. */
  readonly mayControl: boolean;
  /** ALTER ANY EVENT SESSION and VIEW SERVER PERFORMANCE STATE; false also where the server does not know them. */
  readonly mayAudit: boolean;
}

type SqlRow = Readonly<Record<string, unknown>>;

const flag = (condition: SqlText): SqlText => sql`CASE WHEN ${condition} THEN 1 ELSE 0 END`;

/** One row that `readSetupState` understands, then one row `name` for every member that is a user already. Needs no right beyond CONNECT. */
export const stateQuery = (setup: Setup): SqlText => {
  const names = setup.members.map(({ user }) => quoteLiteral(user));
  const [first = sql`N''`, ...rest] = names;
  const list = rest.reduce((all, name) => sql`${all}, ${name}`, first);
  return sql`SELECT
    CONVERT(int, SERVERPROPERTY(N'ProductMajorVersion')) AS major_version,
    CONVERT(int, SERVERPROPERTY(N'EngineEdition')) AS engine_edition,
    DB_NAME() AS database_name,
    ${switchInUse} AS switch_on,
    ${flag(masterKeyExists)} AS master_key,
    ${flag(credentialExists(setup))} AS credential,
    ${flag(sql`DATABASE_PRINCIPAL_ID(${quoteLiteral(setup.role)}) IS NOT NULL`)} AS role,
    HAS_PERMS_BY_NAME(NULL, NULL, N'ALTER SETTINGS') AS may_configure,
    HAS_PERMS_BY_NAME(NULL, N'DATABASE', N'CONTROL') AS may_control,
    ${flag(sql`HAS_PERMS_BY_NAME(NULL, NULL, N'ALTER ANY EVENT SESSION') = 1 AND HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW SERVER PERFORMANCE STATE') = 1`)} AS may_audit;
SELECT name FROM sys.database_principals WHERE name IN (${list});`;
};

/** Reads the two result sets of `stateQuery`; undefined when they are not that. */
export const readSetupState = (sets: readonly (readonly SqlRow[])[]): SetupState | undefined => {
  const row = sets[0]?.[0];
  if (typeof row?.['major_version'] !== 'number' || typeof row['database_name'] !== 'string') return undefined;
  const isSet = (name: string): boolean => row[name] === 1 || row[name] === true;
  return {
    majorVersion: row['major_version'],
    engineEdition: Number(row['engine_edition']),
    database: row['database_name'],
    switchOn: isSet('switch_on'),
    masterKey: isSet('master_key'),
    credential: isSet('credential'),
    role: isSet('role'),
    users: (sets[1] ?? []).flatMap(({ name }) => (typeof name === 'string' ? [name] : [])),
    mayConfigure: isSet('may_configure'),
    mayControl: isSet('may_control'),
    mayAudit: isSet('may_audit'),
  };
};

/** Whether the login may run the step itself; otherwise somebody with `step.needs` has to run its file. */
export const mayRun = (step: SqlStep, state: SetupState): boolean => {
  switch (step.id) {
    case '10-switch':
      return state.mayConfigure;
    case '60-audit':
      return state.mayAudit;
    default:
      return state.mayControl;
  }
};
