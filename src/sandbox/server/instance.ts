import type { Faults } from '../faults/fault-switch.ts';
import { followServerFaults } from '../faults/server-faults.ts';
import type { SandboxNetwork } from '../network.ts';
import type {
  Procedure,
  ScalarFunction,
  ServerHooks,
  StatementKind,
  TableFunction,
  TableSource,
} from '../tsql/contracts.ts';
import { authorize } from './authorize.ts';
import { identityFunctions } from './functions/identity-functions.ts';
import { objectFunctions } from './functions/object-functions.ts';
import { myPermissions, permissionFunctions } from './functions/permission-functions.ts';
import { globalVariable, versionFunctions } from './functions/version-functions.ts';
import { initialState } from './initial-state.ts';
import { checkLogin } from './login.ts';
import { configureProcedure } from './procedures/sp-configure.ts';
import { invokeRestProcedure } from './procedures/invoke-rest.ts';
import { serverProfiles } from './profile.ts';
import type { ServerProfile } from './profile.ts';
import type { Server } from './server.ts';
import { fold } from './state.ts';
import { serverStatements } from './statements/all.ts';
import { enumerateFilesystem, readErrorLog } from './trust-folder.ts';
import { engineObjects } from './user-objects.ts';
import type { UserObjects } from './user-objects.ts';
import { eventFileReader, eventViews } from './views/event-views.ts';
import { databaseViews } from './views/database-views.ts';
import { objectViews } from './views/object-views.ts';
import { permissionViews } from './views/permission-views.ts';
import { serverViews } from './views/server-views.ts';

/** What an instance is set up with. */
export interface InstanceOptions {
  /** Of `sa`. */
  readonly password: string;
  readonly network: SandboxNetwork;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly profile?: ServerProfile['name'];
  readonly serverName?: string;
  /** `external rest endpoint enabled` from the start; default: off, as after setup. */
  readonly switchOn?: boolean;
  /** User databases; default: `kube`. */
  readonly databases?: readonly string[];
  /** Outbound TLS of the engine; 1.3 is unverified, so the default is 1.2. */
  readonly maxTls?: 'TLSv1.2' | 'TLSv1.3';
  /** Domain suffixes that an Azure engine may call; default: no list. */
  readonly allowedDomains?: readonly string[];
  /** Where user tables and procedures are; default: the engine's storage. */
  readonly userObjects?: UserObjects;
}

/** Everything that the engine is given about the server, named as the engine's part lists are. */
export interface Instance {
  readonly server: ServerHooks;
  readonly statements: readonly StatementKind[];
  readonly procedures: readonly Procedure[];
  readonly tables: readonly TableSource[];
  readonly tableFunctions: readonly TableFunction[];
  readonly functions: readonly ScalarFunction[];
  /** Plays the faults that act inside the instance, in one of its databases. */
  readonly follow: (database: string) => (faults: Faults) => Promise<void>;
}

/** A stand-in instance: its state lives in memory and ends with it. */
export function createInstance(options: InstanceOptions): Instance {
  const server = createServer(options);
  const { userObjects = engineObjects } = options;
  const tables = [
    ...serverViews(server),
    ...databaseViews(server),
    ...permissionViews(server),
    ...objectViews(server, userObjects),
    ...eventViews(server),
  ];
  const viewNames = new Set(tables.map(({ schema, name }) => fold(`${schema}.${name}`)));
  return {
    server: hooks(server),
    follow: (database) => followServerFaults(server, database),
    statements: serverStatements(server, userObjects),
    procedures: [configureProcedure(server), invokeRestProcedure(server), readErrorLog(server)],
    tables,
    tableFunctions: [myPermissions(server, userObjects), eventFileReader(server), enumerateFilesystem(server)],
    functions: [
      ...identityFunctions(server),
      ...permissionFunctions(server, userObjects),
      ...objectFunctions(server, userObjects, viewNames),
      ...versionFunctions(server),
    ],
  };
}

function createServer(options: InstanceOptions): Server {
  const profile = serverProfiles[options.profile ?? 'sql-server-2025'];
  const now = (): Date => new Date(options.clock());
  return {
    name: options.serverName ?? 'SANDBOX',
    profile,
    network: options.network,
    now,
    maxTls: options.maxTls ?? 'TLSv1.2',
    eventFiles: [],
    ...(options.allowedDomains && { allowedDomains: options.allowedDomains }),
    state: initialState({
      profile,
      password: options.password,
      switchOn: options.switchOn ?? false,
      databases: options.databases ?? ['kube'],
      now: now(),
    }),
  };
}

function hooks(server: Server): ServerHooks {
  return {
    serverName: server.name,
    login: (request) => checkLogin(server, request),
    global: (name) => globalVariable(server, name),
    databaseName: (name) => server.state.databases.get(fold(name))?.name,
    authorize: authorize(server),
    snapshot: () => {
      const copy = structuredClone(server.state);
      return () => (server.state = copy);
    },
  };
}
