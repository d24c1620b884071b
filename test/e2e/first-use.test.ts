import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { environment, inOrder, settingsFile, TestWindow } from './environment.ts';
import { type SandboxProgram, startSandboxProgram } from './sandbox-program.ts';
import { assertNoSecrets } from './secrets.ts';

const clock = '\\d\\d:\\d\\d:\\d\\d';
const name = 'orders on the sandbox';

describe('a user who connects to a SQL Server', () => {
  inOrder();
  const closing: (() => Promise<void>)[] = [];
  let window: TestWindow;
  let sandbox: SandboxProgram;
  let serverFolder = '';
  let server = '';
  let endpoint = '';

  before(async function () {
    const shared = await environment(this);
    serverFolder = shared.server.folder;
    sandbox = await startSandboxProgram();
    server = `${sandbox.description.sqlserver.host},${sandbox.description.sqlserver.port}`;
    endpoint = sandbox.description.proxy.url.replace('https://', '');
    closing.push(async () => await sandbox.stop());
    window = await TestWindow.start(shared, { settings: { 'security.workspace.trust.enabled': false } });
    closing.push(async () => await window.close());
  });

  after(async () => {
    for (const close of closing.reverse()) await close();
  });

  const userSettings = async (): Promise<Record<string, unknown>> =>
    JSON.parse(await readFile(settingsFile(serverFolder), 'utf8')) as Record<string, unknown>;

  it('is told what there is to do', async () => {
    await window.showView(/SQL Kube/);
    await window.page.getByRole('button', { name: 'Add a Connection' }).waitFor();
    await window.page.getByRole('button', { name: 'Try the Sandbox' }).waitFor();
    await window.picture('01-welcome');
  });

  it('adds the connection, and trusts its certificate after seeing the fingerprint', async () => {
    const { user, password, ca } = sandbox.description.sqlserver;
    await window.page.getByRole('button', { name: 'Add a Connection' }).click();
    await window.asked('Server: host').waitFor();
    await window.input.fill('no such host');
    await window.asked('is not a host name').waitFor();
    await window.picture('02-server-checked');
    await window.input.fill(server);
    await window.page.keyboard.press('Enter');
    await window.answer('Database that holds', sandbox.description.database);
    await window.choose('How to sign in', 'SQL login');
    await window.answer('SQL login', user);
    await window.answer(`Password of ${user}`, password);
    await window.choose('Encryption', 'Mandatory');
    await window.answer('Name in the tree', name);
    const dialog = window.dialog('Trust this certificate of');
    await dialog.waitFor();
    const { fingerprint256 } = new X509Certificate(await readFile(ca));
    assert.ok((await dialog.innerText()).includes(fingerprint256), 'the dialog does not show the fingerprint');
    await window.picture('03-certificate');
    await dialog.getByRole('button', { name: 'Trust This Certificate' }).click();
    await window.row(name, /^17\.\S+ as /).waitFor();
    await window.toast(/stand-in for SQL Server 17\.\S+.*Nothing is missing/).waitFor();
    await window.picture('04-connected');
    const pins = (await userSettings())['sqlkube.certificatePins'] as Record<string, { fingerprint256: string }>;
    assert.deepEqual(
      Object.values(pins).map((pin) => pin.fingerprint256),
      [fingerprint256],
    );
  });

  it('adds the endpoint with the credential that SQL Server has', async () => {
    const { proxy, credential } = sandbox.description;
    assert.ok(credential !== undefined);
    await window.toast('stand-in for').getByRole('button', { name: 'Add Endpoint…' }).click();
    await window.answer('URL of the cluster', proxy.url);
    await window.quickInput.locator('.monaco-list-row', { hasText: credential }).getByText('fits this URL').waitFor();
    await window.picture('05-credential');
    await window.choose('How localhost', credential);
    await window.choose('Which namespaces', 'All');
    await window.toast(/Kubernetes v1\.\d+.* answers, with \d+ namespaces/).waitFor();
    await window.row(endpoint, new RegExp(`^\\d+ namespaces · as of ${clock}$`)).waitFor();
    await window.picture('06-endpoint');
    await window.clearToasts();
  });

  it('sees pods with what kubectl says of them', async () => {
    await window.expand(window.row('shop'));
    await window.row('shop', /^\d+ pods, \d+ problems$/).waitFor();
    await window
      .row(/./, /^CrashLoopBackOff · \d\/\d · \d+ restarts \(.+ ago\) · .+ · \S+$/)
      .first()
      .waitFor();
    await window
      .row(/./, /^Running · 1\/1 · \d+\S* · \S+$/)
      .first()
      .waitFor();
    await window.picture('07-pods');
  });

  it('filters by name and status, and sees problems only', async () => {
    const healthy = window.row(/^cart-/);
    const crashing = window.row(/^api-/);
    await window.viewAction('Filter Pods…');
    await window.answer(/part of a name/i, 'crash');
    await healthy.first().waitFor({ state: 'detached' });
    await crashing.waitFor();
    await window.row('shop', /^\d+ shown, \d+ pods, \d+ problems$/).waitFor();
    await window.page.locator('.pane .message').getByText('filter: crash').waitFor();
    await window.picture('08-filter');
    await window.viewAction('Clear Filter');
    await healthy.first().waitFor();
    await window.viewAction('Show Problems Only');
    await healthy.first().waitFor({ state: 'detached' });
    await crashing.waitFor();
    await window.page.locator('.pane .message').getByText('problems only').waitFor();
    await window.picture('09-problems-only');
    await window.viewAction('Show All Pods');
    await healthy.first().waitFor();
  });

  it('opens a pod to its containers', async () => {
    await window.expand(window.row(/^api-/));
    await window.row('api', /^waiting: CrashLoopBackOff, last exit 1/).waitFor();
    await window.row('sidecar', /^running since /).waitFor();
    await window.picture('10-containers');
  });

  it('reads what a pod is, as a document', async () => {
    await window.menuItem(window.row(/^api-/), 'Describe Pod');
    await window.tab(/^api-\S+ describe\.txt/).waitFor();
    const text = await window.editorText();
    assert.match(text, /^Name: +api-/m);
    assert.match(text, /^Namespace: +shop$/m);
    await window.picture('11-describe');
    await window.page.keyboard.press('Control+End');
    await window.page.getByText('Back-off restarting failed container').first().waitFor();
    await window.picture('12-describe-events');
  });

  it('reads a log, and says of which container and run', async () => {
    await window.menuItem(window.row(/^api-/), 'Show Logs…');
    await window.choose('Of which container', 'sidecar');
    await window.choose('How much', 'Last 100 lines');
    await window.tab(/^api-\S+ sidecar\.log/).waitFor();
    assert.notEqual((await window.editorText()).trim(), '');
    await window.picture('13-log');
    await window.menuItem(window.row('api'), 'Show Logs…');
    await window.choose('How much', 'Previous run');
    await window.tab(/^api-\S+ api previous\.log/).waitFor();
    await window.picture('14-log-previous');
  });

  it('sees what broke, who mends it, and the old rows marked stale', async () => {
    await sandbox.fault('expired');
    await window.viewAction('Refresh');
    const failure = window.row(/certificate.*expired/i, /^(DBA|cluster admin|you|network team)$/);
    await failure.waitFor();
    await window.row(endpoint, new RegExp(`^\\d+ namespaces · stale since ${clock}$`)).waitFor();
    await window.row(/^api-/, new RegExp(`^CrashLoopBackOff · stale since ${clock} · `)).waitFor();
    await window.picture('15-broken');
    await window.menuItem(failure, 'Explain');
    const page = window.webview();
    await page.getByRole('heading', { name: /certificate.*expired/i }).waitFor();
    await page.getByRole('heading', { name: 'What it means' }).waitFor();
    await page
      .getByRole('listitem')
      .filter({ hasText: /^✗TLSbroken/ })
      .waitFor();
    await page.getByText('Evidence', { exact: true }).click();
    await page.getByText(/Msg 31608/).waitFor();
    await window.picture('16-explained');
  });

  it('sees fresh rows again once the chain is mended', async () => {
    await sandbox.fault(null);
    await window.menuItem(window.row(/certificate.*expired/i), 'Retry');
    await window.row(/certificate.*expired/i).waitFor({ state: 'detached' });
    await window.viewAction('Refresh');
    await window.row(endpoint, new RegExp(`^\\d+ namespaces · as of ${clock}$`)).waitFor();
    await window.row(/./, /stale/).first().waitFor({ state: 'detached' });
    await window.picture('17-mended');
  });

  it('leaves no secret on the screen, in settings, logs or state, and asks nobody outside', async () => {
    const { sqlserver, kubernetes } = sandbox.description;
    const settings = await userSettings();
    assert.ok(Array.isArray(settings['sqlkube.connections']) && Array.isArray(settings['sqlkube.endpoints']));
    const searched = await assertNoSecrets(serverFolder, window, [sqlserver.password, kubernetes.token]);
    assert.ok(searched.files > 10 && searched.entries > 10, `looked at too little: ${JSON.stringify(searched)}`);
    assert.deepEqual(window.blocked, []);
  });
});
