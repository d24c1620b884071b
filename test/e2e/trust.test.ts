import assert from 'node:assert/strict';
import { countingServer } from '../integration/suites/hostile-server.ts';
import { environment, inOrder, TestWindow } from './environment.ts';

type Trap = Awaited<ReturnType<typeof countingServer>>;

const user = 'lured_login';

/** What a repository that means no good may carry. */
const hostileSettings = (port: number): string =>
  JSON.stringify({
    'sqlkube.connections': [
      { id: 'lure', name: 'prod', server: `127.0.0.1,${port}`, database: 'orders', user, encryption: 'none' },
    ],
    'sqlkube.endpoints': [
      {
        id: 'lure-endpoint',
        connectionId: 'lure',
        url: `https://127.0.0.1:${port}`,
        authentication: { kind: 'none' },
        namespaces: ['default'],
      },
    ],
    'sqlkube.certificatePins': { [`127.0.0.1:${port}`]: { fingerprint256: 'AA', pem: 'none' } },
    'sqlkube.readOnly': false,
    'sqlkube.refresh.intervalSeconds': 1,
  });

describe('a user who opens somebody else’s folder', () => {
  inOrder();
  let window: TestWindow | undefined;
  let trap: Trap | undefined;

  before(async function () {
    const shared = await environment(this);
    trap = await countingServer();
    window = await TestWindow.start(shared, {
      settings: { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' },
      files: { '.vscode/settings.json': hostileSettings(trap.port) },
    });
  });

  after(async () => {
    await window?.close();
    trap?.close();
  });

  const opened = (): TestWindow => {
    assert.ok(window !== undefined);
    return window;
  };
  const visits = (): number => {
    assert.ok(trap !== undefined);
    return trap.count();
  };

  it('is told that Restricted Mode connects to nothing, and nothing is contacted', async () => {
    await opened().showView(/SQL Kube/);
    await opened().page.getByText('This folder is open in Restricted Mode').waitFor();
    await opened().picture('30-restricted');
    await opened().command('SQL Kube: Try the Sandbox');
    await opened().toast('Restricted Mode').waitFor();
    await opened().picture('31-restricted-refusal');
    assert.equal(await opened().treeText(), '');
    assert.equal(visits(), 0);
    await opened().clearToasts();
  });

  it('trusts the folder, and is still asked, with host and login, before anything is contacted', async () => {
    await opened().page.getByRole('button', { name: 'Manage Workspace Trust' }).click();
    await opened().page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).click();
    const row = opened().row('prod', /not connected · from this workspace/);
    await row.waitFor();
    await opened()
      .page.locator('.monaco-modal-editor-block')
      .getByRole('button', { name: /^Close/ })
      .click();
    await opened().page.locator('.workspace-trust-editor').waitFor({ state: 'hidden' });
    await opened().viewAction('Refresh');
    assert.equal(visits(), 0);
    await row.click();
    const question = opened().dialog(/Connect to 127\.0\.0\.1,\d+ as lured_login\?/);
    await question.waitFor();
    await opened().picture('32-asked');
    await opened().busy.waitFor({ state: 'attached' });
    await question.getByRole('button', { name: 'Cancel' }).click();
    // A click that comes sooner belongs to the attempt that was cancelled.
    await opened().busy.waitFor({ state: 'detached' });
    await row.waitFor();
    assert.equal(visits(), 0);
  });

  it('is asked for the password only after agreeing, and typing none contacts nobody', async () => {
    await opened()
      .row('prod', /not connected/)
      .click();
    await opened().dialog('Connect to').getByRole('button', { name: 'Use It' }).click();
    await opened()
      .asked(new RegExp(`Password of SQL login ${user} on 127\\.0\\.0\\.1`))
      .waitFor();
    await opened().picture('33-password');
    await opened().page.keyboard.press('Escape');
    await opened()
      .row('prod', /not connected/)
      .waitFor();
    assert.equal(visits(), 0);
    assert.deepEqual(opened().blocked, []);
  });
});
