import assert from 'node:assert/strict';
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { skipFor } from '../../support/needs.ts';
import { assertScene } from './scene.ts';
import { openWorld, type World } from './world.ts';

describe('a named instance', () => {
  let sandbox: Sandbox | undefined;
  let world: World | undefined;
  before(async function () {
    try {
      sandbox = await startSandbox({ bare: false, trust: [], instance: 'SANDBOX' });
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EADDRINUSE' || code === 'EACCES') skipFor(this, 'UDP port 1434 on loopback, which is taken');
      throw error;
    }
  });
  after(() => sandbox?.close());
  afterEach(() => world?.close());

  const open = async (server: string, connect: number): Promise<World> => {
    assert.ok(sandbox);
    world = await openWorld(sandbox, { connection: { server }, seconds: { connect } });
    return world;
  };

  it('is found by SQL Browser, in any case, and named as the connection names it', async () => {
    const opened = await open('localhost\\sandbox', 10);
    await opened.good();
    assert.match(opened.text(), /^prod \| 17\./);
    await sandbox?.faults.set('unknown-name');
    await opened.model.refresh(opened.endpointNode());
    await sandbox?.faults.set(undefined);
    assert.match(opened.troubles()[0]?.fix ?? '', /on \*\*localhost\\\\sandbox\*\*/);
  });

  it('that SQL Browser does not know is said in one sentence', async () => {
    const opened = await open('localhost\\NOBODY', 0.5);
    assert.ok(!(await opened.connect()).ok);
    assertScene('unknown-instance', opened);
  });
});
