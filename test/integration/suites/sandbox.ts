import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/wiring.ts';
import { extension, namespace, onlyEndpoint, row } from './extension.ts';

describe('the sandbox in the tree', () => {
  let api: TestApi;
  let text: () => string;

  before(async () => {
    ({ api, text } = await extension());
    await vscode.commands.executeCommand('sqlkube.sandbox.start');
    assert.ok(api.sandbox.isRunning, 'the sandbox did not start');
    await api.model.refresh(onlyEndpoint(api));
  });

  after(async () => {
    await vscode.commands.executeCommand('sqlkube.sandbox.stop');
    assert.equal(text(), '');
    assert.deepEqual(await api.vault.keys(), [], 'the sandbox must leave no secrets behind');
  });

  /** The first namespace with a pod that has a problem, read. */
  const shop = async () => {
    const endpoint = onlyEndpoint(api);
    const node = namespace(api, endpoint, 'shop');
    await api.model.refresh(node);
    return node;
  };

  it('shows pods with what kubectl says of them', async () => {
    await shop();
    assert.match(text(), /^Sandbox \| 17\.\S+ as \S+ · sandbox$/m);
    assert.match(text(), /\d+ namespaces · as of \d\d:\d\d:\d\d$/m);
    assert.match(text(), /^ {6}\S+ \| Running · 1\/1 · /m);
    assert.match(text(), /CrashLoopBackOff · \d\/\d · \d+ restarts/);
  });

  it('filters, and shows problems only', async () => {
    const node = await shop();
    const loaded = api.model.readings.namespace(node).value?.pods.rows.length ?? 0;
    await vscode.commands.executeCommand('sqlkube.clusters.showProblemsOnly');
    assert.doesNotMatch(text(), /\| Running · 1\/1 · /);
    assert.match(text(), /CrashLoopBackOff/);
    assert.match(text(), new RegExp(`shop \\| \\d+ shown, ${loaded} pods, \\d+ problems?`));
    await vscode.commands.executeCommand('sqlkube.clusters.showAll');
    assert.match(text(), /\| Running · 1\/1 · /);
  });

  it('turns a fault into a row with its owner, marks the rest stale, and mends', async () => {
    const node = await shop();
    assert.ok((await api.sandbox.inject('expired')).ok);
    await vscode.commands.executeCommand('sqlkube.row.refresh', row(node));
    const broken = text().split('\n');
    const at = broken.findIndex((line) => line.startsWith('    shop '));
    assert.match(broken[at] ?? '', /stale since \d\d:\d\d:\d\d$/);
    assert.match(broken[at + 1] ?? '', /expired.* \| (DBA|cluster admin|you|network team)$/i);
    assert.match(broken[at + 2] ?? '', /stale since \d\d:\d\d:\d\d/);
    assert.ok((await api.sandbox.inject(undefined)).ok);
    await vscode.commands.executeCommand('sqlkube.failure.retry', { id: `${node.id}/failure` });
    assert.doesNotMatch(text(), /stale/);
  });

  it('describes a pod in a read-only document', async () => {
    const node = await shop();
    const [first] = api.model.readings.namespace(node).value?.pods.rows ?? [];
    assert.ok(first);
    await vscode.commands.executeCommand('sqlkube.pod.describe', { ...node, pod: first.name });
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.uri.scheme, 'sqlkube');
    assert.match(document.getText(), new RegExp(`^Name: +${first.name}$`, 'm'));
    assert.match(document.getText(), /^Events:/m);
  });

  it('copies diagnostics without the password', async () => {
    await vscode.env.clipboard.writeText('');
    await vscode.commands.executeCommand('sqlkube.diagnostics.copy');
    const copied = await vscode.env.clipboard.readText();
    assert.match(copied, /"source": "sandbox"/);
    const password = await passwordOf(api);
    assert.ok(password.length > 8);
    assert.ok(!copied.includes(password));
  });

  it('shows the sandbox’s end as an end, not as an error', async () => {
    await vscode.commands.executeCommand('sqlkube.sandbox.stop');
    assert.equal(api.sandbox.isRunning, false);
    assert.equal(text(), '');
    await vscode.commands.executeCommand('sqlkube.sandbox.start');
    assert.ok(api.sandbox.isRunning);
  });
});

async function passwordOf(api: TestApi): Promise<string> {
  const target = await api.access.target('sandbox', 'quiet');
  assert.ok(target.ok);
  return target.value.password;
}
