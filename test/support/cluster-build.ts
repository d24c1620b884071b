import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { copyFile, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { cacheRoot, hashOf, madeOnce } from './cache.ts';
import { findProgram } from './needs.ts';

const run = promisify(execFile);

/** What a suite prints when there is no control plane to run against. */
export const clusterNeed = 'Go (or KUBEBUILDER_ASSETS)';

/** The same for suites that also need controllers and fake nodes, which KUBEBUILDER_ASSETS does not have. */
export const fullClusterNeed = 'Go (KUBEBUILDER_ASSETS has no controllers and no fake nodes)';

/** Command lines (program and first arguments) of a control plane's parts; absent parts cannot be started. */
export interface ControlPlane {
  readonly origin: 'built' | 'KUBEBUILDER_ASSETS';
  readonly version: string;
  readonly etcd: readonly [string, ...string[]];
  readonly apiServer: readonly [string, ...string[]];
  readonly kubectl: readonly [string, ...string[]];
  readonly controllers?: readonly [string, ...string[]];
  readonly scheduler?: readonly [string, ...string[]];
  readonly kwok?: { readonly command: readonly [string, ...string[]]; readonly stagesFile: string };
}

const moduleFolder = path.join(import.meta.dirname, '..', 'cluster');
const sources = ['go.mod', 'go.sum', 'main.go'];
const kwokVersion = 'v0.8.0';
// Without fake kubelets' own defaults: these three make a node ready, keep its lease, and run and delete pods at once.
const stageFolders = ['node/fast', 'node/heartbeat-with-lease', 'pod/fast'];

/** The control plane of this machine: from KUBEBUILDER_ASSETS when set, else built once by Go; undefined when neither is there. */
export async function findControlPlane(
  log: (line: string) => void = () => undefined,
): Promise<ControlPlane | undefined> {
  const assets = process.env['KUBEBUILDER_ASSETS'];
  if (assets) return fromAssets(assets);
  const go = findProgram('go');
  return go === undefined ? undefined : await build(go, log);
}

/** Only what `setup-envtest` ships: no controllers, no scheduler, no fake nodes. */
function fromAssets(folder: string): ControlPlane {
  const program = (name: string): [string] => {
    const file = path.join(folder, name);
    try {
      accessSync(file, constants.X_OK);
    } catch {
      throw new Error(`KUBEBUILDER_ASSETS is set to ${folder}, but there is no program ${name} in it`);
    }
    return [file];
  };
  return {
    origin: 'KUBEBUILDER_ASSETS',
    version: 'unknown',
    etcd: program('etcd'),
    apiServer: program('kube-apiserver'),
    kubectl: program('kubectl'),
  };
}

async function build(go: string, log: (line: string) => void): Promise<ControlPlane> {
  const texts = await Promise.all(sources.map((file) => readFile(path.join(moduleFolder, file), 'utf8')));
  const version = /k8s\.io\/kubernetes (v[\d.]+)/.exec(texts[0] ?? '')?.[1];
  if (version === undefined) throw new Error('test/cluster/go.mod does not require k8s.io/kubernetes');
  const { stdout: goVersion } = await run(go, ['env', 'GOVERSION'], { cwd: moduleFolder });
  const key = hashOf(...texts, kwokVersion, goVersion.trim(), process.platform, process.arch, ...stageFolders);
  const folder = await madeOnce(path.join(cacheRoot, 'cluster', key), async (target) => {
    log(`Building Kubernetes ${version} and kwok ${kwokVersion} once, in ${target}: 4 to 5 minutes the first time.`);
    await buildCluster(go, version, target);
    await installKwok(go, target);
  });
  const cluster = path.join(folder, 'cluster');
  return {
    origin: 'built',
    version,
    etcd: [cluster, 'etcd'],
    apiServer: [cluster, 'kube-apiserver'],
    controllers: [cluster, 'kube-controller-manager'],
    scheduler: [cluster, 'kube-scheduler'],
    kubectl: [cluster, 'kubectl'],
    kwok: { command: [cluster, 'exec', path.join(folder, 'kwok')], stagesFile: path.join(folder, 'stages.yaml') },
  };
}

async function buildCluster(go: string, version: string, target: string): Promise<void> {
  // The version that /version answers is stamped by the linker; a plain build says v0.0.0-master.
  const flags = `-s -w -X k8s.io/component-base/version.gitVersion=${version}`;
  await run(go, ['build', '-trimpath', '-buildvcs=false', '-ldflags', flags, '-o', path.join(target, 'cluster'), '.'], {
    cwd: moduleFolder,
    env: { ...process.env, CGO_ENABLED: '0' },
    maxBuffer: 1 << 26,
  });
}

async function installKwok(go: string, target: string): Promise<void> {
  const env = { ...process.env, GOBIN: target, CGO_ENABLED: '0' };
  const kwok = `sigs.k8s.io/kwok@${kwokVersion}`;
  const flags = ['-trimpath', '-ldflags', '-s -w'];
  // Outside our module: kwok stands on other versions of the same libraries.
  await run(go, ['install', ...flags, kwok.replace('@', '/cmd/kwok@')], { cwd: target, env, maxBuffer: 1 << 26 });
  const { stdout } = await run(go, ['mod', 'download', '-json', kwok], { cwd: target, env });
  const { Dir } = JSON.parse(stdout) as { Dir: string };
  const stages = await Promise.all(
    stageFolders.map((folder) => readStages(path.join(Dir, 'kustomize', 'stage', folder))),
  );
  await writeFile(path.join(target, 'stages.yaml'), stages.flat().join('\n---\n'));
  await copyFile(path.join(Dir, 'LICENSE'), path.join(target, 'LICENSE.kwok'));
}

async function readStages(folder: string): Promise<string[]> {
  const files = (await readdir(folder)).filter((file) => /^(node|pod)-.*\.yaml$/.test(file)).sort();
  return await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')));
}
