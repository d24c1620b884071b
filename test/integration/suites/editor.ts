import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extension } from './extension.ts';

const faulty =
  "DECLARE @code int;\nEXEC @code = sp_invoke_external_rest_endpoint @url = N'https://k8s.corp/api/v1/pods?limit=5';\n";

describe('T-SQL in the editor', () => {
  before(async () => {
    await extension();
  });

  after(async () => await vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('costs a document without a call nothing but the search', async () => {
    await vscode.workspace.openTextDocument({ language: 'sql', content: 'SELECT 1;' });
    assert.ok(!Object.keys(require.cache).some((file) => /dist[\\/]language\.cjs$/.test(file)));
  });

  it('marks a mistake in an untitled document, with a link to the help, and no other extension’s source', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'sql', content: faulty });
    const [first] = await marks(document, (found) => found.length > 0);
    assert.ok(first);
    assert.equal(first.source, 'SQL Kube');
    const code = first.code as { readonly value: string; readonly target: vscode.Uri };
    assert.equal(code.value, 'sqlkube/method-missing');
    assert.match(code.target.path, /docs\/rules\/method-missing\.md$/);
    assert.equal(document.getText(first.range), 'sp_invoke_external_rest_endpoint');
  });

  it('fixes it, and the mark goes', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'sql', content: faulty });
    const [first] = await marks(document, (found) => found.some(is('method-missing')));
    assert.ok(first);
    const actions = await actionsFor(document, first.range);
    const titles = actions.map(({ title }) => title);
    for (const title of [
      'Set @method to GET',
      'Disable sqlkube/method-missing for this line',
      'Show help for sqlkube/method-missing',
    ])
      assert.ok(titles.includes(title), `${title} is not among ${titles.join(', ')}`);
    const fix = actions.find(({ title }) => title === 'Set @method to GET');
    assert.ok(fix?.edit && fix.isPreferred);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    await marks(document, (found) => !found.some(is('method-missing')));
    assert.match(document.getText(), /@method = N'GET'/);
  });

  it('fixes everything at once', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'sql', content: `${faulty}GO\n${faulty}` });
    await marks(document, (found) => found.filter(is('method-missing')).length === 2);
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const [all] = await actionsFor(document, whole, 'source.fixAll.sqlkube');
    assert.ok(all?.edit);
    assert.ok(await vscode.workspace.applyEdit(all.edit));
    await marks(document, (found) => !found.some(is('method-missing')));
  });

  it('is silent when the setting says so, and speaks again', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'sql', content: faulty });
    await marks(document, (found) => found.some(is('method-missing')));
    const settings = vscode.workspace.getConfiguration('sqlkube');
    await settings.update('lint.rules', { 'method-missing': 'off' }, vscode.ConfigurationTarget.Global);
    await marks(document, (found) => !found.some(is('method-missing')));
    await settings.update('lint.rules', undefined, vscode.ConfigurationTarget.Global);
    await marks(document, (found) => found.some(is('method-missing')));
    await settings.update('lint.enabled', false, vscode.ConfigurationTarget.Global);
    await marks(document, (found) => found.length === 0);
    await settings.update('lint.enabled', undefined, vscode.ConfigurationTarget.Global);
  });
});

const is =
  (rule: string) =>
  ({ code }: vscode.Diagnostic): boolean =>
    typeof code === 'object' && code.value === `sqlkube/${rule}`;

/**
 * What VS Code offers for a range. When any extension registers code actions in the meantime, VS Code gives the request up and
 * rejects it or answers with nothing (observed, 4.139). Then this asks again; the time limit is mocha's.
 */
async function actionsFor(
  { uri }: vscode.TextDocument,
  range: vscode.Range,
  kind?: string,
): Promise<readonly vscode.CodeAction[]> {
  for (;;) {
    try {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        uri,
        range,
        kind,
      );
      if (actions.length > 0) return actions;
    } catch (error) {
      if (!(error instanceof Error && error.name === 'Canceled')) throw error;
    }
  }
}

/** What is marked in the document, once it is as wanted. */
async function marks(
  { uri }: vscode.TextDocument,
  wanted: (found: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  const found = (): vscode.Diagnostic[] => vscode.languages.getDiagnostics(uri);
  while (!wanted(found())) {
    await new Promise<void>((resolve) => {
      const listener = vscode.languages.onDidChangeDiagnostics(() => {
        listener.dispose();
        resolve();
      });
    });
  }
  return found();
}
