import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
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
export type Api = (path: string, accept: string) => { status?: number; type?: string; body: string } | undefined;

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

/** Starts the chain. Requests without the right token are answered 401. */
export async function startChain(api: Api): Promise<Chain> {
  const token = 'right-token';
  const [sqlServer, proxy, cluster] = await Promise.all([
    createSandboxCertificates(['localhost']),
    createSandboxCertificates(['localhost']),
    createSandboxCertificates(['kubernetes.default.svc', 'localhost']),
  ]);
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
    createInstance({ password, network, switchOn: true, databases: ['kube'], clock: () => Date.now() }),
  );
  await runSetup(engine, { user: 'sa', password, database: 'kube' }, setupScript(front.url, token));
  const tds = await startTdsServer({ engine, host: '127.0.0.1', port: 0, tls: sqlServer.server, encryption: 'on' });
  const reader = createClusterReader({
    loadDriver: () => Promise.resolve(mssqlDriver),
    timeouts: () => ({ connect: 5, query: 20, request: 10 }),
    authorities: [sqlServer.ca],
  });
  const profile = { id: 'c', name: 'c', database: 'kube', user: 'sa', encryption: 'mandatory' as const };
  const target = { profile: { ...profile, server: `localhost,${tds.port}` }, password };
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
  const {
    status = 200,
    type = 'application/json',
    body,
  } = found ?? { status: 404, type: 'text/plain', body: '404 page not found\n' };
  response.writeHead(status, { 'Content-Type': type, Date: apiTime.toUTCString() });
  response.end(body);
}
