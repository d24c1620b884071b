import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SqlText } from '../../../src/core/tsql/quoting.ts';
import { FaultSwitch } from '../../../src/sandbox/faults/fault-switch.ts';
import { createSandboxNetwork } from '../../../src/sandbox/faults/sandbox-network.ts';
import { createSandboxCertificates } from '../../../src/sandbox/proxy/certificates.ts';
import { startProxy } from '../../../src/sandbox/proxy/proxy.ts';
import { createInstance } from '../../../src/sandbox/server/instance.ts';
import { runSetup, setupScript } from '../../../src/sandbox/setup.ts';
import { startTdsServer } from '../../../src/sandbox/tds/server.ts';
import { createEngine } from '../../../src/sandbox/tsql/engine.ts';
import type { Link } from '../../../src/sql/cluster-reader.ts';
import { mssqlDriver } from '../../../src/sql/driver.ts';
import { createClusterReader } from '../../../src/sql/reader.ts';

/** What the API behind the chain answers to a path with query, given the request's Accept. */
export type Api = (path: string, accept: string) => ApiAnswer | undefined;

/** `never` keeps the connection open without a word. */
type ApiAnswer = { status?: number; type?: string; body: string } | 'never';

/** How SQL Server differs from a ready SQL Server 2025. */
export interface ServerOptions {
  readonly profile?: 'sql-server-2025' | 'sql-server-2022' | 'azure';
  readonly switchOn?: boolean;
  /** T-SQL to run as sa before anything else, in the user database. */
  readonly script?: SqlText;
  readonly login?: { readonly user: string; readonly password: string };
  readonly database?: string;
}

/** The API's clock stands still, and not where this computer's does. */
export const apiTime = new Date('2026-11-01T12:00:00Z');

/** A chain of the sandbox's parts in front of an API that a test scripts: the reader, TDS, the engine, the proxy. */
export interface Chain {
  readonly reader: ReturnType<typeof createClusterReader>;
  /** Through our proxy, signed in by credential. */
  readonly link: Link;
  /** Straight to the API, as through a proxy that does not translate. */
  readonly direct: Link;
  readonly faults: FaultSwitch;
  close(): Promise<void>;
}

type Certificates = Awaited<ReturnType<typeof createSandboxCertificates>>;

/** Made once: keys are slow to make. */
let certificates: Promise<[sqlServer: Certificates, proxy: Certificates, cluster: Certificates]> | undefined;

const makeCertificates = (): NonNullable<typeof certificates> =>
  Promise.all([
    createSandboxCertificates(['localhost']),
    createSandboxCertificates(['localhost']),
    createSandboxCertificates(['kubernetes.default.svc', 'localhost']),
  ]);

/** Starts the chain. Requests without the right token are answered 401. */
export async function startChain(api: Api, options: ServerOptions = {}): Promise<Chain> {
  const token = 'right-token';
  const [sqlServer, proxy, cluster] = await (certificates ??= makeCertificates());
  const upstream = createServer(cluster.server, (request, response) => answer(api, token, request, response));
  upstream.listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  const url = `https://localhost:${(upstream.address() as AddressInfo).port}`;
  const faults = new FaultSwitch();
  const front = await startProxy({
    host: 'localhost',
    tls: { ...proxy.server, faulty: proxy.faulty },
    upstream: { url, ca: cluster.ca },
    faults,
  });
  const hosts = new Map([['localhost', '127.0.0.1']]);
  const network = createSandboxNetwork({ hosts, trusted: [proxy.ca, cluster.ca], faults });
  const password = 'Aa1!chain-password';
  const engine = createEngine(
    createInstance({
      password,
      network,
      switchOn: options.switchOn ?? true,
      databases: ['kube'],
      clock: () => Date.now(),
      profile: options.profile ?? 'sql-server-2025',
    }),
  );
  const sa = { user: 'sa', password, database: 'kube' };
  await runSetup(engine, sa, setupScript(front.url, token));
  if (options.script !== undefined) await runSetup(engine, sa, options.script);
  const tds = await startTdsServer({ engine, host: '127.0.0.1', port: 0, tls: sqlServer.server, encryption: 'on' });
  const reader = createClusterReader({
    loadDriver: () => Promise.resolve(mssqlDriver),
    timeouts: () => ({ connect: 5, query: 20, request: 10 }),
    authorities: [sqlServer.ca],
  });
  const login = options.login ?? sa;
  const profile = {
    id: 'c',
    name: 'c',
    server: `localhost,${tds.port}`,
    database: options.database ?? 'kube',
    user: login.user,
    encryption: 'mandatory' as const,
  };
  const target = { profile, password: login.password };
  const endpoint = { id: 'e', connectionId: 'c', namespaces: 'all' as const };
  return {
    reader,
    faults,
    link: {
      target,
      endpoint: { ...endpoint, url: front.url, authentication: { kind: 'credential', name: front.url } },
    },
    direct: { target, token, endpoint: { ...endpoint, url, authentication: { kind: 'token' } } },
    async close() {
      await reader.close();
      await tds.close();
      await front.close();
      upstream.closeAllConnections();
      upstream.close();
    },
  };
}

function answer(api: Api, token: string, request: IncomingMessage, response: ServerResponse): void {
  const isKnown = request.headers.authorization === `Bearer ${token}`;
  const unauthorized = {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    message: 'Unauthorized',
    reason: 'Unauthorized',
    code: 401,
  };
  const found = isKnown
    ? api(request.url ?? '', request.headers.accept ?? '')
    : { status: 401, body: JSON.stringify(unauthorized) };
  if (found === 'never') return;
  const {
    status = 200,
    type = 'application/json',
    body,
  } = found ?? { status: 404, type: 'text/plain', body: '404 page not found\n' };
  response.writeHead(status, { 'Content-Type': type, Date: apiTime.toUTCString() });
  response.end(body);
}
