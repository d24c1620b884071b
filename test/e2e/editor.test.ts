import assert from 'node:assert/strict';
import { environment, inOrder, TestWindow } from './environment.ts';

describe('a user who writes a call', () => {
  inOrder();
  let window: TestWindow | undefined;

  before(async function () {
    window = await TestWindow.start(await environment(this), {
      settings: {
        'security.workspace.trust.enabled': false,
        // Lists come when they are asked for, so that no keystroke lands in one.
        'editor.quickSuggestions': { other: 'off', strings: 'off', comments: 'off' },
        'editor.minimap.enabled': false,
      },
      files: { 'calls.sql': '' },
      viewport: { width: 1500, height: 900 },
    });
  });

  after(async () => await window?.close());

  const opened = (): TestWindow => {
    assert.ok(window !== undefined);
    return window;
  };
  const press = async (key: string): Promise<void> => await opened().page.keyboard.press(key);
  const type = async (text: string): Promise<void> => await opened().page.keyboard.type(text, { delay: 5 });

  it('has live pods in the tree', async () => {
    await opened().command('SQL Kube: Try the Sandbox');
    await opened().expand(opened().row('shop'));
    await opened()
      .row(/^api-/, /^CrashLoopBackOff/)
      .first()
      .waitFor();
  });

  it('begins with a snippet', async () => {
    await opened().openFile('calls.sql');
    await type('k8s-pods-rows');
    await opened().take('k8s-pods-rows', true);
    await opened().codeLine('sp_invoke_external_rest_endpoint').waitFor();
    await press('Escape');
    await opened().lens('Run through SQL Server').waitFor();
    await opened().picture('50-snippet');
  });

  it('sees a squiggle when the method is gone, reads why, and fixes it', async () => {
    await opened().markLine(5);
    await press('Control+Shift+K');
    await opened().squiggles.first().waitFor();
    await press('F8');
    await opened().page.getByText('Without @method this call sends POST').first().waitFor();
    await opened().picture('51-squiggle');
    await press('Escape');
    await opened().quickFix('Set @method to GET');
    await opened().codeLine("@method = N'GET'").waitFor();
    await opened().squiggles.first().waitFor({ state: 'detached' });
  });

  it('is told about a parameter under the mouse', async () => {
    await opened().codeLine('@url = ').locator('span', { hasText: '@url' }).last().hover();
    await opened().page.locator('.monaco-hover', { hasText: '@url nvarchar(4000)' }).first().waitFor();
    await opened().picture('52-hover');
    await press('Escape');
  });

  it('completes address, path, live pods and credential', async () => {
    await opened().markLine(4);
    await type("    @url = N'");
    await opened().take(/^https:\/\/localhost/, true);
    await opened().take('api/v1/', false);
    await opened().take('namespaces/', false);
    await opened().take('shop', false);
    await opened().take('pods', true);
    await type('/');
    await opened().suggestion(/^api-/).waitFor();
    await opened().picture('53-live-pods');
    await press('Escape');
    await press('Backspace');
    await type('?limit=5');
    await press('End');
    await type(',');
    await opened().markLine(5);
    await type('    @credential = [');
    await opened().take(/^https:\/\/localhost/, true);
    await press('End');
    await type(',');
    assert.match(
      await opened().editorText(),
      /@url = N'https:\/\/localhost:\d+\/api\/v1\/namespaces\/shop\/pods\?limit=5',/,
    );
  });

  it('runs it from above the call, and sees the answer', async () => {
    await opened().lens('Run through SQL Server').click();
    await opened()
      .codeLine(/^200 OK · \d+ ms · .* · GET \/api\/v1\/namespaces\/shop\/pods$/)
      .waitFor();
    await opened()
      .codeLine(/^On Sandbox · database /)
      .waitFor();
    await opened()
      .codeLine(/^Response headers \(\d+\)/)
      .waitFor();
    await opened().lens('Show the Batch That Ran').waitFor();
    await opened().lens('Open as CSV').waitFor();
    await opened().picture('54-response');
  });

  it('finds the run in the history', async () => {
    await opened().command('SQL Kube: Show History…');
    await opened().choose('Which run', 'GET /api/v1/namespaces/shop/pods');
    await opened()
      .tab(/^Run on Sandbox /)
      .waitFor();
    await opened().picture('55-history');
    assert.deepEqual(opened().blocked, []);
  });
});
