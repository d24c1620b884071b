import assert from 'node:assert/strict';
import { err, ok } from '../../../src/core/result.ts';
import { ClustersControl } from '../../../src/views/clusters-control.ts';
import { pod } from '../../support/fake-cluster.ts';
import { podObject, until, world } from './world.ts';
import type { World } from './world.ts';

const lists = ({ cluster }: World) => cluster.calls.filter((made) => made.startsWith('pods'));
const podReads = ({ cluster }: World) => cluster.calls.filter((made) => made.startsWith('pod '));

/** Connections with namespaces a, b and c behind each, all read. */
async function three(pageSize: number, ...connections: readonly string[]): Promise<World> {
  const made = world({ pageSize });
  made.state.connections = [...connections];
  made.cluster.namespaceNames = ok(['a', 'b', 'c']);
  for (const name of ['a', 'b', 'c']) made.cluster.pods.set(name, [pod('x'), pod('y')]);
  for (const connection of connections) {
    for (const namespace of made.model.namespaces(await made.open(connection))) await made.model.refresh(namespace);
  }
  made.cluster.calls.length = 0;
  return made;
}

/** Keeps pod lists waiting, starts, and stops while the first one is read. */
async function stopInFirst<T>(made: World, start: () => Promise<T>): Promise<T> {
  made.cluster.gate = new Promise(() => undefined);
  const running = start();
  await until(() => lists(made).length > 0);
  made.model.work.stop();
  made.cluster.gate = undefined;
  return await running;
}

describe('a refresh of everything', () => {
  it('is over when stopped: no further namespace and no further connection is asked', async () => {
    const made = await three(500, 'c1', 'c2');
    assert.equal(await stopInFirst(made, () => made.model.refreshAll('quiet')), false);
    assert.deepEqual(made.cluster.calls, [
      'probeServer',
      'namespaces',
      'probeEndpoint',
      'pods a after start limit 500',
    ]);
    assert.equal(made.model.work.busy, false);
    assert.doesNotMatch(made.text(), /stale|Stopped/);
  });

  it('can be started again after a stop', async () => {
    const made = await three(500, 'c1');
    await stopInFirst(made, () => made.model.refreshAll('quiet'));
    made.cluster.calls.length = 0;
    assert.equal(await made.model.refreshAll('quiet'), true);
    assert.equal(lists(made).length, 3);
  });

  it('goes on with the other connections when one SQL Server is dead, and says that not all was well', async () => {
    const made = await three(500, 'c1', 'c2');
    const { cluster, model } = made;
    const alive = cluster.probeServer.bind(cluster);
    cluster.probeServer = (target) =>
      target.profile.id === 'c1'
        ? Promise.resolve(err({ kind: 'connection-lost', server: 'prod-sql01', detail: 'socket closed' }))
        : alive(target);
    cluster.pods.set('a', [pod('new')]);
    assert.equal(await model.refreshAll('quiet'), false);
    assert.equal(lists(made).length, 3, 'the namespaces of the second connection, and only those');
    const [dead = '', good = ''] = made.text().split(/^(?=c2)/m);
    assert.match(dead, / {6}x \| .* · stale since 14:02:11/);
    assert.match(good, / {6}new \|/);
    assert.doesNotMatch(good, /stale/);
  });

  it('stays with the connections that are left when one is disconnected meanwhile', async () => {
    const made = await three(500, 'c1', 'c2');
    const [, second] = made.model.connections();
    assert.ok(second);
    let open = (): void => undefined;
    made.cluster.gate = new Promise((resolve) => (open = resolve));
    const running = made.model.refreshAll('quiet');
    await until(() => lists(made).length > 0);
    await made.model.disconnect(second);
    open();
    assert.equal(await running, true);
    assert.equal(lists(made).length, 3);
  });
});

describe('Load All', () => {
  it('of every namespace is over when stopped', async () => {
    const made = await three(1, 'c1');
    const control = new ClustersControl(made.model, () => Promise.resolve());
    await stopInFirst(made, () => control.loadAll());
    assert.deepEqual(lists(made), ['pods a after 1 limit 1']);
    await control.loadAll();
    assert.match(made.text(), /a \| 2 pods\n[^]*b \| 2 pods\n[^]*c \| 2 pods\n/);
  });
});

describe('pods that stand open', () => {
  async function opened(...names: readonly string[]) {
    const made = world();
    const shop = await made.openNamespace();
    for (const name of names) {
      made.cluster.objects.set(`shop/${name}`, podObject(name));
      await made.openPod(shop, name);
    }
    made.cluster.calls.length = 0;
    made.pass(60);
    return { ...made, shop };
  }

  it('are read again after their namespace', async () => {
    const made = await opened('web-1');
    made.cluster.objects.set('shop/web-1', podObject('web-1', { waiting: { reason: 'CrashLoopBackOff' } }));
    assert.match(made.text(), /app \| running since/);
    assert.equal(await made.model.refreshAll('quiet'), true);
    assert.deepEqual(podReads(made), ['pod shop/web-1']);
    assert.match(made.text(), /web-1 \|.*\n {8}app \| waiting: CrashLoopBackOff\n/);
    assert.doesNotMatch(made.text(), /stale/);
  });

  it('are forgotten when the list no longer has them', async () => {
    const made = await opened('web-1', 'api-1');
    const gone = made.shop;
    made.cluster.pods.set('shop', [pod('api-1')]);
    await made.model.refresh(gone);
    assert.deepEqual(podReads(made), ['pod shop/api-1']);
    // A pod of the same name that comes later is another pod.
    made.cluster.pods.set('shop', [pod('web-1'), pod('api-1')]);
    await made.model.refresh(gone);
    assert.match(made.text(), / {6}web-1 \|.* ▸\n/);
  });

  it('are marked stale when a stop or a dead connection keeps them from being read', async () => {
    const made = await opened('web-1', 'api-1');
    const { cluster, model, shop } = made;
    cluster.pod = (...[, namespace, name]) => {
      cluster.calls.push(`pod ${namespace}/${name}`);
      model.work.stop();
      return Promise.resolve(err({ kind: 'cancelled' }));
    };
    await model.refresh(shop);
    assert.deepEqual(podReads(made), ['pod shop/web-1']);
    const rows = made.text().split('\n');
    assert.equal(rows.filter((row) => / {8}app \| .* · stale since 14:02:11$/.test(row)).length, 2, made.text());
    assert.match(made.text(), / {6}web-1 \| Running · 1\/1 · 3d · node-1\n/);
    cluster.calls.length = 0;
    cluster.pod = (...[, namespace, name]) => {
      cluster.calls.push(`pod ${namespace}/${name}`);
      return Promise.resolve(err({ kind: 'connection-lost', server: 'prod-sql01', detail: 'socket closed' }));
    };
    await model.refresh(shop);
    assert.deepEqual(podReads(made), ['pod shop/web-1'], 'the next one would fail alike');
    assert.equal(made.text().match(/app \| .* · stale since 14:02:11$/gm)?.length, 2);
  });

  it('are not read again while they are folded, but when they are opened', async () => {
    const made = await opened('web-1');
    const node = made.model.namespaces(await made.open())[0];
    assert.ok(node);
    const web = await made.openPod(node, 'web-1');
    made.cluster.calls.length = 0;
    made.model.readings.fold(web, true);
    await made.model.refresh(made.shop);
    assert.deepEqual(podReads(made), []);
    assert.match(made.text(), / {6}web-1 \|.* ▸\n/);
  });

  it('stay as they are when more of the list is loaded', async () => {
    const made = world({ pageSize: 1 });
    const shop = await made.openNamespace();
    made.cluster.objects.set('shop/web-1', podObject('web-1'));
    await made.openPod(shop, 'web-1');
    await made.model.loadPods(shop, 'more');
    assert.match(made.text(), /shop \| 2 pods.*\n.*web-1.*\n {8}app \| running since/);
    assert.doesNotMatch(made.text(), /stale/);
  });
});
