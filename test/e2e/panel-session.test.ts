import assert from 'node:assert/strict';
import { environment, TestWindow, type WindowOptions } from './environment.ts';
import { panelFrame, pasted, plantedToken } from './panel-page.ts';
import { assertNoSecrets } from './secrets.ts';

/** Each test has a window of its own: what one leaves open, another does not meet. */
describe('the panel of diagnostics over a session', () => {
  let shared: Awaited<ReturnType<typeof environment>>;
  let window: TestWindow;
  let opened: TestWindow | undefined;

  before(async function () {
    shared = await environment(this);
  });

  // Not after each: a window whose test failed is still to have its picture taken.
  after(async () => await opened?.close());

  const open = async (options: WindowOptions = {}): Promise<void> => {
    const settings = { 'security.workspace.trust.enabled': false };
    await opened?.close();
    opened = window = await TestWindow.start(shared, { settings, viewport: { width: 1280, height: 900 }, ...options });
  };

  const heading = (name: RegExp) => window.webview().getByRole('heading', { name });
  const button = (name: string | RegExp) => window.webview().getByRole('button', { name });

  const chain = async (): Promise<readonly string[]> => {
    const links = window.webview().getByRole('list', { name: 'The chain, link by link' }).getByRole('listitem');
    return (await links.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '));
  };

  /** The panel, whether or not it was open; with an empty clipboard nothing is decoded. */
  const showPanel = async (): Promise<void> => {
    await window.page.evaluate(`navigator.clipboard.writeText('')`);
    await window.command('SQL Kube: Decode Error');
    await window.webview().getByRole('textbox', { name: 'Error text' }).waitFor();
  };

  const paste = async (text: string): Promise<void> => {
    const box = window.webview().getByRole('textbox', { name: 'Error text' });
    await box.fill(text);
    await box.press('Control+Enter');
  };

  it('finds the panel as it was after a reload, and empty once it was cleared', async () => {
    await open();
    await showPanel();
    await paste('HRESULT: 0x80072ee7');
    await heading(/^SQL Server cannot resolve/).waitFor();
    await paste(pasted);
    await heading(/^SQL Server does not trust the certificate/).waitFor();
    await window.hasStored('SQL Server does not trust the certificate');
    await window.reload();
    await showPanel();
    await heading(/^SQL Server does not trust the certificate/).waitFor();
    await button(/^SQL Server cannot resolve.*Pasted text/).waitFor();
    await window.picture('33-panel-reloaded');
    await button('Clear the List').click();
    await window.webview().getByText('Nothing has failed in this session').waitFor();
    await window.hasStored('SQL Server does not trust the certificate', false);
    await window.reload();
    await showPanel();
    await window.webview().getByText('Nothing has failed in this session').waitFor();
  });

  it('explains what failed in the tree, and opens the fix', async () => {
    await open();
    await window.command('SQL Kube: Try the Sandbox');
    await window.row('Sandbox', /· sandbox$/).waitFor();
    await window.expand(window.row('shop'));
    await window.command('SQL Kube: Break the Sandbox…');
    await window.choose('What should go wrong', 'Unknown host name');
    const failure = window.row(/^SQL Server cannot resolve/);
    await failure.waitFor();
    await window.menuItem(failure, 'Explain');
    await heading(/^SQL Server cannot resolve/).waitFor();
    await window.picture('37-panel-explained');
    await button('Edit the Endpoint…').first().click();
    const why = window.toast('The sandbox makes its endpoint anew at every start, so it cannot be changed.');
    await why.waitFor();
    await window.picture('38-panel-fix');
    await why.getByRole('button', { name: 'Break or Mend the Sandbox…' }).click();
    await window.choose('What should go wrong', 'Mend it');
    await failure.waitFor({ state: 'detached' });
    await window.picture('39-panel-mended');
    await window.command('SQL Kube: Stop the Sandbox');
    await window.row('Sandbox').waitFor({ state: 'detached' });
  });

  it('shows what the doctor saw as the lit chain', async () => {
    await open();
    await window.command('SQL Kube: Try the Sandbox');
    await window.row('Sandbox', /· sandbox$/).waitFor();
    await window.command('SQL Kube: Break the Sandbox…');
    await window.choose('What should go wrong', 'Switch off');
    await window.command('SQL Kube: Run Doctor');
    await window.row(/switched off/, /^failed · DBA$/).waitFor();
    await window.command('SQL Kube: Show the Chain in the Diagnostics Panel');
    await heading(/switched off/).waitFor();
    assert.deepEqual((await chain()).slice(0, 3), ['✓ VS Code works', '✗ SQL Server broken', '– name not looked at']);
    await window.command('View: Toggle Maximized Panel');
    await window.picture('40-panel-doctor');
    await window.command('SQL Kube: Stop the Sandbox');
    await window.row('Sandbox').waitFor({ state: 'detached' });
  });

  it('copies what it says, and leaves no secret anywhere', async () => {
    await open();
    await showPanel();
    await paste(pasted);
    await heading(/^SQL Server does not trust the certificate/).waitFor();
    await button('Copy as Markdown').click();
    await window.webview().getByText('Copied.').waitFor();
    const copied = await window.page.evaluate<string>('navigator.clipboard.readText()');
    assert.match(copied, /^# SQL Server does not trust the certificate/);
    const frame = await panelFrame(window);
    const shown = await frame.locator('body').innerText();
    const box = await window.webview().getByRole('textbox', { name: 'Error text' }).inputValue();
    for (const text of [copied, shown, box])
      assert.ok(!text.includes(plantedToken.split('.')[2] ?? plantedToken), text);
    // What is kept over a reload is among what is searched, and the token was where it could have been kept.
    await window.hasStored('SQL Server does not trust the certificate');
    await window.hasStored('[redacted]');
    await window.picture('36-panel-copied');
    await window.page.evaluate(`navigator.clipboard.writeText('')`);
    const secrets = [plantedToken, ...plantedToken.split('.')];
    const searched = await assertNoSecrets(shared.server.folder, window, secrets);
    assert.ok(searched.entries > 0 && searched.files > 0);
    assert.deepEqual(window.blocked, []);
  });
});
