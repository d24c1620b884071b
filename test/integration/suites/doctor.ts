import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { firstBroken } from '../../../src/core/doctor/summary.ts';
import type { TestApi } from '../../../src/wiring.ts';
import { extension, onlyEndpoint, row } from './extension.ts';

describe('the doctor on the sandbox', () => {
  let api: TestApi;

  before(async () => {
    ({ api } = await extension());
    await vscode.commands.executeCommand('sqlkube.sandbox.start');
    assert.ok(api.sandbox.isRunning, 'the sandbox did not start');
  });

  after(async () => {
    await vscode.commands.executeCommand('sqlkube.sandbox.stop');
  });

  const runIt = async (): Promise<void> => {
    await vscode.commands.executeCommand('sqlkube.doctor.run', row(onlyEndpoint(api)));
  };

  /** The row of the first fix of a check. */
  const fixOf = (check: string): { readonly id: string } => {
    const parent = api.doctor.allRows().find((node) => node.kind === 'check' && node.check === check);
    const fix = api.doctor.rows(parent).find(({ kind }) => kind === 'fix');
    assert.ok(fix, `${check} has no fix`);
    return { id: fix.id };
  };

  it('finds nothing broken in a chain that works', async () => {
    await runIt();
    assert.equal(firstBroken(api.doctor.findings()), undefined, JSON.stringify(firstBroken(api.doctor.findings())));
    assert.equal(api.doctor.isRunning, false);
  });

  it('names what is broken, opens the fix, and sees it mended', async () => {
    assert.ok((await api.sandbox.inject('switch-off')).ok);
    await runIt();
    assert.equal(firstBroken(api.doctor.findings())?.check, 'switch');
    await vscode.commands.executeCommand('sqlkube.doctor.fix', fixOf('switch'));
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.uri.scheme, 'sqlkube');
    assert.match(document.getText(), /^EXEC sp_configure 'external rest endpoint enabled', 1;$/m);
    const [entry] = api.diagnostics.state.entries;
    assert.match(entry?.from ?? '', /^Doctor: https:/);
    const chain = (entry?.chain ?? []).map(({ link, state }) => `${link} ${state}`);
    assert.deepEqual(chain.slice(0, 3), ['vscode passed', 'sql-server failed', 'name skipped']);
    assert.equal(chain.length, 8);
    assert.equal(entry?.diagnoses[0]?.code, 'doctor.switch');
    await vscode.commands.executeCommand('sqlkube.doctor.showChain');
    assert.equal(api.diagnostics.state.selected, entry.id, 'the panel shows another entry');
    assert.ok((await api.sandbox.inject(undefined)).ok);
    await vscode.commands.executeCommand('sqlkube.doctor.runCheck', { id: 'check switch' });
    assert.equal(firstBroken(api.doctor.findings()), undefined);
  });

  it('copies a report and shows it as JSON, without the password', async () => {
    assert.ok((await api.sandbox.inject('untrusted-ca')).ok);
    await runIt();
    await vscode.env.clipboard.writeText('');
    await vscode.commands.executeCommand('sqlkube.doctor.copy');
    const copied = await vscode.env.clipboard.readText();
    assert.match(copied, /The first broken link is “TLS”/);
    await vscode.commands.executeCommand('sqlkube.doctor.showJson');
    const shown = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.equal((JSON.parse(shown) as { firstBroken: string }).firstBroken, 'tls-trust');
    const target = await api.access.target(onlyEndpoint(api).connectionId, 'quiet');
    assert.ok(target.ok && target.value.password.length > 10);
    for (const text of [copied, shown]) assert.ok(!text.includes(target.value.password));
    assert.ok((await api.sandbox.inject(undefined)).ok);
  });

  it('stops when it is told to', async () => {
    assert.ok((await api.sandbox.inject('timeout')).ok);
    const running = runIt();
    await new Promise<void>((resolve) => {
      const subscription = api.doctor.changed.on(() => {
        if (api.doctor.doneCount < 10) return;
        subscription.dispose();
        resolve();
      });
    });
    await vscode.commands.executeCommand('sqlkube.doctor.stop');
    await running;
    assert.equal(api.doctor.isRunning, false);
    assert.ok(api.doctor.findings().some(({ headline }) => headline === 'Stopped before this was checked'));
    assert.ok((await api.sandbox.inject(undefined)).ok);
  });
});
