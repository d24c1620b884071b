import assert from 'node:assert/strict';
import { environment, inOrder, TestWindow } from './environment.ts';
import { commandLines } from './processes.ts';

describe('a user who tries the sandbox', () => {
  inOrder();
  let window: TestWindow | undefined;
  let extensions = '';

  before(async function () {
    const shared = await environment(this);
    extensions = `${shared.server.folder}/extensions/`;
    window = await TestWindow.start(shared, { settings: { 'security.workspace.trust.enabled': false } });
  });

  after(async () => await window?.close());

  const opened = (): TestWindow => {
    assert.ok(window !== undefined);
    return window;
  };

  it('sees its pods after one command', async () => {
    await opened().command('SQL Kube: Try the Sandbox');
    await opened()
      .row('Sandbox', /^17\.\S+ as .+ · sandbox$/)
      .waitFor();
    await opened().expand(opened().row('shop'));
    await opened()
      .row(/^api-/, /^CrashLoopBackOff/)
      .waitFor();
    await opened().picture('20-sandbox');
    assert.equal((await sandboxes(extensions)).length, 1);
  });

  it('looks as in the README', async () => {
    await opened().expand(opened().row(/^api-/));
    await opened()
      .row('sidecar', /^running since/)
      .waitFor();
    await opened().treePicture('tree.png', 640);
  });

  it('breaks it, sees what that looks like, and mends it', async () => {
    await opened().command('SQL Kube: Break the Sandbox…');
    await opened().choose('What should go wrong', 'Untrusted CA');
    const failure = opened().row(/certificate|trust/i, /^(DBA|cluster admin|you|network team)$/);
    await failure.waitFor();
    await opened().picture('21-sandbox-broken');
    await opened().command('SQL Kube: Break the Sandbox…');
    await opened().choose('What should go wrong', 'Mend it');
    await failure.waitFor({ state: 'detached' });
    await opened().row(/./, /stale/).first().waitFor({ state: 'detached' });
  });

  it('stops it, and nothing is left', async () => {
    await opened().command('SQL Kube: Stop the Sandbox');
    await opened().page.getByRole('button', { name: 'Try the Sandbox' }).waitFor();
    assert.deepEqual(await sandboxes(extensions), []);
    assert.deepEqual(opened().blocked, []);
  });
});

/** Processes that run the sandbox of the extension installed in this folder. */
const sandboxes = async (extensions: string): Promise<readonly string[]> =>
  (await commandLines(extensions)).filter((line) => line.includes('sandbox.cjs'));
