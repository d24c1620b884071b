import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chooseCluster, clusterFailed } from '../../../../src/commands/cluster/choose-cluster.ts';
import type { CommandContext } from '../../../../src/commands/command.ts';
import { testKube } from '../../../support/kube.ts';
import type { Act } from '../../../support/scripted-prompts.ts';
import { world } from '../world.ts';

const config = (contexts: readonly string[], user: object = {}): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': contexts[0],
    clusters: contexts.map((name) => ({ name, cluster: { server: `https://${name}.example:6443` } })),
    users: contexts.map((name) => ({ name, user })),
    contexts: contexts.map((name) => ({ name, context: { cluster: name, user: name } })),
  });

describe('choosing a cluster', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'sqlkube-kubeconfig-'));
  });
  after(async () => {
    await rm(folder, { recursive: true });
  });

  const file = async (name: string, text: string): Promise<string> => {
    const at = path.join(folder, name);
    await writeFile(at, text);
    return at;
  };
  const user = (paths: readonly string[], ...acts: Act[]) => {
    const { context, prompts } = world(...acts);
    return { context: { ...context, kube: testKube(...paths) } as CommandContext, prompts };
  };

  it('offers the contexts of all files, the current one first, and asks nothing of the cluster', async () => {
    const paths = [await file('a', config(['prod', 'stage'])), await file('b', config(['test', 'prod']))];
    const { context, prompts } = user(paths, { pick: 'test' });
    const chosen = await chooseCluster(context, { title: 'Apply to Cluster' });
    assert.equal(chosen.ok && chosen.value.context.server, 'https://test.example:6443');
    assert.deepEqual(prompts.seen, [
      'Apply to Cluster 1/1: Which cluster? These are the contexts of your kubeconfig. | prod / stage / test / Another Kubeconfig…',
    ]);
  });

  it('shows a program before it is started for the first time, and only then', async () => {
    const exec = { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'aks-login', args: ['--fast'] } };
    const { context, prompts } = user(
      [await file('exec', config(['prod'], exec))],
      { pick: 'prod' },
      { confirm: false },
    );
    const refused = await chooseCluster(context, { title: 'Apply' });
    assert.deepEqual(refused, { ok: false, error: { kind: 'cancelled' } });
    assert.match(prompts.seen.at(-1) ?? '', /confirm: Context prod signs in .* start:\n\naks-login --fast\n/);
    prompts.follow({ pick: 'prod' }, { confirm: true }, { pick: 'prod' });
    assert.equal((await chooseCluster(context, { title: 'Apply' })).ok, true);
    assert.equal((await chooseCluster(context, { title: 'Apply' })).ok, true);
    assert.deepEqual(prompts.left, []);
  });

  it('asks again when the program of the kubeconfig is another one', async () => {
    const first = { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'aks-login' } };
    const { context, prompts } = user(
      [await file('exec2', config(['prod'], first))],
      { pick: 'prod' },
      { confirm: true },
    );
    assert.equal((await chooseCluster(context, { title: 'Apply' })).ok, true);
    await file('exec2', config(['prod'], { exec: { ...first.exec, args: ['--and', 'more'] } }));
    prompts.follow({ pick: 'prod' }, { confirm: false });
    assert.equal((await chooseCluster(context, { title: 'Apply' })).ok, false);
  });

  it('takes a file that the user picks when there is none', async () => {
    const mine = await file('mine', config(['mine']));
    const { context, prompts } = user(
      [path.join(folder, 'none')],
      { press: 'Choose a Kubeconfig…' },
      { path: mine },
      { pick: 'mine' },
    );
    assert.equal((await chooseCluster(context, { title: 'Apply' })).ok, true);
    assert.match(prompts.seen[0] ?? '', /^error: There is no kubeconfig at /);
  });

  it('says what is wrong with a file without a word of what is in it', async () => {
    const broken = await file('broken', 'apiVersion: v1\nusers: [ {name: a, token: planted-secret-0815\n');
    const { context, prompts } = user([broken], { press: undefined });
    assert.equal((await chooseCluster(context, { title: 'Apply' })).ok, false);
    assert.match(prompts.seen.join('\n'), /fault at line/);
    assert.doesNotMatch(prompts.seen.join('\n'), /planted-secret/);
  });

  it('answers a failure of the cluster as one of its own, naming the context, and a stop as a stop', () => {
    const status = { kind: 'Status', code: 403, message: 'secrets is forbidden' } as const;
    const failed = clusterFailed({ kind: 'forbidden', status }, { context: 'prod', doing: 'apply Secret shop/tls' });
    assert.equal(failed.error.kind, 'refused');
    assert.match(JSON.stringify(failed), /Context prod may not do this\..*Could not apply Secret shop\/tls\./);
    assert.deepEqual(clusterFailed({ kind: 'cancelled' }, { context: 'prod' }).error, { kind: 'cancelled' });
  });
});
