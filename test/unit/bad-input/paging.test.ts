import assert from 'node:assert/strict';
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import type { NamespaceNode } from '../../../src/views/cluster-nodes.ts';
import { assertStale } from './scene.ts';
import { assertNoSecrets } from './secrets.ts';
import { openWorld, type World } from './world.ts';

describe('a list that changes while it is read', () => {
  let sandbox: Sandbox;
  let world: World;
  before(async () => {
    sandbox = await startSandbox({ bare: false, trust: [], pods: 50_000 });
  });
  after(() => sandbox.close());
  beforeEach(async () => {
    world = await openWorld(sandbox, { pageSize: 4 });
  });
  afterEach(async () => {
    await sandbox.faults.set(undefined);
    await world.close();
  });

  const loaded = (node: NamespaceNode): readonly string[] =>
    (world.model.readings.namespace(node).value?.pods.rows ?? []).map(({ name }) => name);
  const inCluster = (namespace: string): readonly string[] =>
    sandbox.kubernetes.state.pods
      .page({ revision: sandbox.kubernetes.state.revisions.current, limit: Infinity, namespace })
      .items.map(({ metadata }) => metadata.name);
  /** Runs once, right after the page of that number has come in and before the next is asked for. */
  const afterPage = (page: number, act: () => void): void => {
    const watch = world.model.work.changed.on(() => {
      if (!world.model.work.doing?.includes(`page ${page},`)) return;
      watch.dispose();
      act();
    });
  };
  const podCalled = (node: NamespaceNode, name: string) => {
    const found = world
      .everyNode()
      .find((each) => each.kind === 'pod' && each.parent.id === node.id && each.pod === name);
    assert.ok(found?.kind === 'pod', world.text());
    return found;
  };

  it('a pod deleted between two pages: it is still on its page, its own row says that it is gone, a refresh drops it', async () => {
    const shop = await world.good('shop');
    const before = inCluster('shop');
    const victim = before[5] ?? '';
    assert.equal(loaded(shop).length, 4);
    sandbox.kubernetes.state.deletePod('shop', victim);
    await world.model.loadPods(shop, 'all');
    // Kubernetes answers all pages as of the first one.
    assert.deepEqual(loaded(shop), before);
    const row = podCalled(shop, victim);
    await world.model.refresh(row);
    const [told] = world.troubles();
    assert.equal(told?.headline, `Kubernetes has no pods named ${victim}`);
    assert.equal(told.fix, 'Refresh the list.');
    await world.model.refresh(shop);
    assert.deepEqual(loaded(shop), inCluster('shop'));
    assert.deepEqual(world.troubles(), []);
  });

  it('a continue token expired in the middle of Load All: starts over, shows the old rows meanwhile, no duplicates', async () => {
    const shop = await world.good('shop');
    const first = loaded(shop);
    const shown: number[] = [];
    const watch = world.model.work.changed.on(() => void shown.push(loaded(shop).length));
    afterPage(2, () => {
      sandbox.kubernetes.state.deletePod('shop', first[0] ?? '');
      sandbox.kubernetes.state.expireContinueTokens();
    });
    await world.model.loadPods(shop, 'all');
    watch.dispose();
    assert.deepEqual(loaded(shop), inCluster('shop'));
    assert.ok(!loaded(shop).includes(first[0] ?? ''));
    assert.equal(new Set(loaded(shop)).size, loaded(shop).length);
    // The last notice comes after the end.
    assert.deepEqual(new Set(shown.slice(0, -1)), new Set([4]), 'the rows went away while the list was read again');
    assert.deepEqual(world.troubles(), []);
  });

  it('a token that expires again and again: says so, and keeps the rows', async () => {
    const shop = await world.good('shop');
    const good = world.text();
    const watch = world.model.work.changed.on(() => {
      if (world.model.work.doing?.includes('page ')) sandbox.kubernetes.state.expireContinueTokens();
    });
    await world.model.loadPods(shop, 'all');
    watch.dispose();
    assert.equal(world.troubles()[0]?.headline, 'The list expired again and again while it was read');
    assertStale(world, 'shop', good);
    await world.model.loadPods(shop, 'all');
    assert.deepEqual(loaded(shop), inCluster('shop'));
    assert.deepEqual(world.troubles(), []);
  });

  it('a fault in the middle of Load All: keeps what came, says what failed, and goes on from there', async () => {
    const shop = await world.good('shop');
    afterPage(2, () => void sandbox.faults.set('http-500'));
    await world.model.loadPods(shop, 'all');
    assert.equal(world.troubles()[0]?.headline, 'Kubernetes failed inside');
    assert.equal(loaded(shop).length, 12);
    assertStale(world, 'shop', world.text());
    await sandbox.faults.set(undefined);
    await world.model.loadPods(shop, 'all');
    assert.deepEqual(loaded(shop), inCluster('shop'));
    assert.deepEqual(world.troubles(), []);
  });

  it('50,000 pods: Stop in the middle keeps what came, Load All goes on to the end', async function () {
    // About seven seconds of processor time, and other suites may run beside it.
    this.timeout(60_000);
    await world.close();
    world = await openWorld(sandbox, { pageSize: 2500 });
    const fleet = await world.good('fleet');
    assert.ok(world.text().includes('fleet | 2,500 of 50,000 loaded\n'));
    let stopped = 0;
    afterPage(3, () => {
      // In the middle of the next call.
      setTimeout(() => {
        stopped = performance.now();
        world.control.stop();
      }, 20);
    });
    await world.control.loadAll(fleet);
    assert.ok(stopped > 0);
    assert.ok(performance.now() - stopped < 2000, 'Stop took too long');
    const kept = loaded(fleet);
    assert.ok(kept.length >= 10_000 && kept.length < 50_000, String(kept.length));
    assert.ok(/Load all [\d,]+ \| can be stopped/.test(world.text()));
    assert.deepEqual(world.troubles(), []);
    await world.control.loadAll(fleet);
    const lines = world.text().split('\n');
    assert.deepEqual(
      lines.filter((line) => line.includes('fleet |')),
      ['    fleet | 50,000 pods'],
    );
    const all = inCluster('fleet');
    // Compared by hand: assert's own difference of 50,000 lines would take minutes.
    assert.equal(loaded(fleet).length, all.length);
    assert.equal(
      loaded(fleet).findIndex((name, index) => name !== all[index]),
      -1,
    );
    assertNoSecrets(world);
  });
});
