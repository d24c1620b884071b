import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { redact } from '../../src/core/redact.ts';
import type { PanelState, ToHost } from '../../src/protocol/panel.ts';
import { isToHost } from '../../src/protocol/panel.ts';
import { launchBrowser, type Browser, type BrowserWindow } from '../support/browser.ts';
import { memoryDiagnostics } from '../support/memory-diagnostics.ts';
import { skipFor } from '../support/needs.ts';
import { root } from '../support/package.ts';
import { chromiumPath } from '../support/vscode-install.ts';

const untrusted = 'Msg 31608, Level 16, State 24, Line 1\nHRESULT: 0x80070008.';
const hostile = `<img src=x onerror=alert(1)> [run](command:evil) \`x\` **<b>bold</b>**`;

/** The panel’s page in a bare browser: what it draws of a state, and what it posts. */
describe('the page of the diagnostics panel', () => {
  let browser: Browser;
  let script = '';
  let style = '';
  let window: BrowserWindow | undefined;

  before(async function () {
    if (chromiumPath() === undefined) skipFor(this, 'needs Chromium');
    const entry = path.join(root, 'src/panel/main.ts');
    const made = await build({ entryPoints: [entry], bundle: true, write: false, format: 'iife', target: 'chrome130' });
    script = made.outputFiles[0]?.text ?? '';
    style = await readFile(path.join(root, 'media/panel.css'), 'utf8');
    browser = await launchBrowser();
  });

  afterEach(async () => await window?.close());
  after(async () => await browser.close());

  async function open(state: PanelState, width = 900): Promise<BrowserWindow['page']> {
    window = await browser.open({ width, height: 900 });
    const { page } = window;
    await page.setContent(`<html lang="en"><head><title>x</title><style>${style}</style></head><body></body></html>`);
    // The host answers what a page that is ready asks for; whatever else a page may do with the web view’s API would fail.
    const answer = `message.type === 'ready' && window.postMessage(${JSON.stringify({ type: 'state', state })})`;
    const host = `{ postMessage: (message) => { posted.push(message); ${answer}; } }`;
    await page.evaluate(`posted = []; acquireVsCodeApi = () => (${host}); ${script}`);
    await page.locator('main > *').first().waitFor();
    return page;
  }

  const posted = async (page: BrowserWindow['page']): Promise<readonly ToHost[]> => {
    const all = await page.evaluate<unknown[]>('posted');
    assert.ok(all.every(isToHost));
    return all;
  };

  async function stateOf(...texts: readonly string[]): Promise<PanelState> {
    const { diagnostics } = memoryDiagnostics((text) => redact(text));
    for (const text of texts) await diagnostics.decode(text, 'Pasted text');
    return diagnostics.state;
  }

  it('says that it is ready, draws what the host posts, and posts nothing that is only typed', async () => {
    const page = await open(await stateOf(untrusted));
    await page.getByRole('heading', { name: /^SQL Server does not trust/ }).waitFor();
    await page.getByRole('textbox').fill('something secret');
    assert.deepEqual(await posted(page), [{ type: 'ready' }]);
  });

  it('posts what is typed or pasted, and shows it no longer', async () => {
    const page = await open({ entries: [] });
    await page.getByRole('textbox').fill('0x80072ee7');
    await page.keyboard.press('Control+Enter');
    assert.equal(await page.getByRole('textbox').inputValue(), '');
    await page.evaluate(`{
      const data = new DataTransfer();
      data.setData('text/plain', 'pasted text');
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    }`);
    assert.deepEqual((await posted(page)).slice(1), [
      { type: 'decode', text: '0x80072ee7' },
      { type: 'decode', text: 'pasted text' },
    ]);
    assert.equal(await page.getByRole('textbox').inputValue(), '');
  });

  it('posts places, and the commands are the host’s', async () => {
    const page = await open(await stateOf(untrusted));
    await page.getByRole('button', { name: 'Inspect the Certificate…' }).click();
    await page
      .getByRole('button', { name: /^Copy the text for/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Copy as JSON' }).click();
    await page.getByRole('button', { name: 'Clear the List' }).click();
    assert.deepEqual(
      (await posted(page)).slice(1).map(({ type }) => type),
      ['run', 'copy-script', 'copy', 'clear'],
    );
  });

  it('makes nothing of foreign text but text', async () => {
    const state = await stateOf(`Msg 50001, Level 16, State 7, Line 4\n${hostile}.`, hostile);
    const page = await open(state);
    for (const entry of state.entries) {
      await page.evaluate(
        `window.postMessage(${JSON.stringify({ type: 'state', state: { ...state, selected: entry.id } })})`,
      );
      await page.locator(`#entry-${entry.id}[aria-current]`).waitFor();
      assert.equal(await page.locator('img, a, b, iframe').count(), 0);
    }
  });

  it('ignores messages that are none', async () => {
    const page = await open(await stateOf(untrusted));
    for (const wrong of [
      null,
      'state',
      { type: 'state' },
      { type: 'state', state: { entries: [{}] } },
      { type: 'said' },
    ]) {
      await page.evaluate(`window.postMessage(${JSON.stringify(wrong)})`);
    }
    await page.evaluate(`window.postMessage({ type: 'said', said: 'Copied.' })`);
    await page.getByText('Copied.').waitFor();
    await page.getByRole('heading', { name: /^SQL Server does not trust/ }).waitFor();
  });

  it('needs no more than 300 px, and every control has a name', async () => {
    const page = await open(await stateOf('HRESULT: 0x80072ee2', untrusted), 300);
    const facts = await page.evaluate<Record<string, unknown>>(
      await readFile(path.join(root, 'test/support/page/panel-facts.cjs'), 'utf8'),
    );
    assert.deepEqual([facts['unnamed'], facts['doubleIds'], facts['mains'], facts['scrollWidth']], [[], [], 1, 300]);
  });
});
