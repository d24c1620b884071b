import assert from 'node:assert/strict';
import { writeSettings } from '../support/vscode-server.ts';
import { environment, inOrder, TestWindow } from './environment.ts';
import { panelFacts, pasted } from './panel-page.ts';

const selected = `{"kind":"Status","status":"Failure","message":"pods is forbidden: exceeded quota: small, requested: pods=1, used: pods=3, limited: pods=3","reason":"Forbidden","code":403}`;
const calm = { 'security.workspace.trust.enabled': false };

describe('a user who has an error to understand', () => {
  inOrder();
  let window: TestWindow;
  let shared: Awaited<ReturnType<typeof environment>>;
  let serverFolder = '';

  before(async function () {
    shared = await environment(this);
    serverFolder = shared.server.folder;
    window = await TestWindow.start(shared, {
      settings: calm,
      files: { 'answer.json': selected },
      viewport: { width: 1280, height: 900 },
    });
  });

  after(async () => await window.close());

  const facts = async (of = window) => await panelFacts(of);
  const heading = (name: RegExp) => window.webview().getByRole('heading', { name });

  it('opens the panel, with a box to paste into', async () => {
    await window.command('SQL Kube: Decode Error');
    const box = window.webview().getByRole('textbox', { name: 'Error text' });
    await box.waitFor();
    await window.webview().getByText('Nothing has failed in this session').waitFor();
    await window.command('View: Toggle Maximized Panel');
    await window.picture('30-panel-empty');
  });

  it('pastes an error anywhere and reads which link is broken, why, and who mends it', async () => {
    await window.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(pasted)})`);
    await window.webview().getByText('Nothing has failed in this session').click();
    await window.page.keyboard.press('Control+V');
    await heading(/^SQL Server does not trust the certificate/).waitFor();
    const links = window.webview().getByRole('list', { name: 'The chain, link by link' }).getByRole('listitem');
    assert.deepEqual(
      (await links.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' ')),
      [
        '✓ VS Code works',
        '✓ SQL Server works',
        '✓ name works',
        '✓ TCP works',
        '✗ TLS broken',
        '· proxy not known',
        '· API server not known',
        '· access not known',
      ],
    );
    await window.webview().getByText('Most likely one of these, which SQL Server cannot tell apart').waitFor();
    assert.equal((await facts()).focus, 'card-0-title', 'the focus goes to what was found');
    await window.picture('31-panel-dark');
    await window.webview().getByText('Not understood: 1').click();
    await window.webview().getByText('the call had Authorization: [redacted]').waitFor();
  });

  it('meets a page that keyboards, screen readers and narrow windows can use', async () => {
    const { unnamed, headings, mains, doubleIds, foreign, faint } = await facts();
    assert.deepEqual({ unnamed, mains, doubleIds, foreign }, { unnamed: [], mains: 1, doubleIds: [], foreign: 0 });
    assert.equal(headings[0], 2);
    for (const [at, level] of headings.entries()) {
      assert.ok(level <= (headings[at - 1] ?? 1) + 1, `a level is left out: ${headings.join(' ')}`);
    }
    assert.deepEqual(faint, [], 'text is too faint in the dark theme');
    await heading(/^SQL Server does not trust the certificate/).focus();
    await window.page.keyboard.press('Tab');
    await window.page.keyboard.press('Enter');
    const first = window.webview().locator('#cause-0-0');
    assert.equal(await first.getAttribute('open'), null, 'Tab reaches the first cause, and Enter folds it');
    await window.page.keyboard.press('Enter');
    assert.notEqual(await first.getAttribute('open'), null);
  });

  it('looks right in a light theme and in high contrast', async () => {
    for (const [theme, mark, name] of [
      ['Light Modern', '.monaco-workbench.vs', '32-panel-light'],
      ['Default High Contrast', '.monaco-workbench.hc-black', '33-panel-high-contrast'],
      ['Default High Contrast Light', '.monaco-workbench.hc-light', '34-panel-high-contrast-light'],
    ] as const) {
      const other = await TestWindow.start(shared, {
        settings: { ...calm, 'workbench.colorTheme': theme },
        viewport: { width: 1280, height: 900 },
      });
      try {
        await other.page.locator(mark).waitFor();
        await other.command('SQL Kube: Decode Error');
        const box = other.webview().getByRole('textbox', { name: 'Error text' });
        await box.waitFor();
        // Before there is a card that takes the focus, which would close the palette.
        await other.command('View: Toggle Maximized Panel');
        await box.fill(pasted);
        await box.press('Control+Enter');
        await other
          .webview()
          .getByRole('heading', { name: /^SQL Server does not trust/ })
          .waitFor();
        assert.deepEqual((await facts(other)).faint, [], `text is too faint in ${theme}`);
        await other.picture(name);
      } finally {
        await other.close();
      }
    }
    await writeSettings(serverFolder, calm);
  });

  it('reflows at 300 px', async () => {
    await window.command('View: Toggle Primary Side Bar Visibility');
    await window.page.setViewportSize({ width: 348, height: 900 });
    const { scrollWidth, width } = await facts();
    assert.ok(width <= 348, `the panel is ${width} px wide`);
    assert.ok(scrollWidth <= width, `it needs ${scrollWidth} px of ${width} px`);
    await window.picture('35-panel-narrow');
    await window.page.setViewportSize({ width: 1280, height: 900 });
    await window.command('View: Toggle Primary Side Bar Visibility');
  });

  it('decodes what is selected in an editor', async () => {
    await window.command('View: Toggle Maximized Panel');
    await window.page.keyboard.press('Control+P');
    await window.input.fill('answer.json');
    await window.pick('answer.json');
    await window.tab(/answer\.json/).waitFor();
    await window.page.locator('.editor-instance .view-line').first().click();
    await window.page.keyboard.press('Control+A');
    await window.command('SQL Kube: Decode Error');
    await heading(/^A quota of the namespace is used up/).waitFor();
    await window.webview().getByText('Selection in answer.json').waitFor();
    await window.picture('36-panel-selection');
  });
});
