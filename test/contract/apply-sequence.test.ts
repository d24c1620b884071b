import assert from 'node:assert/strict';
import type { ClusterClient } from '../../src/cluster/client.ts';
import { loadKubeconfig } from '../../src/cluster/client.ts';
import type { KubeObject } from '../../src/cluster/objects.ts';
import { applyAll, planApply, removeAll } from '../../src/cluster/sequence.ts';
import { waitForAddress, waitForRollout } from '../../src/cluster/wait.ts';
import { tlsSecret } from '../../src/core/kube/tls-secret.ts';
import { textAt } from '../../src/core/kube/json.ts';
import type { Result } from '../../src/core/result.ts';
import { startCluster, type Cluster } from '../support/cluster.ts';
import { clusterNeed } from '../support/cluster-build.ts';
import { clientOf, trusting } from '../support/kubeconfigs.ts';
import { skipFor } from '../support/needs.ts';

const never = new AbortController().signal;
const must = <T>(result: Result<T, unknown>): T => {
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
};

const namespace = 'sequence';
const labels = { app: 'proxy' };
const objects = (answer: string): readonly (KubeObject & object)[] => [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
  tlsSecret({ namespace, name: 'tls' }, { certificate: 'planted-certificate', key: `planted-${answer}` }),
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name: 'conf' }, data: { answer } } as KubeObject,
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace, name: 'proxy' },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'nginx', image: 'nginx:1' }] } },
    },
  } as KubeObject,
];

describe('applying and taking away on a real control plane', () => {
  let cluster: Cluster;
  let started: Cluster | undefined;
  let admin: ClusterClient;

  before(async function () {
    this.timeout(600_000);
    started = await startCluster({ nodes: 1, log: (line) => console.log(line) });
    cluster = started ?? skipFor(this, clusterNeed);
    const loaded = await loadKubeconfig({ kind: 'files', paths: ['/there/is/none', cluster.kubeconfigFile] });
    admin = must(loaded.ok ? loaded.value.connect() : loaded);
  });
  after(async () => {
    await started?.stop();
  });

  it('tries everything and changes nothing', async () => {
    const planned = must(await planApply(admin, objects('one'), never));
    assert.deepEqual(
      planned.map(({ reference, change }) => `${reference.kind} ${change}`),
      ['Namespace create', 'Secret unchecked', 'ConfigMap unchecked', 'Deployment unchecked'],
    );
    const read = await admin.read({ apiVersion: 'v1', kind: 'Namespace', name: namespace }, never);
    assert.equal(!read.ok && read.error.kind, 'not-found');
  });

  it('applies in order, finds nothing left to change, and shows what would change', async () => {
    const applied = must(await applyAll(admin, objects('one'), never));
    assert.equal(
      applied.every(({ created, uid }) => created && uid !== ''),
      true,
    );
    const again = must(await planApply(admin, objects('one'), never));
    assert.deepEqual(
      again.map(({ change }) => change),
      ['same', 'same', 'same', 'same'],
    );
    const other = must(await planApply(admin, objects('two'), never));
    assert.deepEqual(
      other.map(({ change }) => change),
      ['same', 'change', 'change', 'same'],
    );
    assert.match(other[2]?.before ?? '', /answer: one/);
    assert.match(other[2]?.after ?? '', /answer: two/);
    const shown = other.map(({ before, after }) => before + after).join('');
    assert.doesNotMatch(shown, /planted|cGxhbnRlZC/);
    assert.match(shown, /\(not shown; changes\)/);
  });

  it('waits until the pods are there', async () => {
    const seen: string[] = [];
    const rollout = must(
      await waitForRollout(admin, { namespace, name: 'proxy' }, AbortSignal.timeout(60_000), ({ state }) =>
        seen.push(state),
      ),
    );
    assert.deepEqual(rollout, { state: 'ready', ready: 2 }, seen.join());
  });

  it('tells the address as far as it is known when the wait for a balancer is given up', async () => {
    const place = { namespace: 'default', name: 'kubernetes' };
    const address = must(await waitForAddress(admin, place, AbortSignal.timeout(1500)));
    assert.deepEqual(address.balancer, []);
    assert.match(address.clusterIp ?? '', /^10\./);
    assert.equal(address.port, 443);
  });

  it('refuses a misspelt field in the dry run, and names the object', async () => {
    const wrong = { ...objects('one')[2], metadata: { namespace, name: 'conf' }, dta: {} } as unknown as KubeObject;
    const planned = await planApply(admin, [wrong], never);
    assert.equal(!planned.ok && planned.error.failure.kind, 'invalid');
    assert.equal(!planned.ok && planned.error.reference.name, 'conf');
  });

  it('names the verb that a user lacks', async () => {
    const account = { namespace: 'default', serviceAccount: 'nobody' };
    must(
      await admin.ensure(
        { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace: 'default', name: 'nobody' } },
        never,
      ),
    );
    const { token } = must(await admin.requestToken({ ...account, expirationSeconds: 600 }, never));
    const nobody = await clientOf({ server: cluster.url, cluster: trusting(cluster.ca), user: { token } });
    const planned = await planApply(nobody, objects('one').slice(2), never);
    assert.equal(!planned.ok && planned.error.failure.kind, 'forbidden');
    assert.match(JSON.stringify(planned), /cannot get resource \\+"configmaps\\+"/);
  });

  it('takes away exactly what it made', async () => {
    const foreign = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { namespace, name: 'foreign' },
      data: {},
    } as KubeObject;
    must(await admin.apply(foreign, never));
    const applied = must(await applyAll(admin, objects('one'), never));
    // Applied again they were there already, so the record of the first time is what counts.
    assert.equal(
      applied.some(({ created }) => created),
      false,
    );
    assert.deepEqual(
      must(await removeAll(admin, applied, never)).map(({ outcome }) => outcome),
      ['not-ours', 'not-ours', 'not-ours', 'not-ours'],
    );
    const mine = applied.map((one) => ({ ...one, created: true }));
    const gone = mine.map((one) =>
      one.reference.name === 'conf' ? { ...one, uid: '00000000-0000-0000-0000-000000000000' } : one,
    );
    assert.deepEqual(
      must(await removeAll(admin, gone, never)).map(({ outcome }) => outcome),
      ['removed', 'replaced', 'removed', 'kept-in-use'],
    );
    must(await admin.remove({ apiVersion: 'v1', kind: 'ConfigMap', namespace, name: 'foreign' }, never));
    assert.deepEqual(
      must(await removeAll(admin, mine, never)).map(({ outcome }) => outcome),
      ['was-gone', 'removed', 'was-gone', 'going'],
    );
    const read = await admin.read({ apiVersion: 'v1', kind: 'Namespace', name: namespace }, never);
    assert.ok(!read.ok || textAt(read.value, 'metadata', 'deletionTimestamp') !== undefined);
  });
});
