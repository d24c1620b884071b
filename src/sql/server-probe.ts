import type { Failure } from '../core/failure.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { ServerFacts, SqlTarget } from './cluster-reader.ts';
import type { BatchAnswer } from './driver-contract.ts';
import { numeric, text } from './fields.ts';
import type { SqlGateway } from './gateway.ts';
import { serverFacts } from './statements/server.ts';

/** Asks SQL Server what it is and what this login may do; needs no rights beyond CONNECT. */
export async function probeServer(
  gateway: SqlGateway,
  target: SqlTarget,
  signal: AbortSignal,
): Promise<Result<ServerFacts, Failure>> {
  const answer = await gateway.run(target, { text: serverFacts, parameters: [] }, signal);
  return answer.ok ? readServerFacts(answer.value) : answer;
}

/** Reads the probe's three result sets: the server, the switch (no row where the option is unknown), the credentials. */
function readServerFacts(answer: BatchAnswer): Result<ServerFacts, Failure> {
  const [server, options, credentials] = answer.recordsets;
  const row = server?.[0];
  const productVersion = row === undefined ? undefined : text(row, 'productVersion');
  if (row === undefined || productVersion === undefined) {
    return err({ kind: 'refused', reason: 'The server did not say its version, so it is not a SQL Server we know.' });
  }
  const option = options?.[0] ?? {};
  const inUse = numeric(option, 'inUse');
  const configured = numeric(option, 'configured');
  const versionText = text(row, 'versionText') ?? '';
  const hostPlatform = / on (Windows|Linux)\b/.exec(versionText)?.[1];
  return ok({
    productVersion,
    majorVersion: Number.parseInt(productVersion, 10),
    edition: text(row, 'edition') ?? '',
    engineEdition: numeric(row, 'engineEdition') ?? 0,
    serverName: text(row, 'serverName') ?? '',
    database: text(row, 'databaseName') ?? '',
    login: text(row, 'loginName') ?? '',
    mayCall: numeric(row, 'mayCall') === 1,
    credentials: (credentials ?? []).flatMap((credential) => text(credential, 'name') ?? []),
    isSandbox: /\bsandbox\b/i.test(versionText),
    ...(hostPlatform === undefined ? {} : { hostPlatform }),
    ...(inUse === undefined ? {} : { switchInUse: inUse === 1 }),
    ...(configured === undefined ? {} : { switchConfigured: configured === 1 }),
  });
}
