import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { findControlPlane, type ControlPlane } from './cluster-build.ts';
import { writeCertificates, type ClusterFiles } from './cluster-files.ts';
import { callApi, type ApiTarget } from './cluster-http.ts';
import { endWithUs } from './cluster-exit.ts';
import { startKwok } from './cluster-kwok.ts';
import { freePorts, startProcess, untilReady, type ClusterProcess } from './cluster-process.ts';

/** What to start. Controllers and scheduler come along whenever they are there. */
export interface ClusterOptions {
  /** Fake nodes by kwok; pods bound to them run at once. 0 or absent: no nodes. */
  readonly nodes?: number;
  /** Lines that every container of every pod on a fake node has logged. */
  readonly podLog?: readonly string[];
  /** How often the API server forgets old revisions, so that continue tokens expire; its own default is 5 minutes. */
  readonly compactionSeconds?: number;
  /** The longest life that tokens are granted, an hour at least; its own default knows no limit. */
  readonly longestTokenSeconds?: number;
  /** Users beside the administrator, each with a kubeconfig of their own and no rights at first. */
  readonly users?: readonly string[];
  /** Tells what takes long. */
  readonly log?: (line: string) => void;
}

/** A running control plane of its own: empty, on free ports, in a folder that goes away with it. */
export interface Cluster {
  readonly url: string;
  readonly version: string;
  readonly origin: ControlPlane['origin'];
  /** PEM file of the CA that signed the API server's certificate (names: kubernetes.default.svc, localhost, 127.0.0.1). */
  readonly caFile: string;
  readonly ca: string;
  readonly adminToken: string;
  readonly kubeconfigFile: string;
  /** Of the users that were asked for, by name. */
  readonly userKubeconfigs: ReadonlyMap<string, string>;
  /** The program and its first arguments, for those who start kubectl themselves. */
  readonly kubectlCommand: readonly [string, ...string[]];
  /** As the administrator, for `callApi`. */
  readonly admin: ApiTarget;
  /** Where the logs of the parts are. */
  readonly folder: string;
  readonly hasControllers: boolean;
  /** Runs kubectl as the administrator; rejects with its standard error. */
  kubectl(...parameters: string[]): Promise<string>;
  /** Compacts etcd now, so that every continue token handed out so far is too old (the API server does it every 5 minutes). */
  expireLists(): Promise<void>;
  /** Ends all parts in order and removes the folder. */
  stop(): Promise<void>;
}

/** Starts a control plane; undefined when this machine has neither Go nor KUBEBUILDER_ASSETS. */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster | undefined> {
  const plane = await findControlPlane(options.log);
  if (plane === undefined) return undefined;
  const folder = await mkdtemp(path.join(tmpdir(), 'sqlkube-cluster-'));
  const parts: ClusterProcess[] = [];
  const forget = endWithUs(() => {
    for (const part of [...parts].reverse()) part.kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });
  const stop = async (): Promise<void> => {
    // etcd is the first to start and the last to end: an API server without its store hangs while it shuts down (observed).
    for (const part of parts.splice(0).reverse()) await part.stop();
    forget();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    return { ...(await startParts(plane, folder, parts, options)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startParts(
  plane: ControlPlane,
  folder: string,
  parts: ClusterProcess[],
  options: ClusterOptions,
): Promise<Omit<Cluster, 'stop'>> {
  const [clientPort = 0, peerPort = 0, port = 0] = await freePorts(3);
  const files = await writeCertificates(folder);
  const adminToken = randomBytes(24).toString('base64url');
  const admin: ApiTarget = { url: `https://127.0.0.1:${port}`, ca: files.ca, token: adminToken };
  const kubeconfigFile = await writeKubeconfig(folder, 'admin', admin);
  const users = new Map((options.users ?? []).map((name) => [name, randomBytes(24).toString('base64url')]));
  const userKubeconfigs = new Map<string, string>();
  for (const [name, token] of users)
    userKubeconfigs.set(name, await writeKubeconfig(folder, name, { ...admin, token }));
  const start = (name: string, command: readonly [string, ...string[]], rest: readonly string[]): ClusterProcess => {
    const part = startProcess(name, command, rest, folder);
    parts.push(part);
    return part;
  };

  const etcd = start('etcd', plane.etcd, etcdFlags(plane, folder, clientPort, peerPort));
  await untilReady(etcd, async () => await isEtcdReady(clientPort));
  const api = start('kube-apiserver', plane.apiServer, [
    ...(await apiServerFlags(folder, files, { port, clientPort, adminToken, users, origin: plane.origin })),
    ...(options.compactionSeconds === undefined ? [] : [`--etcd-compaction-interval=${options.compactionSeconds}s`]),
    ...(options.longestTokenSeconds === undefined
      ? []
      : [`--service-account-max-token-expiration=${options.longestTokenSeconds}s`]),
  ]);
  await untilReady(api, async () => await isOk(admin, '/readyz'));
  if (plane.controllers !== undefined && plane.scheduler !== undefined) {
    const common = loopbackFlags(kubeconfigFile);
    const controllers = start('kube-controller-manager', plane.controllers, [
      ...common,
      `--service-account-private-key-file=${files.serviceAccountKey}`,
      `--root-ca-file=${files.caFile}`,
      '--kube-api-qps=500',
      '--kube-api-burst=1000',
    ]);
    start('kube-scheduler', plane.scheduler, [...common, '--kube-api-qps=1000', '--kube-api-burst=2000']);
    // The API server refuses pods until a controller has made their namespace's service account.
    await untilReady(controllers, async () => await isOk(admin, '/api/v1/namespaces/default/serviceaccounts/default'));
  }
  if (options.nodes) {
    if (plane.kwok === undefined) throw new Error(`Fake nodes need kwok, which ${plane.origin} does not have.`);
    parts.push(
      await startKwok(plane.kwok, {
        folder,
        admin,
        kubeconfigFile,
        files,
        nodes: options.nodes,
        podLog: options.podLog ?? [],
      }),
    );
  }
  const [program, ...first] = plane.kubectl;
  return {
    url: admin.url,
    version: plane.version,
    origin: plane.origin,
    caFile: files.caFile,
    ca: files.ca,
    adminToken,
    kubeconfigFile,
    userKubeconfigs,
    kubectlCommand: plane.kubectl,
    admin,
    folder,
    hasControllers: plane.controllers !== undefined,
    expireLists: async () => await compact(clientPort, admin),
    kubectl: async (...parameters) => {
      const { stdout } = await promisify(execFile)(program, [...first, '--kubeconfig', kubeconfigFile, ...parameters], {
        maxBuffer: 1 << 28,
      });
      return stdout;
    },
  };
}

function etcdFlags(plane: ControlPlane, folder: string, clientPort: number, peerPort: number): string[] {
  const data = path.join(folder, 'etcd');
  if (plane.origin === 'built') {
    return ['--data-dir', data, '--client-port', String(clientPort), '--peer-port', String(peerPort)];
  }
  const [client, peer] = [`http://127.0.0.1:${clientPort}`, `http://127.0.0.1:${peerPort}`];
  return [
    `--data-dir=${data}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    '--unsafe-no-fsync',
  ];
}

async function apiServerFlags(
  folder: string,
  files: ClusterFiles,
  given: {
    readonly port: number;
    readonly clientPort: number;
    readonly adminToken: string;
    readonly users: ReadonlyMap<string, string>;
    readonly origin: string;
  },
): Promise<string[]> {
  const tokens = path.join(folder, 'tokens.csv');
  const others = [...given.users].map(([name, token]) => `${token},${name},${name}\n`);
  await writeFile(tokens, `${given.adminToken},admin,admin,"system:masters"\n${others.join('')}`, { mode: 0o600 });
  return [
    `--etcd-servers=http://127.0.0.1:${given.clientPort}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${given.port}`,
    // Never bound: it only goes into the API server's own Endpoints, for which it refuses loopback addresses.
    '--advertise-address=10.255.0.1',
    `--tls-cert-file=${files.certificateFile}`,
    `--tls-private-key-file=${files.keyFile}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${files.serviceAccountPublicKey}`,
    `--service-account-signing-key-file=${files.serviceAccountKey}`,
    '--authorization-mode=Node,RBAC',
    `--token-auth-file=${tokens}`,
    '--service-cluster-ip-range=10.0.0.0/24',
    '--kubelet-preferred-address-types=InternalIP',
    // Its cache would answer old continue tokens from snapshots for up to 15 s after a compaction; older servers have none.
    ...(given.origin === 'built' ? ['--feature-gates=ListFromCacheSnapshot=false'] : []),
  ];
}

const loopbackFlags = (kubeconfig: string): string[] => [
  `--kubeconfig=${kubeconfig}`,
  `--authentication-kubeconfig=${kubeconfig}`,
  `--authorization-kubeconfig=${kubeconfig}`,
  '--leader-elect=false',
  '--secure-port=0',
];

async function writeKubeconfig(folder: string, user: string, admin: ApiTarget): Promise<string> {
  const file = path.join(folder, user === 'admin' ? 'kubeconfig' : `kubeconfig-${user}`);
  // JSON is YAML, and this way no value needs quoting rules.
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'test',
        cluster: { server: admin.url, 'certificate-authority-data': Buffer.from(admin.ca).toString('base64') },
      },
    ],
    users: [{ name: user, user: { token: admin.token } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user } }],
    'current-context': 'test',
  };
  await writeFile(file, JSON.stringify(config, undefined, 2), { mode: 0o600 });
  return file;
}

/** By etcd's own HTTP gateway. A write first, so that even the newest token is behind the compaction. */
async function compact(clientPort: number, admin: ApiTarget): Promise<void> {
  const body = { metadata: { generateName: 'sqlkube-compaction-' } };
  await callApi(admin, { method: 'POST', path: '/api/v1/namespaces/default/configmaps', body });
  const etcd = async (call: string, content: object): Promise<unknown> => {
    const answer = await fetch(`http://127.0.0.1:${clientPort}/v3/kv/${call}`, {
      method: 'POST',
      body: JSON.stringify(content),
    });
    if (!answer.ok) throw new Error(`etcd ${call}: ${answer.status} ${await answer.text()}`);
    return await answer.json();
  };
  const { header } = (await etcd('range', { key: Buffer.from('none').toString('base64') })) as {
    header: { revision: string };
  };
  await etcd('compaction', { revision: header.revision, physical: true });
}

const isOk = async (target: ApiTarget, at: string): Promise<boolean> =>
  await callApi(target, { path: at }).then(
    (answer) => answer.code === 200,
    () => false,
  );

const isEtcdReady = async (port: number): Promise<boolean> =>
  await fetch(`http://127.0.0.1:${port}/health`).then(
    async (answer) => (await answer.text()).includes('"true"'),
    () => false,
  );
