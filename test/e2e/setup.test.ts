import { environment, inOrder, TestWindow } from './environment.ts';
import { type SandboxProgram, startSandboxProgram } from './sandbox-program.ts';
import { assertNoSecrets } from './secrets.ts';

const passphrase = 'correct horse battery staple';
const masterKeyPassword = 'Str0ng-enough, from a vault';

describe('a user who sets it all up', () => {
  inOrder();
  const closing: (() => Promise<void>)[] = [];
  let window: TestWindow;
  let sandbox: SandboxProgram;
  let serverFolder = '';

  before(async function () {
    const shared = await environment(this);
    serverFolder = shared.server.folder;
    // As after its installation: switch off, no master key, no credential.
    sandbox = await startSandboxProgram('--bare');
    closing.push(async () => await sandbox.stop());
    window = await TestWindow.start(shared, {
      settings: { 'security.workspace.trust.enabled': false },
      viewport: { width: 1600, height: 900 },
    });
    closing.push(async () => await window.close());
  });

  after(async () => {
    for (const close of closing.reverse()) await close();
  });

  /** Opens a step of the checklist. */
  const step = (done: number, title: string): Promise<void> => window.choose(`${done} of 8 done`, title);

  it('finds the walkthrough, with a picture for each step', async () => {
    await window.command('Welcome: Open Walkthrough...');
    await window.pick('Kubernetes through SQL Server');
    const steps = window.page.locator('.getting-started-step');
    await steps.filter({ hasText: 'SQL Server set-up' }).click();
    await window.page.getByRole('button', { name: 'Create SQL Server Set-up' }).waitFor();
    await window.webview().locator('svg').first().waitFor();
    await window.picture('60-walkthrough');
    // It takes the keyboard again whenever it is drawn anew.
    await window.showView(/SQL Kube/);
    await window.command('View: Close All Editors');
  });

  it('begins with a URL and a checklist', async () => {
    await window.command('SQL Kube: Set Up…');
    await window.answer('URL by which SQL Server will call', sandbox.description.proxy.url);
    await window.quickInput.locator('.monaco-list-row', { hasText: '8 Proof' }).waitFor();
    await window.picture('61-checklist');
  });

  it('connects to SQL Server', async () => {
    const { user, password, host, port } = sandbox.description.sqlserver;
    await step(0, 'Connect to SQL Server 2025');
    await window.choose('A login with which', 'Add Connection…');
    await window.answer('Server: host', `${host},${port}`);
    await window.answer('Database that holds', sandbox.description.database);
    await window.choose('How to sign in', 'SQL login');
    await window.answer('SQL login', user);
    await window.answer(`Password of ${user}`, password);
    await window.choose('Encryption', 'Mandatory');
    await window.answer('Name in the tree', 'orders');
    await window.dialog('Trust this certificate of').getByRole('button', { name: 'Trust This Certificate' }).click();
    await window.quickInput.locator('.monaco-list-row', { hasText: 'done · orders' }).waitFor();
    await window.picture('62-connected');
  });

  it('makes certificates', async () => {
    await step(1, 'Certificates');
    await window.choose('A CA of your own', 'Create Certificates…');
    await window.answer('Further names', '');
    await window.choose('How long the CA lives', '3 years');
    await window.choose('For whom the CA may vouch', 'These Hosts Only');
    await window.choose('The private key of the CA', 'Type One');
    await window.answer('Passphrase of the CA key', passphrase);
    await window.answer('The same passphrase once more', passphrase);
    await window.choose('The folder for the files', 'certificates');
    await window.choose('5 files', 'Write');
    await window.quickInput.locator(`input[placeholder^="2 of 8 done"]`).waitFor();
    await window.picture('63-certificates');
  });

  it('hands over what others do', async () => {
    for (const [done, title] of [
      [2, 'Access and proxy'],
      [3, 'Token'],
    ] as const) {
      await step(done, title);
      await window.pick('Mark as Done');
    }
    await step(4, 'Apply to the cluster');
    await window.pick('Wait for the Kubernetes cluster admin');
    await window.quickInput
      .locator('.monaco-list-row', { hasText: 'waiting for the Kubernetes cluster admin' })
      .waitFor();
    await window.picture('64-waiting');
  });

  it('writes the scripts for SQL Server', async () => {
    await step(4, 'SQL Server set-up');
    await window.pick('Create SQL Server Set-up…');
    await window.answer('URL of the endpoint', sandbox.description.proxy.url);
    await window.answer('Database whose users', sandbox.description.database);
    await window.choose('The name of the credential', 'the whole endpoint');
    await window.answer('Database role', 'sqlkube_caller');
    await window.answer('Users of the role', '');
    await window.answer('A namespace whose pods', 'shop');
    await window.choose('Record every call', 'An audit session');
    await window.choose('Where SQL Server runs', 'A script for root');
    await window.answer('IPv4 address of the proxy', '');
    await window.choose('The CA that SQL Server', 'The CA That Was Made Here');
    await window.choose('The folder for the files', 'sqlkube');
    await window.quickInput.locator('.monaco-list-row', { hasText: 'sql/30-credential.sql' }).first().waitFor();
    await window.picture('65-files');
    await window.pick('Write');
  });

  it('goes on where it was left after it was closed', async () => {
    await window.quickInput.locator(`input[placeholder^="4 of 8 done"]`).waitFor();
    await window.page.keyboard.press('Escape');
    await window.command('SQL Kube: Set Up…');
    await window.choose('Which endpoint?', '4 of 8 done, 1 waiting');
  });

  it('runs the scripts after reading them, and sees what each did', async () => {
    await step(4, 'SQL Server set-up');
    await window.pick('Run SQL Server Set-up…');
    await window.choose('Which scripts?', 'Everything to Do');
    await window.quickInput.locator('.monaco-list-row', { hasText: 'sql/30-credential.sql' }).waitFor();
    await window.picture('66-run');
    await window.pick('Run');
    await window.choose('Password of the new master key', 'Type It…');
    await window.answer('Password of the new master key', masterKeyPassword);
    await window.answer('Token of the service account', sandbox.description.kubernetes.token);
    await window.quickInput.locator(`input[placeholder^="5 of 8 done"]`).waitFor();
    await window.webview().getByText('Every statement was run.').waitFor();
    await window.picture('67-results');
  });

  it('proves it by a call, and sees pods', async () => {
    await step(5, 'Apply to the cluster');
    await window.pick('Mark as Done');
    await step(6, "Trust on SQL Server's host");
    await window.pick('Show host/linux/trust.sh');
    await step(6, "Trust on SQL Server's host");
    await window.pick('Mark as Done');
    await step(7, 'Proof');
    await window.pick('Call It Through SQL Server');
    await window.answer('URL of the cluster', sandbox.description.proxy.url);
    await window.choose('How localhost', 'fits this URL');
    await window.choose('Which namespaces', 'All');
    await window.quickInput.locator(`input[placeholder^="8 of 8 done"]`).waitFor();
    await window.picture('68-done');
    await window.page.keyboard.press('Escape');
    await window.showView(/SQL Kube/);
    await window.expand(window.row('shop'));
    await window
      .row(/^api-/, /^CrashLoopBackOff/)
      .first()
      .waitFor();
    await window.picture('69-pods');
  });

  it('finds the steps of the walkthrough ticked, by what was done', async () => {
    await window.command('View: Close All Editors');
    await window.command('Welcome: Open Walkthrough...');
    await window.pick('Kubernetes through SQL Server');
    const done = window.page.locator('.getting-started-step .codicon-getting-started-step-checked.complete');
    await window.page.locator('.getting-started-step', { hasText: 'See your pods' }).click();
    await window.page.getByRole('button', { name: 'Show Clusters' }).waitFor();
    await done.nth(4).waitFor({ state: 'attached' });
    await window.picture('70-ticked');
    // It gives the keyboard to the tree, away from the walkthrough.
    await window.page.getByRole('button', { name: 'Show Clusters' }).click();
    await window.command('View: Close All Editors');
  });

  it('writes a call, and that ticks the last step; a new file alone does not', async () => {
    await window.command('Welcome: Open Walkthrough...');
    await window.pick('Kubernetes through SQL Server');
    const last = window.page.locator('.getting-started-step', { hasText: 'Write a call' });
    await last.click();
    await window.page.getByRole('button', { name: 'New SQL File' }).click();
    await window.tab(/Untitled-1/).waitFor();
    await window.tab(/Welcome/).click();
    await last.locator('.codicon-getting-started-step-unchecked').waitFor({ state: 'attached' });
    await window.tab(/Untitled-1/).click();
    await window.command('SQL Kube: Insert Call…');
    await window.choose('What Kubernetes is asked', 'Read the version');
    await window.dialog('Insert “Read the version”').getByRole('button', { name: 'Insert' }).click();
    await window.page.locator('.view-line', { hasText: 'sp_invoke_external_rest_endpoint' }).first().waitFor();
    await window.tab(/Welcome/).click();
    await last.locator('.codicon-getting-started-step-checked.complete').waitFor({ state: 'attached' });
    await window.picture('71-call-ticked');
    await window
      .tab(/Welcome/)
      .getByRole('button', { name: /Close/ })
      .click();
  });

  it('takes it back, and leaves no secret anywhere', async () => {
    await window.command('SQL Kube: Undo SQL Server Set-up…');
    await window.choose('Which scripts?', 'Everything, Last Step First');
    await window.pick('Take Back');
    await window.answer('It drops what the set-up made', sandbox.description.database);
    await window.toast(/is gone/).waitFor();
    // What it shows is of this run, not of the one before.
    await window.webview().getByRole('heading', { name: 'SQL Server set-up of localhost, taken back' }).waitFor();
    await window.webview().getByText('Every statement was run.').waitFor();
    await window.picture('72-undone');
    const { sqlserver, kubernetes } = sandbox.description;
    await assertNoSecrets(serverFolder, window, [sqlserver.password, kubernetes.token, passphrase, masterKeyPassword]);
  });
});
