import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { startOpenssl } from '../support/openssl.ts';
import { environment, inOrder, TestWindow } from './environment.ts';
import { assertNoSecrets } from './secrets.ts';

describe('a user who creates certificates', () => {
  inOrder();
  const closing: (() => Promise<unknown>)[] = [];
  let window: TestWindow;
  let serverFolder = '';
  let files = '';
  let passphrase = '';

  before(async function () {
    const shared = await environment(this);
    serverFolder = shared.server.folder;
    window = await TestWindow.start(shared, { settings: { 'security.workspace.trust.enabled': false } });
    closing.push(async () => await window.close());
  });

  after(async () => {
    for (const close of closing.reverse()) await close();
  });

  it('is asked one thing after the other, and told what is wrong while typing', async () => {
    await window.command('SQL Kube: Create Certificates…');
    await window.asked('URL of the endpoint').waitFor();
    await window.input.fill('http://k8s.corp.example');
    await window.asked('does not begin with https').waitFor();
    await window.picture('40-certificates-url');
    await window.input.fill('https://k8s.corp.example:8443');
    await window.page.keyboard.press('Enter');
    await window.answer('Further names', '10.0.0.41');
    await window.choose('How long the CA lives', '3 years');
    await window.quickInput.locator('input[placeholder^="For whom the CA may vouch"]').waitFor();
    await window.picture('41-certificates-limits');
    await window.pick('These Hosts Only');
    await window.choose('The private key of the CA', 'Make One');
    await window.asked('Store it in your vault now').waitFor();
    passphrase = await window.input.inputValue();
    assert.match(passphrase, /^([0-9a-z]{5}-){5}[0-9a-z]{5}$/);
    await window.page.keyboard.press('Enter');
  });

  it('sees what would be written, and looks at it first', async () => {
    const folder = window.quickInput
      .locator('.monaco-list-row', { hasText: 'certificates/k8s.corp.example-8443' })
      .first();
    await folder.waitFor();
    files = (await folder.locator('.label-name').first().innerText()).replaceAll('\u00a0', ' ').trim();
    await folder.click();
    await window.quickInput.locator('input[placeholder^="5 files"]').waitFor();
    await window.picture('42-certificates-plan');
    await window.pick('README.txt');
    await window.tab(/README\.txt/).waitFor();
    assert.match(await window.editorText(), /Certificates for SQL Server to call Kubernetes/);
    await window.quickInput.locator('input[placeholder^="5 files"]').waitFor();
    await window.picture('43-certificates-preview');
    await window.pick('Write');
  });

  it('ends with fingerprints and the next step, and openssl agrees with the files', async () => {
    const toast = window.toast('Certificates for k8s.corp.example are in');
    await toast.waitFor();
    await window.picture('44-certificates-done');
    const read = async (name: string): Promise<string> => await readFile(path.join(files, name), 'utf8');
    assert.deepEqual((await readdir(files)).sort(), ['README.txt', 'ca.crt', 'ca.key', 'tls.crt', 'tls.key']);
    assert.equal((await stat(path.join(files, 'ca.key'))).mode & 0o777, 0o600);
    const openssl = await startOpenssl();
    try {
      const authority = await read('ca.crt');
      const said = await openssl.verify(authority, [await read('tls.crt')], '-verify_hostname', 'k8s.corp.example');
      assert.deepEqual(said, ['OK']);
      await openssl.run('pkey', '-in', path.join(files, 'ca.key'), '-passin', `pass:${passphrase}`, '-noout');
      const shown = await openssl.run('x509', '-noout', '-fingerprint', '-sha256', '-in', path.join(files, 'ca.crt'));
      assert.ok((await read('README.txt')).includes(shown.trim().split('=')[1] ?? 'no fingerprint'));
    } finally {
      await openssl.close();
    }
  });

  it('inspects one of them', async () => {
    await window.clearToasts();
    await window.command('SQL Kube: Inspect Certificate…');
    await window.input.waitFor();
    await window.input.fill(path.join(files, 'tls.crt'));
    await window.quickInput.locator('.monaco-list-row', { hasText: 'tls.crt' }).waitFor();
    await window.quickInput.getByRole('button', { name: 'Inspect' }).click();
    await window.tab(/tls\.crt\.inspection\.txt/).waitFor();
    assert.match(await window.editorText(), /Certificate 1 of 2/);
    await window.picture('45-certificates-inspected');
  });

  it('inspects what the sandbox serves, and from then on sees in the status bar when it ends', async () => {
    await window.showView(/SQL Kube/);
    await window.command('SQL Kube: Try the Sandbox');
    const endpoint = window.row(/^[\w.]+:\d+$/, /namespaces/);
    await endpoint.waitFor();
    await window.menuItem(endpoint, 'Inspect Certificate…');
    await window.tab(/-\d+\.inspection\.txt/).waitFor();
    assert.match(await window.editorText(), /serves to this computer over TLS/);
    const status = window.page.locator('.statusbar-item', { hasText: /certificate good until/ });
    await status.waitFor();
    await window.picture('46-certificates-served');
    await status.click();
    await window.quickInput.locator('input[placeholder^="What ends when"]').waitFor();
    await window.picture('47-certificates-expiry');
    await window.page.keyboard.press('Escape');
    await window.command('SQL Kube: Stop the Sandbox');
    await status.waitFor({ state: 'hidden' });
  });

  it('finds no secret in what the window said and kept', async () => {
    await assertNoSecrets(serverFolder, window, [passphrase]);
    assert.deepEqual(window.blocked, []);
  });
});
