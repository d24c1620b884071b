import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ClusterClient } from '../../src/cluster/client.ts';
import { loadKubeconfig } from '../../src/cluster/client.ts';
import { at, listAt, textAt } from '../../src/core/kube/json.ts';
import { readClusterRecord, type ClusterRecord } from '../../src/core/setup/cluster-record.ts';
import type { Outcome } from '../../src/commands/command.ts';
import { certificateFolder } from '../support/cluster-side.ts';
import { startCluster, type Cluster } from '../support/cluster.ts';
import { clusterNeed } from '../support/cluster-build.ts';
import { kubeconfigText, trusting } from '../support/kubeconfigs.ts';
import { skipFor } from '../support/needs.ts';
import { assertNoSecrets } from '../support/planted.ts';
import { Computer, openProgram, type Program } from '../support/program.ts';
import type { Act } from '../support/scripted-prompts.ts';

const never = new AbortController().signal;
const url = 'https://k8s.corp.example:8443';
const namespace = 'sqlkube';
const reason = (outcome: Outcome): string =>
  outcome?.ok === false && outcome.error.kind === 'refused' ? outcome.error.reason : JSON.stringify(outcome);

describe('the commands about the cluster, on a real control plane', () => {
  let cluster: Cluster;
  let started: Cluster | undefined;
  let admin: ClusterClient;
  let home: string;
  let computer: Computer;
  let program: Program;
  let planted: readonly string[];

  before(async function () {
    this.timeout(600_000);
    started = await startCluster({ nodes: 1, log: (line) => console.log(line) });
    cluster = started ?? skipFor(this, clusterNeed);
    const loaded = await loadKubeconfig({ kind: 'file', path: cluster.kubeconfigFile });
    const client = loaded.ok ? loaded.value.connect() : loaded;
    assert.ok(client.ok);
    admin = client.value;
    home = await mkdtemp(path.join(tmpdir(), 'sqlkube-cluster-commands-'));
    computer = new Computer();
    program = openProgram(computer, { home, authorities: [], kubeconfigs: [cluster.kubeconfigFile] });
    await certificateFolder(path.join(home, 'certificates'), url);
    planted = await keyLines();
  });
  after(async () => {
    await program.close();
    await started?.stop();
    await rm(home, { recursive: true, force: true });
  });

  const keyLines = async (): Promise<readonly string[]> =>
    (await readFile(path.join(home, 'certificates/tls.key'), 'utf8')).split('\n').slice(2, 8);
  const kept = (): ClusterRecord => readClusterRecord(program.context.setups.find(url)?.cluster);
  const shownSince = (from: number): string => computer.shown.slice(from).join('\n');
  const context = (): string => admin.context.name;
  const there = async (kind: string, name: string, apiVersion = 'v1', inside = namespace) =>
    await admin.read({ apiVersion, kind, name, ...(inside !== '' && { namespace: inside }) }, never);
  const apply = (...acts: readonly Act[]): Promise<Outcome> =>
    program.run('sqlkube.cluster.apply', [{ url }], { pick: context() }, ...acts);

  it('chooses access and writes the manifests', async () => {
    const chosen = await program.run(
      'sqlkube.access.choose',
      [{ url }],
      { tick: ['Read the logs of pods', 'Scale these Deployments'] },
      { pick: 'In These Namespaces…' },
      { type: 'default' },
      { type: 'web' },
      'keep',
      'keep',
      { pick: 'Use This Access' },
      { press: undefined },
    );
    assert.equal(chosen?.ok, true);
    await program.context.setups.update(url, {
      cluster: { ...kept(), certificate: path.join(home, 'certificates/tls.crt') },
    });
    const written = await program.run(
      'sqlkube.proxy.createManifests',
      [{ url }],
      { pick: 'Node Port' },
      { type: namespace },
      { pick: 'Make It' },
      { type: '10.1.0.7/32' },
      { pick: 'That of Its Own Cluster' },
      { pick: 'Done' },
      { pick: path.join(home, 'sqlkube/k8s.corp.example') },
      { pick: 'Write' },
      { press: undefined },
    );
    assert.equal(written?.ok, true);
  });

  it('tries and shows all of it, and changes nothing when the answer is no', async () => {
    const from = computer.shown.length;
    const secretAlone = { pick: 'Secret sqlkube/sqlkube-proxy-tls' };
    assert.equal(await apply(secretAlone, { pick: 'Leave It as It Is' }), undefined);
    assert.equal((await there('Namespace', namespace, 'v1', '')).ok, false);
    const shown = shownSince(from);
    assert.match(shown, new RegExp(`\\d+ to create in context ${context()}, namespace ${namespace}`));
    assert.match(shown, /# Secret sqlkube\/sqlkube-proxy-tls[\s\S]*tls\.key: \(not shown\)/);
    assert.match(shown, /# Deployment sqlkube\/sqlkube-proxy/);
    // Last the Secret's own differences, which hold nothing else and still no value.
    const own = computer.shown.findLast((text) => text.includes('tls.key: (not shown)')) ?? '';
    assert.match(own, /# Secret sqlkube\/sqlkube-proxy-tls/);
    assert.doesNotMatch(own, /# Deployment/);
    assert.equal(kept().applied, undefined);
  });

  it('applies it: the controller manager makes the pods, the Secret is there, and the address is told', async () => {
    const from = computer.shown.length;
    const outcome = await apply({ pick: 'Apply' }, { press: 'Show DNS or Hosts Entry' });
    assert.equal(outcome?.ok, true, reason(outcome));
    assert.match(shownSince(from), /2 pods of the proxy are ready\. The proxy is reached at port \d+ of the nodes/);
    const pods = await admin.listNames({ apiVersion: 'v1', kind: 'Pod', namespace }, never);
    assert.equal(pods.ok && pods.value.length, 2);
    const secret = await there('Secret', 'sqlkube-proxy-tls');
    assert.ok(secret.ok);
    const key = Buffer.from(textAt(secret.value, 'data', 'tls.key') ?? '', 'base64').toString();
    assert.equal(key, await readFile(path.join(home, 'certificates/tls.key'), 'utf8'));
    const managers = listAt(secret.value, 'metadata', 'managedFields').map((entry) => at(entry, 'manager'));
    assert.deepEqual(managers, ['sqlkube']);
    assert.ok(kept().applied?.objects.every(({ created, uid }) => created && uid !== ''));
  });

  it('finds nothing to do when applied again, and still knows that the objects are its own', async () => {
    const from = computer.shown.length;
    const before = kept().applied?.objects;
    const outcome = await apply({ pick: 'Apply' }, { press: undefined });
    assert.equal(outcome?.ok, true, reason(outcome));
    assert.match(shownSince(from), /\d+ as they should be in context/);
    assert.doesNotMatch(shownSince(from), /to create|to change/);
    assert.deepEqual(kept().applied?.objects, before);
  });

  it('checks by impersonation that the cluster allows exactly what was chosen', async () => {
    const from = computer.shown.length;
    const outcome = await program.run(
      'sqlkube.access.check',
      [{ url }],
      { tick: ['With a Kubeconfig'] },
      { pick: context() },
    );
    assert.equal(outcome?.ok, true, reason(outcome) + shownSince(from));
    assert.match(shownSince(from), /Every answer is as it should be/);
    assert.match(shownSince(from), /\| get \| `pods\/log` \| {2}\| `default` \| yes \| not asked \| yes \|/);
    assert.match(shownSince(from), /\| get \| `secrets` \| {2}\| `default` \| no \| not asked \| no \|/);
  });

  it('shows what is too much, and where', async () => {
    const rbac = 'rbac.authorization.k8s.io';
    const extra = {
      apiVersion: `${rbac}/v1`,
      kind: 'RoleBinding',
      metadata: { name: 'extra', namespace: 'default' },
      roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'edit' },
      subjects: [{ kind: 'ServiceAccount', name: 'sqlkube', namespace }],
    } as const;
    assert.ok((await admin.ensure(extra, never)).ok);
    const from = computer.shown.length;
    const check = () =>
      program.run('sqlkube.access.check', [{ url }], { tick: ['With a Kubeconfig'] }, { pick: context() });
    for (let tries = 0; ; tries += 1) {
      assert.equal(tries < 20, true, 'the authorizer never saw the new binding');
      if ((await check()) === undefined) break;
    }
    assert.match(shownSince(from), /\| get \| `secrets` \| {2}\| `default` \| no \| not asked \| \*\*yes\*\* \|/);
    assert.ok((await admin.remove({ ...extra, name: 'extra', namespace: 'default' }, never)).ok);
  });

  it('rolls the pods when the certificate was renewed, and replaces the Secret', async () => {
    const annotation = async (): Promise<unknown> => {
      const found = await there('Deployment', 'sqlkube-proxy', 'apps/v1');
      return found.ok ? at(found.value, 'spec', 'template', 'metadata', 'annotations') : undefined;
    };
    const before = await annotation();
    await certificateFolder(path.join(home, 'certificates'), url);
    planted = [...planted, ...(await keyLines())];
    const from = computer.shown.length;
    const outcome = await apply({ pick: 'Apply' }, { press: undefined });
    assert.equal(outcome?.ok, true, reason(outcome));
    assert.match(shownSince(from), /tls\.crt: \(not shown; changes\)/);
    assert.notDeepEqual(await annotation(), before);
  });

  it('names the verb that a context lacks, and the one who can give it; nothing is left behind', async () => {
    const account = { namespace: 'default', name: 'nobody' };
    assert.ok((await admin.ensure({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: account }, never)).ok);
    const token = await admin.requestToken(
      { namespace: 'default', serviceAccount: 'nobody', expirationSeconds: 600 },
      never,
    );
    assert.ok(token.ok);
    planted = [...planted, token.value.token];
    const file = path.join(home, 'nobody');
    const server = admin.context.server;
    await writeFile(
      file,
      kubeconfigText({ server, cluster: trusting(cluster.ca), user: { token: token.value.token } }),
    );
    const other = openProgram(computer, { home, authorities: [], kubeconfigs: [file] });
    const outcome = await other.run('sqlkube.cluster.apply', [{ url }], { pick: 'here' });
    assert.match(
      reason(outcome),
      /Context here may not do this\. Could not read Namespace sqlkube\. .*cannot get resource "namespaces".* Ask the cluster admin/,
    );
    await other.close();
  });

  it('takes away exactly what was applied, after the name was typed', async () => {
    const stranger = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'stranger', namespace } };
    assert.ok((await admin.apply(stranger, never)).ok);
    const from = computer.shown.length;
    const remove = () =>
      program.run(
        'sqlkube.cluster.remove',
        [{ url }],
        { pick: context() },
        { type: 'k8s.corp.example' },
        { press: 'Show All' },
      );
    assert.equal((await remove())?.ok, true);
    assert.match(shownSince(from), /\| Namespace sqlkube \| stays: something else lives in it/);
    assert.equal((await there('ConfigMap', 'stranger')).ok, true);
    for (const [kind, name, version] of [
      ['Deployment', 'sqlkube-proxy', 'apps/v1'],
      ['Secret', 'sqlkube-proxy-tls', 'v1'],
      ['ServiceAccount', 'sqlkube', 'v1'],
    ] as const) {
      const found = await there(kind, name, version);
      const isGoing = found.ok && at(found.value, 'metadata', 'deletionTimestamp') !== undefined;
      assert.ok(!found.ok || isGoing, `${kind} ${name} is still there`);
    }
    assert.deepEqual(
      kept().applied?.objects.map(({ reference }) => reference.kind),
      ['Namespace'],
    );
    assert.ok((await admin.remove({ ...stranger.metadata, apiVersion: 'v1', kind: 'ConfigMap' }, never)).ok);
    for (let tries = 0; kept().applied !== undefined; tries += 1) {
      assert.equal(tries < 50, true, 'the namespace is never empty');
      await remove();
    }
    const ending = await there('Namespace', namespace, 'v1', '');
    assert.ok(!ending.ok || textAt(ending.value, 'status', 'phase') === 'Terminating');
  });

  it('shows, keeps and logs no key and no token', () => {
    assertNoSecrets(computer, planted);
  });
});
