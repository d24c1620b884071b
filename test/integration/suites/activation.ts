import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extension } from './extension.ts';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe('activation', () => {
  it('registers every contributed command, and no other', async () => {
    await extension();
    const found = vscode.extensions.getExtension('sqlkube.sqlkube');
    const { contributes } = found?.packageJSON as Manifest;
    const contributed = contributes.commands.map(({ command }) => command).sort();
    const registered = (await vscode.commands.getCommands(true))
      .filter((id) => id.startsWith('sqlkube.'))
      // VS Code makes these for every view.
      .filter(
        (id) =>
          !/^sqlkube\.(clusters|doctor|diagnostics)\.(open|focus|resetViewLocation|removeView|toggleVisibility)$/.test(
            id,
          ),
      )
      .sort();
    assert.deepEqual(registered, contributed);
  });

  it('loads neither the SQL driver nor a connection', async () => {
    const { api } = await extension();
    const loaded = Object.keys(require.cache).filter((file) =>
      /dist[\\/](driver|cluster|sandbox|on-demand|language)\.cjs$/.test(file),
    );
    assert.deepEqual(loaded, []);
    assert.equal(api.model.work.busy, false);
    assert.deepEqual(api.profiles.connections(), []);
  });

  it('shows nothing but the welcome view when nothing is configured', async () => {
    const { text } = await extension();
    await vscode.commands.executeCommand('sqlkube.clusters.focus');
    assert.equal(text(), '');
  });

  it('answers a command that has nothing to act on without breaking', async () => {
    await extension();
    await vscode.commands.executeCommand('sqlkube.clusters.refresh');
    await vscode.commands.executeCommand('sqlkube.clusters.stop');
    await vscode.commands.executeCommand('sqlkube.clusters.showAll');
  });
});
