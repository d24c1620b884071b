import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extension } from './extension.ts';
import { countingServer } from './hostile-server.ts';

describe('Restricted Mode', () => {
  it('is on in this window', () => {
    assert.equal(vscode.workspace.isTrusted, false);
  });

  it('connects to nothing and starts nothing, whatever is asked', async () => {
    const { api, text } = await extension();
    const trap = await countingServer();
    const settings = vscode.workspace.getConfiguration('sqlkube');
    const entry = { id: 'trap', server: `127.0.0.1,${trap.port}`, database: 'd', user: 'u' };
    await settings.update('connections', [entry], vscode.ConfigurationTarget.Global);
    await settings.update('connections', [entry], vscode.ConfigurationTarget.Workspace);
    assert.equal(text(), '');
    for (const source of api.profiles.connections()) assert.equal(source.source, 'user');
    // Commands report refusals to the user and do not throw.
    for (const id of ['sqlkube.sandbox.start', 'sqlkube.connection.add', 'sqlkube.clusters.refresh']) {
      await vscode.commands.executeCommand(id);
    }
    await vscode.commands.executeCommand('sqlkube.connection.connect', { connectionId: 'trap' });
    assert.equal(api.sandbox.isRunning, false);
    trap.close();
    assert.equal(trap.count(), 0);
  });

  it('still checks T-SQL, which needs no connection, and runs none of it', async () => {
    await extension();
    const content = "EXEC sp_invoke_external_rest_endpoint @url = N'https://k8s.corp/api/v1/pods';";
    const { uri } = await vscode.workspace.openTextDocument({ language: 'sql', content });
    while (vscode.languages.getDiagnostics(uri).length === 0) {
      await new Promise<void>((resolve) => {
        const listener = vscode.languages.onDidChangeDiagnostics(() => {
          listener.dispose();
          resolve();
        });
      });
    }
    await vscode.commands.executeCommand('sqlkube.call.run', { uri: uri.toString(), offset: 0 });
    assert.ok(!vscode.workspace.textDocuments.some((document) => document.uri.scheme === 'sqlkube'));
  });
});
