import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ControlPlane } from './cluster-build.ts';
import type { ClusterFiles } from './cluster-files.ts';
import { callApi, type ApiTarget } from './cluster-http.ts';
import { freePorts, startProcess, untilReady, type ClusterProcess } from './cluster-process.ts';

interface KwokRun {
  readonly folder: string;
  readonly admin: ApiTarget;
  readonly kubeconfigFile: string;
  readonly files: ClusterFiles;
  readonly nodes: number;
  readonly podLog: readonly string[];
}

const nodeNames = (count: number): string[] => Array.from({ length: count }, (_, index) => `node-${index + 1}`);

/** The container runtime's own format, which kubelet (here kwok) reads: time, stream, F for a whole line, text. */
const criLog = (lines: readonly string[]): string =>
  lines
    .map((line, index) => `${new Date(Date.UTC(2026, 0, 1, 12, 0, index)).toISOString()} stdout F ${line}\n`)
    .join('');

// kwok with a configuration of its own loses its defaults; a parallelism of 0 is refused (observed, 0.8.0).
const options = {
  kind: 'KwokConfiguration',
  apiVersion: 'config.kwok.x-k8s.io/v1alpha1',
  options: {
    manageAllNodes: true,
    nodePlayStageParallelism: 4,
    podPlayStageParallelism: 64,
    nodeLeaseParallelism: 4,
    nodeLeaseDurationSeconds: 40,
    enableDebuggingHandlers: true,
    cidr: '10.244.0.0/16',
  },
};

/** Starts kwok and waits until all its nodes are ready. It serves the kubelets' API (logs) with the API server's own certificate. */
export async function startKwok(kwok: NonNullable<ControlPlane['kwok']>, run: KwokRun): Promise<ClusterProcess> {
  const [port = 0] = await freePorts(1);
  const logsFile = path.join(run.folder, 'pod.log');
  await writeFile(logsFile, criLog(run.podLog));
  const logs = {
    kind: 'ClusterLogs',
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    metadata: { name: 'all' },
    spec: { logs: [{ logsFile }] },
  };
  const configFile = path.join(run.folder, 'kwok.yaml');
  const stages = await readFile(kwok.stagesFile, 'utf8');
  await writeFile(configFile, [stages, JSON.stringify(options), JSON.stringify(logs)].join('\n---\n'));
  for (const name of nodeNames(run.nodes)) await createNode(run.admin, name);
  const part = startProcess('kwok', kwok.command, flags(run, port, configFile), run.folder);
  try {
    await untilReady(part, async () => await areReady(run.admin, run.nodes));
  } catch (error) {
    await part.stop();
    throw error;
  }
  return part;
}

const flags = (run: KwokRun, port: number, configFile: string): string[] => [
  `--kubeconfig=${run.kubeconfigFile}`,
  '--node-ip=127.0.0.1',
  `--node-port=${port}`,
  `--server-address=127.0.0.1:${port}`,
  `--tls-cert-file=${run.files.certificateFile}`,
  `--tls-private-key-file=${run.files.keyFile}`,
  `--config=${configFile}`,
];

async function createNode(admin: ApiTarget, name: string): Promise<void> {
  const body = { apiVersion: 'v1', kind: 'Node', metadata: { name, labels: { 'kubernetes.io/hostname': name } } };
  const answer = await callApi(admin, { method: 'POST', path: '/api/v1/nodes', body });
  if (answer.code !== 201) throw new Error(`node ${name} was not created: ${answer.code} ${answer.text}`);
}

interface NodeList {
  readonly items: readonly {
    readonly spec?: { readonly taints?: readonly unknown[] };
    readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
  }[];
}

/** Ready, and no taint left: the controllers take `not-ready` away a moment after the node is ready. */
async function areReady(admin: ApiTarget, count: number): Promise<boolean> {
  const { json } = await callApi(admin, { path: '/api/v1/nodes' });
  const ready = (json as NodeList).items.filter(
    (node) =>
      (node.spec?.taints ?? []).length === 0 &&
      node.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true,
  );
  return ready.length === count;
}
