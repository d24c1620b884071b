import assert from 'node:assert/strict';
import { faults, type FaultName } from '../../../src/sandbox/faults/catalogue.ts';
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { assertScene, assertStale } from './scene.ts';
import { openWorld, type World } from './world.ts';

/** Whose turn it is, as the first word of the explanation's owner. */
const owners: Readonly<Partial<Record<FaultName, string>>> = {
  'unknown-name': 'network team',
  'refused-port': 'cluster admin',
  'untrusted-ca': 'DBA',
  'wrong-name': 'cluster admin',
  expired: 'cluster admin',
  'not-yet-valid': 'cluster admin',
  'client-certificate': 'cluster admin',
  'tls13-only': 'cluster admin',
  timeout: 'you',
  reset: 'cluster admin',
  'http-401': 'cluster admin',
  'http-403': 'cluster admin',
  'http-404': 'you',
  'http-409': 'you',
  'http-429': 'you',
  'http-500': 'cluster admin',
  'http-503': 'cluster admin',
  'html-body': 'you',
  'empty-body': 'you',
  'truncated-json': 'you',
  'huge-body': 'you',
  'huge-headers': 'cluster admin',
};

describe('a chain that breaks after a good state', () => {
  let sandbox: Sandbox;
  let world: World;
  const seconds = { request: 20 };
  before(async () => {
    sandbox = await startSandbox({ bare: false, trust: [] });
    world = await openWorld(sandbox, { seconds });
  });
  after(async () => {
    await world.close();
    await sandbox.close();
  });
  afterEach(() => sandbox.faults.set(undefined));

  for (const { name, title } of faults.filter((fault) => fault.name in owners)) {
    it(`${title}: says it, keeps the rows as stale, and mends`, async () => {
      const namespace = await world.good();
      const good = world.text();
      seconds.request = name === 'timeout' ? 1 : 20;
      await sandbox.faults.set(name);
      await world.model.refresh(world.endpointNode());
      await world.model.refresh(namespace);
      assertStale(world, 'kube-system', good);
      const [told] = world.troubles();
      assert.ok(told);
      assert.equal(told.owner, owners[name]);
      assert.ok(told.evidence.length > 0 && told.fix !== '' && told.why !== '');
      assertScene(`fault-${name}`, world);

      seconds.request = 20;
      await sandbox.faults.set(undefined);
      assert.equal(await world.model.refreshAll('quiet'), true);
      const plain = (text: string): string => text.replaceAll(/as of \S+/g, '');
      assert.equal(plain(world.text()), plain(good));
    });
  }

  it('Slow answers: keeps the rows while it waits, and they come', async () => {
    const namespace = await world.good();
    const good = world.text();
    await sandbox.faults.set('slow');
    const reading = world.model.refresh(namespace);
    assert.equal(world.model.work.doing, 'Reading pods of kube-system');
    assert.equal(world.text(), good);
    await reading;
    assert.deepEqual(world.troubles(), []);
  });

  it('No answer: Stop ends the wait in a moment and leaves everything as it was', async () => {
    const namespace = await world.good();
    const good = world.text();
    await sandbox.faults.set('timeout');
    const started = performance.now();
    const reading = world.model.refresh(namespace);
    await new Promise<void>((resolve) => setImmediate(resolve));
    world.control.stop();
    await reading;
    assert.ok(performance.now() - started < 3000);
    assert.equal(world.text(), good);
    assert.equal(world.model.work.busy, false);
  });
});
