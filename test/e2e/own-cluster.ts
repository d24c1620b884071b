import { copyFile, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { startSqlServer, type SqlServer } from '../../src/sandbox/sql-server.ts';
import { reviewedText } from '../../src/core/tsql/quoting.ts';
import { startMountedNginx } from '../chain/set-up-looks.ts';
import { runSql } from '../chain/sql.ts';
import { createConnections, targetOf } from '../chain/support.ts';
import { catalogs, clusterObjects } from '../chain/traces.ts';
import { clusterNeed, findControlPlane, fullClusterNeed } from '../support/cluster-build.ts';
import { freePorts } from '../support/cluster-process.ts';
import { startCluster, type Cluster } from '../support/cluster.ts';
import { skipFor } from '../support/needs.ts';
import { needNginx } from '../support/nginx.ts';

/** What a user brings: an empty cluster with a kubeconfig, and a SQL Server that was only installed. */
export interface OwnParts {
  readonly cluster: Cluster;
  readonly sqlServer: SqlServer;
  /** Where the proxy will be; SQL Server's host knows the name. */
  readonly url: string;
  readonly host: string;
  /** PEM texts in SQL Server's trust folder. */
  readonly trusted: string[];
  /** Lists what is in the cluster, and what a set-up could leave in SQL Server. */
  readonly inCluster: () => Promise<readonly string[]>;
  readonly inSqlServer: () => Promise<unknown>;
  /** The proxy with the ConfigMap and Secret that are in the cluster now: nothing here runs containers. */
  readonly serve: () => Promise<void>;
  /** What the proxy logged so far. */
  readonly proxyLog: () => Promise<string>;
  /** Puts the kubeconfig where kubectl looks for it below that home folder, and takes it away. */
  readonly kubeconfigIn: (home: string) => Promise<() => Promise<void>>;
  readonly stop: () => Promise<void>;
}

const host = 'k8s.corp.example';
const proxySpace = 'sqlkube';

/** Starts them; `longestTokenSeconds` as some clouds cap the life of tokens. Skips where their needs are missing. */
export async function startOwnParts(
  context: Mocha.Context,
  options: { readonly longestTokenSeconds: number },
): Promise<OwnParts> {
  const program = needNginx(context);
  if ((await findControlPlane(console.log))?.kwok === undefined) skipFor(context, fullClusterNeed);
  const endings: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of endings.splice(0).reverse()) await end();
  };
  try {
    const cluster = (await startCluster({ nodes: 2, ...options })) ?? skipFor(context, clusterNeed);
    endings.push(() => cluster.stop());
    const [port = 0] = await freePorts(1);
    const trusted: string[] = [];
    const sqlServer = await startSqlServer({
      ...{ trusted, switchOn: false, databases: ['kube'] },
      hosts: new Map([[host, '127.0.0.1']]),
    });
    endings.push(() => sqlServer.close());
    const { gateway } = createConnections(endings);
    const inSqlServer = async (): Promise<unknown> =>
      (await runSql(gateway, targetOf(sqlServer), reviewedText(catalogs))).recordsets;
    const read = async (kind: string, name: string): Promise<unknown> =>
      JSON.parse(await cluster.kubectl('--namespace', proxySpace, 'get', kind, name, '--output=json'));
    let log: () => Promise<string> = () => Promise.resolve('');
    const serve = async (): Promise<void> => {
      const nginx = await startMountedNginx(program, { read, port, apiServer: new URL(cluster.url).host });
      log = () => nginx.log();
      endings.push(() => nginx.stop());
    };
    return {
      ...{ cluster, sqlServer, trusted, inSqlServer, serve, stop, host },
      url: `https://${host}:${port}`,
      inCluster: () => clusterObjects(cluster),
      proxyLog: () => log(),
      kubeconfigIn: (home) => putKubeconfig(home, cluster.kubeconfigFile),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function putKubeconfig(home: string, from: string): Promise<() => Promise<void>> {
  const folder = path.join(home, '.kube');
  await mkdir(folder, { recursive: true });
  await copyFile(from, path.join(folder, 'config'));
  return async () => await rm(folder, { recursive: true, force: true });
}
