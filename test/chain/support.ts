import { randomBytes, X509Certificate } from 'node:crypto';
import type { EndpointAuthentication } from '../../src/core/connection.ts';
import { quoteIdentifier, quoteLiteral, sql, type SqlText } from '../../src/core/tsql/quoting.ts';
import { startSqlServer, type SqlServer } from '../../src/sandbox/sql-server.ts';
import type { ClusterReader, Link, SqlTarget } from '../../src/sql/cluster-reader.ts';
import { createGateway, type SqlGateway } from '../../src/sql/gateway.ts';
import { createClusterReader } from '../../src/sql/reader.ts';
import { startCluster, type Cluster } from '../support/cluster.ts';
import { startNginx, type RunningNginx } from '../support/nginx.ts';
import { issueIdentity, type IssuedIdentity } from './certificates.ts';
import { createAccess } from './account.ts';
import { runSql } from './sql.ts';

/** What to start, and with which program. */
interface ChainOptions {
  /** Full path of nginx. */
  readonly nginx: string;
  /** Fake nodes; default 2. */
  readonly nodes?: number;
  readonly podLog?: readonly string[];
  /** See the cluster's option of that name. */
  readonly compactionSeconds?: number;
  readonly log?: (line: string) => void;
}

/** The sandbox's SQL Server, real nginx and real control plane, running, and the ways in. */
export interface Chain {
  readonly cluster: Cluster;
  readonly nginx: RunningNginx;
  /** The proxy's CA and certificate, for more proxies that this SQL Server trusts. */
  readonly proxyIdentity: IssuedIdentity;
  readonly sqlServer: SqlServer;
  /** The service account's token; also the secret of the credentials. */
  readonly token: string;
  /** A login with no more rights than calling needs. */
  readonly user: SqlTarget;
  /** `sa`. */
  readonly administrator: SqlTarget;
  /** Through nginx, by a credential. */
  readonly proxied: Link;
  /** To the API server itself, with a certificate that SQL Server trusts; no proxy, hence no translation. */
  readonly direct: Link;
  readonly gateway: SqlGateway;
  readonly reader: ClusterReader;
  /** Ends everything, in order. */
  stop(): Promise<void>;
}

const database = 'kube';

/** Undefined when this machine has nothing to build a cluster with; nginx the caller has looked for. */
export async function startChain(options: ChainOptions): Promise<Chain | undefined> {
  const endings: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of endings.splice(0).reverse()) await end();
  };
  try {
    const chain = await startParts(options, endings);
    if (chain === undefined) await stop();
    return chain === undefined ? undefined : { ...chain, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startParts(
  options: ChainOptions,
  endings: (() => Promise<unknown>)[],
): Promise<Omit<Chain, 'stop'> | undefined> {
  const { nginx: program, nodes = 2, ...clusterOptions } = options;
  const [cluster, proxyIdentity] = await Promise.all([
    startCluster({ ...clusterOptions, nodes }),
    issueIdentity(['localhost']),
  ]);
  if (cluster === undefined) return undefined;
  endings.push(() => cluster.stop());
  const token = await createAccess(cluster);

  const nginx = await startNginx(program, {
    hosts: ['localhost'],
    tls: proxyIdentity.tls,
    upstream: { address: new URL(cluster.url).host, ca: cluster.ca },
  });
  endings.push(() => nginx.stop());

  const sqlServer = await startSqlServer({
    trusted: [proxyIdentity.ca, cluster.ca],
    switchOn: false,
    databases: [database],
  });
  endings.push(() => sqlServer.close());
  const connections = createConnections(endings);
  const administrator = targetOf(sqlServer);
  const direct = `https://localhost:${new URL(cluster.url).port}`;
  const user = await setUp(connections.gateway, administrator, { token, urls: [nginx.url, direct] });
  return {
    cluster,
    nginx,
    proxyIdentity,
    sqlServer,
    token,
    user,
    administrator,
    proxied: linkTo(user, nginx.url),
    direct: linkTo(user, direct),
    ...connections,
  };
}

/** The product's own way to SQL Server: a gateway for T-SQL of our own, a reader for what the extension reads. */
export function createConnections(endings: (() => Promise<unknown>)[]): Pick<Chain, 'gateway' | 'reader'> {
  const loadDriver = async () => (await import('../../src/sql/driver.ts')).mssqlDriver;
  const gateway = createGateway({ loadDriver, timeouts: () => ({ connectSeconds: 15, querySeconds: 90 }) });
  const reader = createClusterReader({ loadDriver, timeouts: () => ({ connect: 15, query: 90, request: 60 }) });
  endings.push(
    () => gateway.close(),
    () => reader.close(),
  );
  return { gateway, reader };
}

/** The administrator of a stand-in SQL Server, with its certificate pinned. */
export function targetOf(server: Pick<SqlServer, 'host' | 'port' | 'user' | 'password' | 'certificate'>): SqlTarget {
  const { fingerprint256 } = new X509Certificate(server.certificate);
  return {
    profile: {
      id: `chain-${server.port}`,
      name: 'chain',
      server: `${server.host},${server.port}`,
      database,
      user: server.user,
      encryption: 'mandatory',
    },
    password: server.password,
    pin: { fingerprint256, pem: server.certificate },
  };
}

/** An endpoint for the reader; by the credential of that URL's own name unless told. */
export const linkTo = (
  target: SqlTarget,
  url: string,
  authentication: EndpointAuthentication = { kind: 'credential', name: url },
  token?: string,
): Link => ({
  target,
  endpoint: { id: url, connectionId: target.profile.id, url, authentication, namespaces: 'all' },
  ...(token === undefined ? {} : { token }),
});

/** What a DBA runs once; every right of the login is granted here and nowhere else. */
async function setUp(
  gateway: SqlGateway,
  administrator: SqlTarget,
  given: { readonly token: string; readonly urls: readonly string[] },
): Promise<SqlTarget> {
  const [masterPassword, password] = [newPassword(), newPassword()];
  const secret = quoteLiteral(JSON.stringify({ Authorization: `Bearer ${given.token}` }));
  const credential = (url: string): SqlText =>
    sql`CREATE DATABASE SCOPED CREDENTIAL ${quoteIdentifier(url)} WITH IDENTITY = 'HTTPEndpointHeaders', SECRET = ${secret};`;
  const grant = (url: string): SqlText =>
    sql`GRANT REFERENCES ON DATABASE SCOPED CREDENTIAL::${quoteIdentifier(url)} TO chain_user;`;
  const steps = [
    sql`EXEC sp_configure 'external rest endpoint enabled', 1; RECONFIGURE WITH OVERRIDE;`,
    sql`CREATE MASTER KEY ENCRYPTION BY PASSWORD = ${quoteLiteral(masterPassword)};`,
    sql`CREATE LOGIN chain_user WITH PASSWORD = ${quoteLiteral(password)};`,
    sql`CREATE USER chain_user FOR LOGIN chain_user;`,
    sql`GRANT EXECUTE ANY EXTERNAL ENDPOINT TO chain_user;`,
    ...given.urls.flatMap((url) => [credential(url), grant(url)]),
  ];
  for (const step of steps) await runSql(gateway, administrator, step);
  return { ...administrator, profile: { ...administrator.profile, id: 'chain-user', user: 'chain_user' }, password };
}

const newPassword = (): string => `${randomBytes(18).toString('base64url')}aA1!`;
