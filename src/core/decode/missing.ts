import { identifierProblem, quoteIdentifier, sql } from '../tsql/quoting.ts';
import type { Entry, ExplainContext } from './explanation.ts';
import { diagnose } from './diagnose.ts';
import type { Diagnosis } from './diagnosis.ts';
import { namesOf } from './wording.ts';

/** What SQL Server says of itself; `ServerFacts` of the reader fits. */
export interface Capabilities {
  readonly productVersion: string;
  readonly majorVersion: number;
  readonly edition: string;
  readonly engineEdition: number;
  readonly serverName: string;
  readonly database: string;
  readonly login: string;
  readonly switchInUse?: boolean;
  readonly switchConfigured?: boolean;
  readonly mayCall: boolean;
}

/** One thing that is still missing, with T-SQL that mends it where T-SQL can. */
export interface Lack extends Diagnosis {
  readonly script?: string;
}

const source = 'sp_invoke_external_rest_endpoint (Microsoft Learn)';

/** SERVERPROPERTY('EngineEdition'), documented: 5 SQL Database, 6 and 11 Synapse, 8 Managed Instance, 12 Fabric. */
const azureDatabase = 5;
const cloudEditions: readonly number[] = [5, 6, 8, 11, 12];

const lacks = {
  version: {
    headline: '{sql} is SQL Server {version}, older than 2025',
    why: 'Calling REST endpoints came with SQL Server 2025 (17.x).',
    fix: 'Connect to SQL Server 2025 or later.',
    owner: 'DBA',
    sureness: 'documented',
    source,
    causes: [['sql.version-old', 'documented']],
    actions: ['edit-connection'],
  },
  azure: {
    headline: '{sql} is Azure SQL Database, or its container',
    why: 'It calls only public addresses on an allow-list; a cluster in a private network is out of its reach.',
    fix: 'Use SQL Server 2025 itself (image `mcr.microsoft.com/mssql/server:2025-latest`), or publish the endpoint by Azure API Management.',
    owner: 'DBA',
    sureness: 'observed',
    source: 'Measured on the Azure SQL Database container and published',
    causes: [['sql.edition-cloud', 'observed']],
    actions: ['edit-connection'],
  },
  off: {
    headline: 'Calling REST endpoints is switched off on {sql}',
    why: 'The option `external rest endpoint enabled` is 0, as after set-up.',
    fix: 'Have somebody with ALTER SETTINGS switch it on. No restart is needed.',
    owner: 'DBA',
    sureness: 'observed',
    source,
    causes: [['sql.switch-off', 'observed']],
    actions: ['retry'],
  },
  pending: {
    headline: 'Calling REST endpoints is switched on for {sql}, but not in force',
    why: 'The option was set, RECONFIGURE was not run since.',
    fix: 'Have somebody with ALTER SETTINGS run `RECONFIGURE`. No restart is needed.',
    owner: 'DBA',
    sureness: 'documented',
    source,
    causes: [['sql.switch-off', 'observed']],
    actions: ['retry'],
  },
  permission: {
    headline: '{login} may not call REST endpoints from database {database}',
    why: 'The permission EXECUTE ANY EXTERNAL ENDPOINT is missing there.',
    fix: 'Have it granted to the database user of {login} in {database}.',
    owner: 'DBA',
    sureness: 'documented',
    source,
    causes: [['sql.permission-missing', 'observed']],
    actions: ['retry'],
  },
  master: {
    headline: 'The connection uses database master, which cannot hold credentials',
    why: 'Calls run from master, but only with a token that is sent along each time.',
    fix: 'Choose a user database for this connection.',
    owner: 'you',
    sureness: 'observed',
    source: 'SQL Server error lists (Microsoft Learn), message 33158',
    causes: [['sql.database-master', 'observed']],
    actions: ['edit-connection'],
  },
} as const satisfies Readonly<Record<string, Entry>>;

const switchOn = "EXEC sp_configure 'external rest endpoint enabled', 1;\nRECONFIGURE;";

/** What a server still lacks before it can call an endpoint, most important first; empty when it is ready. */
export function missing(facts: Capabilities): readonly Lack[] {
  const context: ExplainContext = {
    sqlServerName: facts.serverName,
    login: facts.login,
    database: facts.database,
    engineEdition: facts.engineEdition,
  };
  const names = { ...namesOf(context), version: facts.productVersion };
  const evidence = [
    `${facts.edition} ${facts.productVersion}, engine edition ${facts.engineEdition}, database ${facts.database}`,
  ];
  const tell = (name: keyof typeof lacks, script?: string): Lack => ({
    ...diagnose({ code: `lack.${name}`, entry: lacks[name], names, evidence, context }),
    ...(script === undefined ? {} : { script }),
  });
  if (facts.engineEdition === azureDatabase) return [tell('azure')];
  // In the cloud the version number stays at 12 and says nothing.
  if (!cloudEditions.includes(facts.engineEdition) && facts.majorVersion < 17) return [tell('version')];
  const found: Lack[] = [];
  if (facts.switchInUse === false) {
    found.push(facts.switchConfigured === true ? tell('pending', 'RECONFIGURE;') : tell('off', switchOn));
  }
  if (!facts.mayCall) found.push(tell('permission', grant(facts)));
  if (facts.database.toLowerCase() === 'master') found.push(tell('master'));
  return found;
}

/** For reading before running: the user of a login may have another name in the database. */
function grant(facts: Capabilities): string | undefined {
  if ([facts.database, facts.login].some((name) => identifierProblem(name) !== undefined)) return undefined;
  return sql`USE ${quoteIdentifier(facts.database)};
GRANT EXECUTE ANY EXTERNAL ENDPOINT TO ${quoteIdentifier(facts.login)};`;
}
