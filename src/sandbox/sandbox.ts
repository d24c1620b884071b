import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type FaultName, faults as faultList } from './faults/catalogue.ts';
import { FaultSwitch } from './faults/fault-switch.ts';
import { type KubeApi, startKube } from './kube/server.ts';
import { createSandboxCertificates } from './proxy/certificates.ts';
import { startProxy } from './proxy/proxy.ts';
import { serverProfiles } from './server/profile.ts';
import { runSetup, setupScript } from './setup.ts';
import { type SqlServer, startSqlServer } from './sql-server.ts';
import { startSqlBrowser } from './tds/browser.ts';

/** How a sandbox starts; all of it optional in spirit: `{ bare: false, trust: [] }` is the ready-made one. */
export interface SandboxOptions {
  /** As after setup: the switch off, no master key, no credential. */
  readonly bare: boolean;
  /** Paths of PEM files that SQL Server trusts beside the sandbox's own CA. */
  readonly trust: readonly string[];
  readonly pods?: number;
  readonly port?: number;
  readonly proxyPort?: number;
  readonly faults?: readonly FaultName[];
  /** How late answers are under the fault `slow`, in milliseconds. */
  readonly slowness?: number;
  readonly profile?: keyof typeof serverProfiles;
  readonly encryption?: 'off' | 'on' | 'required';
  /** A named instance: SQL Browser announces it on UDP 1434, its well-known port. */
  readonly instance?: string;
  /** Names that SQL Server's host resolves beside `localhost`, with their addresses. */
  readonly hosts?: ReadonlyMap<string, string>;
}

/** What `--json` prints. `ca` is the path of a PEM file. */
export interface SandboxDescription {
  readonly sqlserver: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly password: string;
    readonly ca: string;
  };
  readonly proxy: { readonly url: string; readonly ca: string };
  readonly kubernetes: { readonly url: string; readonly token: string };
  readonly database: string;
  /** Name of a ready database scoped credential for the proxy; absent when bare. */
  readonly credential?: string;
  readonly faults: readonly { readonly name: string; readonly title: string; readonly description: string }[];
}

/** A running sandbox, and the handles that tests break it by. */
export interface Sandbox {
  readonly description: SandboxDescription;
  readonly faults: FaultSwitch;
  readonly sqlServer: SqlServer;
  readonly kubernetes: KubeApi;
  /** Ends everything and removes the CA files. */
  close(): Promise<void>;
}

const host = 'localhost';
const database = 'kube';

/** Starts SQL Server, proxy and Kubernetes API on loopback, with a password, a token and certificates of its own. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const closing: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const each of closing.splice(0).reverse()) await each();
  };
  try {
    const folder = await mkdtemp(path.join(tmpdir(), 'sqlkube-sandbox-'));
    closing.push(async () => await rm(folder, { recursive: true, force: true }));
    const [forProxy, forCluster, trust] = await Promise.all([
      createSandboxCertificates([host, '127.0.0.1'], 'SQL Kube sandbox: proxy'),
      createSandboxCertificates(['kubernetes.default.svc', host, '127.0.0.1'], 'SQL Kube sandbox: cluster'),
      Promise.all(options.trust.map(async (file) => await readFile(file, 'utf8'))),
    ]);
    const ca = { sqlserver: path.join(folder, 'sqlserver.crt'), proxy: path.join(folder, 'proxy-ca.crt') };
    await writeFile(ca.proxy, forProxy.ca);

    const faults = new FaultSwitch();
    const token = randomBytes(32).toString('base64url');
    const kubernetes = await startKube({
      host: '127.0.0.1',
      ...forCluster.server,
      token,
      faults,
      ...(options.pods === undefined ? {} : { pods: options.pods }),
    });
    closing.push(async () => await kubernetes.close());
    const proxy = await startProxy({
      host,
      tls: { ...forProxy.server, faulty: forProxy.faulty },
      upstream: { url: kubernetes.url, ca: forCluster.ca },
      faults,
      ...(options.slowness === undefined ? {} : { slowness: options.slowness }),
      ...(options.proxyPort === undefined ? {} : { port: options.proxyPort }),
    });
    closing.push(async () => await proxy.close());

    const sqlServer = await startSqlServer({
      trusted: [forProxy.ca, ...trust],
      switchOn: !options.bare,
      databases: [database],
      faults,
      ...(options.hosts === undefined ? {} : { hosts: options.hosts }),
      ...(options.port === undefined ? {} : { port: options.port }),
      ...(options.profile === undefined ? {} : { profile: options.profile }),
      ...(options.encryption === undefined ? {} : { encryption: options.encryption }),
    });
    closing.push(async () => await sqlServer.close());
    const { instance } = options;
    if (instance !== undefined) {
      const { productVersion } = serverProfiles[options.profile ?? 'sql-server-2025'];
      const named = { name: instance, tcpPort: sqlServer.port, version: productVersion };
      const browser = await startSqlBrowser({ host: '127.0.0.1', instances: () => [named] });
      closing.push(async () => await browser.close());
    }
    await writeFile(ca.sqlserver, sqlServer.certificate);
    const { engine, password } = sqlServer;
    if (!options.bare) {
      await runSetup(engine, { user: 'sa', password, database }, setupScript(proxy.url, token));
      faults.subscribe((wanted) => sqlServer.followFaults(wanted));
    }
    if (options.faults !== undefined) await faults.set(...options.faults);

    return {
      description: {
        sqlserver: { host, port: sqlServer.port, user: sqlServer.user, password, ca: ca.sqlserver },
        proxy: { url: proxy.url, ca: ca.proxy },
        kubernetes: { url: kubernetes.url, token },
        database,
        ...(options.bare ? {} : { credential: proxy.url }),
        faults: faultList.map(({ name, title, description }) => ({ name, title, description })),
      },
      faults,
      sqlServer,
      kubernetes,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
