import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { type FlowStep, flowWords } from '../../src/core/setup/flow.ts';
import { untilEqual } from '../chain/traces.ts';
import { environment, inOrder, TestWindow } from './environment.ts';
import { startOwnParts, type OwnParts } from './own-cluster.ts';
import { assertNoSecrets } from './secrets.ts';

const masterKeyPassword = 'Str0ng-enough, from a vault';
const context = 'test';

/** The guided flow in front of a real control plane: nothing is there at first, nothing is left at the end. */
describe('a user with a cluster of their own, from nothing to pods and back', () => {
  inOrder();
  const closing: (() => Promise<void>)[] = [];
  let window: TestWindow;
  let parts: OwnParts;
  let serverFolder = '';
  let clusterBefore: readonly string[] = [];
  let sqlBefore: unknown;
  let passphrase = '';
  const planted: string[] = [];

  before(async function () {
    this.timeout(600_000);
    const shared = await environment(this);
    serverFolder = shared.server.folder;
    parts = await startOwnParts(this, { longestTokenSeconds: 3600 });
    closing.push(parts.stop);
    closing.push(await parts.kubeconfigIn(path.join(serverFolder, 'home')));
    await parts.cluster.kubectl('create', 'namespace', 'shop');
    window = await TestWindow.start(shared, {
      settings: { 'security.workspace.trust.enabled': false },
      viewport: { width: 1600, height: 900 },
    });
    closing.push(async () => await window.close());
    [clusterBefore, sqlBefore] = await Promise.all([parts.inCluster(), parts.inSqlServer()]);
    planted.push(parts.sqlServer.password, masterKeyPassword);
  });

  after(async () => {
    for (const close of closing.reverse()) await close();
  });

  /** Its row in the tree. */
  const endpoint = (): string => parts.url.replace('https://', '');
  const inFolder = (...names: readonly string[]): Promise<string> =>
    readFile(path.join(window.folder, ...names), 'utf8');
  const renewing = (): readonly string[] => ['renew-token', endpoint().replace(':', '-')];
  const certificates = (): string => `certificates/${endpoint().replace(':', '-')}`;
  /** Takes a step of the checklist, and what is done about it. */
  const step = async (done: number, name: FlowStep, action: string): Promise<void> => {
    await window.choose(`${done} of 8 done`, flowWords[name].title);
    await window.choose(flowWords[name].about, action);
  };
  const checklist = (done: number): Promise<void> => window.listed(`${done} of 8 done`);
  /** Answers what is asked before a token is requested; the account is that of the access. */
  const askForToken = async (): Promise<void> => {
    await window.choose('Which cluster?', context);
    await window.answer('Namespace of the service account', 'sqlkube');
    await window.answer('Service account in sqlkube', 'sqlkube');
    await window.choose('How long the token should live', '30 days');
    await window.choose('For whom the token is', 'The API Server');
    await window.listed('The cluster granted 60 minutes of the 30 days asked for');
  };

  it('begins with the URL, and adds the connection', async () => {
    await window.showView(/SQL Kube/);
    await window.command('SQL Kube: Set Up…');
    await window.answer('URL by which SQL Server will call', parts.url);
    await step(0, 'connection', 'Add Connection…');
    await window.answer('Server: host', `localhost,${parts.sqlServer.port}`);
    await window.answer('Database that holds', 'kube');
    await window.choose('How to sign in', 'SQL login');
    await window.answer('SQL login', parts.sqlServer.user);
    await window.answer(`Password of ${parts.sqlServer.user}`, parts.sqlServer.password);
    await window.choose('Encryption', 'Mandatory');
    await window.answer('Name in the tree', 'orders');
    await window.dialog('Trust this certificate of').getByRole('button', { name: 'Trust This Certificate' }).click();
    await checklist(1);
  });

  it('creates certificates', async () => {
    await step(1, 'certificates', 'Create Certificates…');
    await window.answer('Further names', '');
    await window.choose('How long the CA lives', '3 years');
    await window.choose('For whom the CA may vouch', 'These Hosts Only');
    await window.choose('The private key of the CA', 'Make One');
    await window.asked('Store it in your vault now').waitFor();
    passphrase = await window.input.inputValue();
    await window.page.keyboard.press('Enter');
    await window.choose('The folder for the files', 'certificates');
    await window.choose('5 files', 'Write');
    await checklist(2);
    planted.push(...(await inFolder(certificates(), 'tls.key')).split('\n').slice(2, 6));
  });

  it('chooses access, and reads what it means', async () => {
    await step(2, 'access', 'Choose Access…');
    await window.tick('What shall SQL Server be able to do', ['See pods']);
    await window.choose('Where may it?', 'In These Namespaces…');
    await window.answer('Namespaces, separated', 'shop');
    await window.answer('Namespace of the service account', 'sqlkube');
    await window.answer('Name of the service account', 'sqlkube');
    await window.webview().getByRole('heading').first().waitFor();
    await window.picture('80-access');
    await window.choose('Read in the editor what', 'Use This Access');
    await checklist(2);
  });

  it('creates the proxy’s manifests', async () => {
    await step(2, 'access', 'Create Proxy Manifests…');
    await window.choose('How shall SQL Server get to', 'Node Port');
    await window.answer('Namespace', 'sqlkube');
    await window.choose('Is sqlkube there?', 'Make It');
    await window.answer('Addresses from which SQL Server calls', '10.1.0.7/32');
    await window.choose('Which API server', 'That of Its Own Cluster');
    await window.listed('Everything else has a default');
    await window.pick('Done');
    await window.choose('The folder for the files', 'sqlkube');
    await window.quickInput.locator('.monaco-list-row', { hasText: 'cluster/proxy.yaml' }).waitFor();
    await window.picture('81-manifests');
    await window.choose('3 files', 'Write');
    await checklist(3);
  });

  it('applies it after the dry run, having seen every difference and no value of a Secret', async () => {
    await step(3, 'apply', 'Apply to Cluster…');
    await window.choose('Which cluster?', context);
    await window.tab(`${parts.host}: context ${context}, as it is and as it would be`).waitFor();
    await window.listed('to create in context test, namespace sqlkube');
    await window.codeLine('# Namespace sqlkube').waitFor();
    await window.picture('82-differences');
    await window.pick('Secret sqlkube/sqlkube-proxy-tls');
    await window.tab(/^Secret sqlkube\/sqlkube-proxy-tls: context test/).waitFor();
    await window.codeLine(/tls\.key: \(not shown\)/).waitFor();
    await window.listed('to create in context test');
    await window.picture('83-secret-masked');
    await window.choose('to create in context test', 'Apply');
    await Promise.all([window.toast(/2 pods of the proxy are ready/).waitFor(), checklist(4)]);
    await window.picture('84-applied');
    await parts.serve();
  });

  it('requests a token, is granted less than asked for, and has what renews it written', async () => {
    await step(4, 'token', 'Request Token…');
    await askForToken();
    await window.picture('85-granted-less');
    await window.pick('Write What Renews It…');
    await window.choose('The folder for the files', 'renew-token');
    await window.choose('4 files', 'Write');
    await Promise.all([window.toast(/It is not in SQL Server yet/).waitFor(), checklist(5)]);
    await window.picture('86-token');
    const [script, job] = await Promise.all(
      ['30-renew.sh', '40-cronjob.yaml'].map((name) => inFolder(...renewing(), name)),
    );
    assert.match(script ?? '', /create token/);
    assert.match(job ?? '', /kind: CronJob/);
  });

  it('has the scripts for SQL Server written, and the CA trusted on its host', async () => {
    await step(5, 'sql', 'Create SQL Server Set-up…');
    await window.answer('URL of the endpoint', parts.url);
    await window.answer('Database whose users', 'kube');
    await window.choose('The name of the credential', 'the whole endpoint');
    await window.answer('Database role', 'sqlkube_caller');
    await window.answer('Users of the role', '');
    await window.answer('A namespace whose pods', 'shop');
    await window.choose('Record every call', 'An audit session');
    await window.choose('Where SQL Server runs', 'A script for root');
    await window.answer('IPv4 address of the proxy', '');
    await window.choose('The CA that SQL Server', 'The CA That Was Made Here');
    await window.choose('The folder for the files', 'sqlkube');
    await window.listed('Choose one to look at it first');
    await window.pick('Write');
    await step(5, 'trust', 'Show host/linux/trust.sh');
    await window.tab(/trust\.sh/).waitFor();
    await checklist(5);
    await window.picture('87-trust');
    // What the script does on SQL Server's host.
    parts.trusted.push(await inFolder(certificates(), 'ca.crt'));
    await step(5, 'trust', 'Mark as Done');
    await checklist(6);
  });

  it('runs them, and SQL Server tells whom the API server takes the token for', async () => {
    await step(6, 'sql', 'Run SQL Server Set-up…');
    await window.choose('Which scripts?', 'Everything to Do');
    await window.listed('Choose one to read it first');
    await window.pick('Run');
    await window.choose('Password of the new master key', 'Type It…');
    await window.answer('Password of the new master key', masterKeyPassword);
    await window.asked('The token that was requested').waitFor();
    planted.push(await window.input.inputValue());
    await window.page.keyboard.press('Enter');
    await checklist(7);
    await window.webview().getByText('system:serviceaccount:sqlkube:sqlkube').first().waitFor();
    await window.picture('88-set-up');
  });

  it('proves it by a call, and sees the pods that the cluster runs', async () => {
    const inShop = ['--namespace', 'shop'] as const;
    await parts.cluster.kubectl(
      ...inShop,
      'create',
      'deployment',
      'web',
      '--image=registry.example/app:1',
      '--replicas=3',
    );
    await parts.cluster.kubectl(...inShop, 'rollout', 'status', 'deployment/web', '--timeout=120s');
    await step(7, 'proof', 'Call It Through SQL Server');
    await checklist(8);
    await window.picture('89-done');
    await step(8, 'apply', 'Check Access…');
    await window.tick('Who is asked?', ['Through SQL Server', 'With a Kubeconfig']);
    await window.choose('Which cluster?', context);
    await window.webview().getByText('Every answer is as it should be.').waitFor();
    await checklist(8);
    await window.picture('90-access-checked');
    await window.page.keyboard.press('Escape');
    await window.expand(window.row('orders'));
    await window.expand(window.row('shop'));
    await window
      .row(/^web-/, /^Running · 1\/1/)
      .nth(2)
      .waitFor();
    await window.picture('91-pods');
  });

  it('rotates the token, told of the risk of one that never ends, and sees when the new one does', async () => {
    await window.menuItem(window.row(endpoint()), 'Rotate Token…');
    await askForToken();
    await window.pick('A Token That Never Ends…');
    const dialog = window.dialog('that never ends?');
    await dialog.getByText('kubectl delete secret sqlkube-sqlkube-token --namespace sqlkube').waitFor();
    await window.picture('92-never-ends');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await window.menuItem(window.row(endpoint()), 'Rotate Token…');
    await askForToken();
    await window.pick('Use It All the Same');
    await window.toast(/is called with the new token, good until .* The old one stays valid until/).waitFor();
    await window.page.locator('.statusbar-item', { hasText: /token good for (?:5\d|60) minutes/ }).waitFor();
    await window.tooltip(window.row(endpoint()), /token good for (?:5\d|60) minutes/);
    await window.picture('93-rotated');
    await window.viewAction('Refresh');
    await window
      .row(/^web-/, /^Running · 1\/1/)
      .nth(2)
      .waitFor();
  });

  it('takes all of it back, and nothing is left in SQL Server and in the cluster', async () => {
    await window.command('SQL Kube: Set Up…');
    await window.choose('Which endpoint?', parts.host);
    await step(8, 'sql', 'Undo SQL Server Set-up…');
    await window.choose('Which scripts?', 'Everything, Last Step First');
    await window.pick('Take Back');
    await window.answer('It drops what the set-up made', 'kube');
    await window.toast(/is gone/).waitFor();
    assert.deepEqual(await parts.inSqlServer(), sqlBefore);
    await step(7, 'apply', 'Remove from Cluster…');
    await window.choose('Which cluster?', context);
    await window.asked('Every token of the account ends with it').waitFor();
    await window.picture('94-remove');
    await window.answer('Every token of the account ends with it', parts.host);
    await window.toast(/are gone from context test/).waitFor();
    await window.choose('of 8 done', 'Forget This Set-up');
    await parts.cluster.kubectl('--namespace', 'shop', 'delete', 'deployment', 'web', '--wait');
    await untilEqual(parts.inCluster, clusterBefore);
    await window.menuItem(window.row(endpoint()), 'Remove Endpoint…');
    await window.picture('95-endpoint');
    await window.dialog('Remove').getByRole('button', { name: 'Remove' }).click();
    await window.row(endpoint()).waitFor({ state: 'detached' });
    await window.picture('96-removed');
  });

  it('finds no secret in what the window said and kept, nor in the proxy’s log', async () => {
    for (const name of ['tls.key', 'ca.key']) await rm(path.join(window.folder, certificates(), name));
    await assertNoSecrets(serverFolder, window, [...planted, passphrase]);
    const log = await parts.proxyLog();
    assert.match(log, /"path":"\/api\/v1\/namespaces\/shop\/pods","status":200/);
    for (const secret of planted) assert.ok(!log.includes(secret), 'a secret is in the proxy’s log');
  });
});
