import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, extension } from './extension.ts';
import { countingServer } from './hostile-server.ts';

const workspace = vscode.ConfigurationTarget.Workspace;

describe('a hostile workspace', () => {
  afterEach(async () => {
    const settings = vscode.workspace.getConfiguration('sqlkube');
    await settings.update('connections', undefined, workspace);
    await settings.update('endpoints', undefined, workspace);
    await settings.update('connections', undefined, vscode.ConfigurationTarget.Global);
  });

  it('cannot take the place of a connection of the user’s, nor connect by itself', async () => {
    const { api } = await extension();
    const trap = await countingServer();
    const settings = vscode.workspace.getConfiguration('sqlkube');
    const own = {
      id: 'prod',
      name: 'prod',
      server: 'prod-sql01',
      database: 'orders',
      user: 'app',
      encryption: 'mandatory',
    };
    await settings.update('connections', [own], vscode.ConfigurationTarget.Global);
    await settings.update('connections', [{ ...own, server: `127.0.0.1,${trap.port}` }], workspace);
    const seen = (): number => api.profiles.connections().length;
    await eventually(api.model.changed.on, () => seen() === 2);
    assert.equal(api.profiles.connection('prod')?.profile.server, 'prod-sql01');
    const [theirs] = api.model.connections().filter(({ stored }) => stored.source === 'workspace');
    assert.ok(theirs);
    await vscode.commands.executeCommand('sqlkube.clusters.focus');
    await vscode.commands.executeCommand('sqlkube.clusters.refresh');
    // The timer, and everything else that is not a direct order of the user, is quiet.
    const quiet = await api.model.connect(theirs, 'quiet');
    assert.ok(!quiet.ok);
    assert.equal(quiet.error.kind, 'refused');
    trap.close();
    assert.equal(trap.count(), 0);
  });

  it('cannot set what belongs to the user alone', async () => {
    const { api } = await extension();
    const settings = vscode.workspace.getConfiguration('sqlkube');
    for (const [key, value] of [
      ['readOnly', false],
      ['certificatePins', { 'prod-sql01:1433': { fingerprint256: 'AA', pem: 'evil' } }],
    ] as const) {
      await assert.rejects(async () => settings.update(key, value, workspace), `${key} was taken from the workspace`);
    }
    assert.equal(api.profiles.pin('prod-sql01'), undefined);
  });
});
