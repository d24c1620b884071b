import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { loadKubeconfig, type ClusterClient } from '../../src/cluster/client.ts';
import { startCluster, type Cluster } from '../support/cluster.ts';
import { clusterNeed } from '../support/cluster-build.ts';
import { skipFor } from '../support/needs.ts';
import { root } from '../support/package.ts';

const never = new AbortController().signal;

describe('npm run demo -- --kubeconfig, in front of a real control plane', () => {
  let cluster: Cluster;
  let started: Cluster | undefined;
  let admin: ClusterClient;

  before(async function () {
    this.timeout(600_000);
    started = await startCluster({ nodes: 1, log: (line) => console.log(line) });
    cluster = started ?? skipFor(this, clusterNeed);
    const loaded = await loadKubeconfig({ kind: 'file', path: cluster.kubeconfigFile });
    const client = loaded.ok ? loaded.value.connect() : loaded;
    assert.ok(client.ok);
    admin = client.value;
    await cluster.kubectl('create', 'deployment', 'web', '--image=registry.example/web:1', '--replicas=3');
    await cluster.kubectl('rollout', 'status', 'deployment/web', '--timeout=60s');
  });
  after(async () => await started?.stop());

  const demo = (...options: readonly string[]) => {
    const child = spawn(process.execPath, [path.join(root, 'scripts/demo.ts'), ...options], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [printed, said] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      child.emit('said');
    });
    return { child, exited: once(child, 'close'), printed: () => printed, said: () => said };
  };

  /** Everything of ours that could be left; a namespace that is ending counts as gone. */
  const left = async (): Promise<readonly string[]> => {
    const rbac = 'rbac.authorization.k8s.io/v1';
    const lists = await Promise.all([
      cluster.kubectl('get', 'clusterroles,clusterrolebindings', '-o', 'name'),
      cluster.kubectl('get', 'namespaces', '--field-selector=status.phase=Active', '-o', 'name'),
    ]);
    assert.ok((await admin.read({ apiVersion: rbac, kind: 'ClusterRole', name: 'view' }, never)).ok);
    return lists.flatMap((text) => text.split('\n')).filter((name) => name.includes('sqlkube-demo'));
  };

  it('lists the pods of the cluster through SQL Server, and leaves nothing behind', async () => {
    const { exited, printed, said } = demo('--kubeconfig', cluster.kubeconfigFile, '--json');
    assert.deepEqual(await exited, [0, null], said());
    const { pods, calls } = JSON.parse(printed()) as { pods: { name: string; status: string }[]; calls: number };
    assert.equal(pods.filter(({ name, status }) => name.startsWith('web-') && status === 'Running').length, 3);
    assert.ok(calls >= 1);
    assert.match(said(), /may see pods and nothing else[\s\S]*removed all 4 objects again/);
    assert.doesNotMatch(printed() + said(), /eyJ|Bearer/);
    assert.deepEqual(await left(), []);
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`leaves nothing behind after ${signal} in the middle`, async () => {
      const { child, exited, said } = demo('--kubeconfig', cluster.kubeconfigFile);
      while (!said().includes('may see pods')) await once(child, 'said');
      child.kill(signal);
      assert.deepEqual(await exited, [130, null], said());
      assert.match(said(), /removed all 4 objects again/);
      assert.deepEqual(await left(), []);
    });
  }

  it('says which verb is missing, and by whom, when the context may not', async () => {
    const token = await cluster.kubectl('create', 'token', 'default', '--duration=10m');
    await cluster.kubectl('config', 'set-credentials', 'weak', `--token=${token.trim()}`);
    await cluster.kubectl('config', 'set-context', 'weak', '--user=weak', `--cluster=${await clusterName()}`);
    const { exited, said } = demo('--kubeconfig', cluster.kubeconfigFile, '--context', 'weak');
    assert.deepEqual(await exited, [1, null], said());
    assert.match(said(), /Context weak may not do this\. .*forbidden/);
    assert.ok(!said().includes(token.trim()));
    assert.deepEqual(await left(), []);
  });

  it('says that the kubeconfig is to be renewed when its token ended', async () => {
    const ended = 'planted-token-that-the-cluster-no-longer-knows';
    await cluster.kubectl('config', 'set-credentials', 'ended', `--token=${ended}`);
    await cluster.kubectl('config', 'set-context', 'ended', '--user=ended', `--cluster=${await clusterName()}`);
    const { exited, said } = demo('--kubeconfig', cluster.kubeconfigFile, '--context', 'ended');
    assert.deepEqual(await exited, [1, null], said());
    assert.match(said(), /^Context ended is not signed in\. .*\(401\)\. Renew the kubeconfig: most expire\.$/m);
    assert.ok(!said().includes(ended));
    assert.deepEqual(await left(), []);
  });

  const clusterName = async (): Promise<string> =>
    (await cluster.kubectl('config', 'view', '-o', 'jsonpath={.clusters[0].name}')).trim();
});
