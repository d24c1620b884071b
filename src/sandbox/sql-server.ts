import { randomBytes } from 'node:crypto';
import type { SqlEngine } from './engine.ts';
import { FaultSwitch, type Faults } from './faults/fault-switch.ts';
import { createSandboxNetwork } from './faults/sandbox-network.ts';
import { createInstance } from './server/instance.ts';
import type { serverProfiles } from './server/profile.ts';
import { selfSignedIdentity } from './sql-identity.ts';
import { startTdsServer, type TdsServer } from './tds/server.ts';
import { createEngine } from './tsql/engine.ts';

/** The stand-in SQL Server alone, for use with any endpoint. */
export interface SqlServerOptions {
  /** PEM certificates in its trust folder. */
  readonly trusted: readonly string[];
  /** `external rest endpoint enabled` from the start. */
  readonly switchOn: boolean;
  readonly databases: readonly string[];
  /** Names that its host resolves beside `localhost`, in lower case, with their addresses. */
  readonly hosts?: ReadonlyMap<string, string>;
  readonly faults?: FaultSwitch;
  readonly port?: number;
  readonly profile?: keyof typeof serverProfiles;
  readonly encryption?: 'off' | 'on' | 'required';
  readonly onError?: (error: Error) => void;
}

/** A running one. `certificate` is self-signed (PEM), so it is its own CA; `password` is that of `sa`. */
export interface SqlServer {
  readonly engine: SqlEngine;
  readonly tds: TdsServer;
  readonly host: 'localhost';
  readonly port: number;
  readonly user: 'sa';
  readonly password: string;
  readonly certificate: string;
  /** Plays the faults inside the instance; to be subscribed once the first database is set up. */
  followFaults(faults: Faults): Promise<void>;
  close(): Promise<void>;
}

/** Starts it on loopback with a random password. */
export async function startSqlServer(options: SqlServerOptions): Promise<SqlServer> {
  const host = 'localhost';
  const password = `${randomBytes(18).toString('base64url')}aA1!`;
  const clock = Date.now;
  const instance = createInstance({
    password,
    clock,
    network: createSandboxNetwork({
      hosts: new Map([[host, '127.0.0.1'], ...(options.hosts ?? [])]),
      trusted: options.trusted,
      faults: options.faults ?? new FaultSwitch(),
    }),
    switchOn: options.switchOn,
    databases: options.databases,
    ...(options.profile === undefined ? {} : { profile: options.profile }),
  });
  const engine = createEngine({ ...instance, clock });
  const [database] = options.databases;
  const follow = database === undefined ? undefined : instance.follow(database);
  const identity = await selfSignedIdentity([host, '127.0.0.1']);
  const tds = await startTdsServer({
    engine,
    host: '127.0.0.1',
    port: options.port ?? 0,
    tls: identity,
    encryption: options.encryption ?? 'on',
    ...(options.onError === undefined ? {} : { onError: options.onError }),
  });
  return {
    engine,
    tds,
    host,
    port: tds.port,
    user: 'sa',
    password,
    certificate: identity.cert,
    followFaults: async (faults) => await follow?.(faults),
    close: async () => await tds.close(),
  };
}
