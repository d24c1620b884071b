import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { environment, inOrder, TestWindow } from './environment.ts';

/** Lines of the files below a folder, of which there must be some. */
async function linesWith(folder: string, pattern: RegExp): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => path.join(parentPath, name));
  assert.ok(
    files.some((file) => path.basename(file) === 'remoteexthost.log'),
    files.join('\n'),
  );
  const texts = await Promise.all(files.map(async (file) => await readFile(file, 'utf8')));
  return texts.flatMap((text) => text.split('\n').filter((line) => pattern.test(line)));
}

describe('a user whose chain is broken', () => {
  inOrder();
  let window: TestWindow | undefined;
  let logs = '';

  before(async function () {
    const shared = await environment(this);
    logs = path.join(shared.server.folder, 'server/data/logs');
    window = await TestWindow.start(shared, {
      settings: { 'security.workspace.trust.enabled': false },
      viewport: { width: 1400, height: 1000 },
    });
  });

  after(async () => await window?.close());

  const opened = (): TestWindow => {
    assert.ok(window !== undefined);
    return window;
  };
  const breakIt = async (what: string): Promise<void> => {
    await opened().command('SQL Kube: Break the Sandbox…');
    await opened().choose('What should go wrong', what);
  };

  it('runs the doctor, and sees every link work', async () => {
    await opened().command('SQL Kube: Try the Sandbox');
    await opened()
      .row('Sandbox', /^17\.\S+ as .+ · sandbox$/)
      .waitFor();
    await opened().widenSidebar(760);
    await opened().command('SQL Kube: Run Doctor');
    await opened().foldView('Clusters');
    await opened()
      .row(/^Nothing is broken/, /^https:\/\/localhost:\d+$/)
      .waitFor();
    await opened().picture('60-doctor-well');
  });

  it('breaks it, runs the doctor again, and reads what is broken, who mends it and how', async () => {
    await breakIt('Switch off');
    await opened().command('SQL Kube: Run Doctor');
    await opened()
      .row(/^The first broken link is “SQL Server”/)
      .waitFor();
    await opened()
      .row(/switched off/, /^failed · DBA$/)
      .waitFor();
    await opened()
      .row(/^To be mended by: DBA$/)
      .waitFor();
    await opened().picture('61-doctor-broken');
  });

  it('clicks the fix: a script for the DBA', async () => {
    await opened()
      .row(/^Have somebody with ALTER SETTINGS/, /^fix: click for the script$/)
      .click();
    await opened()
      .page.locator('.tab', { hasText: /^Fix for localhost\.sql/ })
      .waitFor();
    await opened().picture('62-doctor-fix');
  });

  it('mends it, looks at that check again, and sees the chain well', async () => {
    await breakIt('Mend it');
    await opened().menuItem(opened().row(/switched off/, /^failed · DBA$/), 'Run This Check Again');
    await opened()
      .row(/^Nothing is broken/)
      .waitFor();
    await opened().picture('63-doctor-mended');
  });

  it('finds a certificate that nobody trusts, and copies the report', async () => {
    await breakIt('Untrusted CA');
    await opened().command('SQL Kube: Run Doctor');
    await opened()
      .row(/^The first broken link is “TLS”/)
      .waitFor();
    // However small the view is, what failed first comes into sight, and VS Code finds the row at once.
    await opened()
      .row(/does not trust the certificate/, /^failed · DBA$/)
      .waitFor();
    assert.deepEqual(await linesWith(logs, /Cannot resolve tree item/), []);
    await opened().picture('64-doctor-untrusted');
    await opened().command('SQL Kube: Show Doctor’s Report');
    await opened().page.locator('.tab', { hasText: 'Doctor.md' }).waitFor();
    await opened()
      .webview()
      .getByRole('heading', { name: /^Doctor: https:\/\/localhost:\d+ through Sandbox$/ })
      .waitFor();
    await opened().picture('65-doctor-report');
    assert.deepEqual(opened().blocked, []);
  });
});
