import assert from 'node:assert/strict';
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { assertNoSecrets } from './secrets.ts';
import { openWorld, type World } from './world.ts';

describe('what leaves the extension', () => {
  let sandbox: Sandbox;
  let world: World;
  before(async () => {
    sandbox = await startSandbox({ bare: false, trust: [] });
  });
  after(() => sandbox.close());
  afterEach(async () => {
    await sandbox.faults.set(undefined);
    await world.close();
  });

  it('documents, clipboard, log and tooltips hold no secret, with a token of our own in each call', async () => {
    const { token } = sandbox.description.kubernetes;
    world = await openWorld(sandbox, {
      endpoint: { authentication: { kind: 'token' } },
      token,
      acts: [{ pick: 'Last 100 lines' }],
    });
    const node = await world.good('shop');
    const pod = world
      .everyNode()
      .find((each) => each.kind === 'pod' && each.pod.startsWith('web-') && each.parent.id === node.id);
    assert.ok(pod?.kind === 'pod');
    await world.model.refresh(pod);
    await world.run('sqlkube.pod.describe', pod);
    const container = world.everyNode().find((each) => each.kind === 'container');
    assert.ok(container?.kind === 'container');
    await world.run('sqlkube.pod.showLogs', container);
    await world.run('sqlkube.diagnostics.copy');
    assert.equal(world.shown.length, 3, world.logged.join('\n'));
    await sandbox.faults.set('http-401');
    await world.model.refreshAll('quiet');
    const failure = world.everyNode().find((each) => each.kind === 'failure');
    assert.ok(failure);
    await world.run('sqlkube.failure.explain', failure);
    await world.run('sqlkube.failure.copy', failure);
    assert.equal(world.shown.length, 4);
    assert.equal(world.panel.revealed.times, 1);
    assertNoSecrets(world);
  });

  it('the doctor’s reports, in all three forms, hold no secret, whatever is broken', async () => {
    const { token } = sandbox.description.kubernetes;
    world = await openWorld(sandbox, { endpoint: { authentication: { kind: 'token' } }, token });
    await world.good('shop');
    for (const fault of [undefined, 'http-401', 'untrusted-ca', 'html-body', 'quota'] as const) {
      await sandbox.faults.set(fault);
      const before = world.shown.length;
      await world.run('sqlkube.doctor.run', world.endpointNode());
      await world.run('sqlkube.doctor.showReport');
      await world.run('sqlkube.doctor.showJson');
      await world.run('sqlkube.doctor.copy');
      assert.equal(world.shown.length, before + 3);
      assert.match(world.shown.at(-1) ?? '', fault === undefined ? /Nothing is broken/ : /The first broken link is/);
    }
    const json = world.shown.find((text) => text.startsWith('Doctor.json'));
    JSON.parse(json?.slice('Doctor.json\n'.length) ?? '');
    assertNoSecrets(world);
  });

  it('a command that fails is told in one line and logged, without secrets', async () => {
    world = await openWorld(sandbox, { acts: [] });
    await world.good('shop');
    const pod = world.everyNode().find((each) => each.kind === 'pod');
    assert.ok(pod?.kind === 'pod');
    await sandbox.faults.set('untrusted-ca');
    await world.run('sqlkube.pod.describe', pod);
    assert.equal(world.reported[0]?.kind, 'sql');
    assert.ok(
      world.logged.some((line) => line.startsWith('sqlkube.pod.describe failed: ') && line.includes('0x80070008')),
    );
    assert.deepEqual(world.shown, []);
    assertNoSecrets(world);
  });
});
