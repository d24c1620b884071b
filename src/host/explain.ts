import type { ConnectionProfile, EndpointProfile } from '../core/connection.ts';
import type { Diagnosis } from '../core/decode/diagnosis.ts';
import type { ExplainContext } from '../core/decode/explanation.ts';
import type { Lack } from '../core/decode/missing.ts';
import type { Failure } from '../core/failure.ts';
import { parseServerName } from '../core/server-name.ts';
import type { ServerFacts } from '../sql/cluster-reader.ts';

/** What a failure is about, so that its words can name machines. */
export interface About {
  readonly connection?: ConnectionProfile;
  readonly endpoint?: EndpointProfile;
  readonly facts?: ServerFacts;
}

/** The decoder with names filled in. It is loaded on first use. */
export type Explain = (failure: Failure, about?: About) => Promise<Diagnosis>;

/** What SQL Server still lacks before it can call an endpoint. */
export type FindLacks = (facts: ServerFacts) => Promise<readonly Lack[]>;

/** The server as a person names it: without the port, which no machine is called by. An instance belongs to the name. */
export function machineOf(server: string): string {
  const name = parseServerName(server);
  if (!name.ok) return server;
  const { host, instance } = name.value;
  return instance === undefined ? host : `${host}\\${instance}`;
}

/** The names that the decoder asks for. */
export function explainContext({ connection, endpoint, facts }: About): ExplainContext {
  return {
    sqlServerName: connection ? machineOf(connection.server) : (facts?.serverName ?? 'the SQL Server machine'),
    ...(connection && {
      server: connection.server,
      connectionName: connection.name,
      database: connection.database,
      login: connection.user,
    }),
    ...(endpoint && { endpointUrl: endpoint.url }),
    ...(endpoint?.authentication.kind === 'credential' && { credential: endpoint.authentication.name }),
    ...(facts && { engineEdition: facts.engineEdition }),
    ...(facts?.hostPlatform !== undefined && { hostPlatform: facts.hostPlatform }),
  };
}
