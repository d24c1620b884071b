import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/wiring.ts';
import { extension, namespace, onlyEndpoint } from './extension.ts';

describe('calls in the editor, with the sandbox behind them', () => {
  let api: TestApi;
  let url = '';
  let credential = '';
  let pod = '';

  before(async () => {
    ({ api } = await extension());
    await vscode.commands.executeCommand('sqlkube.sandbox.start');
    const endpoint = onlyEndpoint(api);
    await api.model.refresh(endpoint);
    const shop = namespace(api, endpoint, 'shop');
    await api.model.refresh(shop);
    ({ url } = endpoint.stored.profile);
    const { authentication } = endpoint.stored.profile;
    assert.ok(authentication.kind === 'credential');
    credential = authentication.name;
    pod = api.model.readings.namespace(shop).value?.pods.rows[0]?.name ?? '';
    assert.notEqual(pod, '');
  });

  after(async () => {
    await vscode.workspace.getConfiguration('sqlkube').update('readOnly', undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('sqlkube.sandbox.stop');
  });

  const script = (path: string, method = 'GET'): string => `DECLARE @code int, @response nvarchar(max);
EXEC @code = sys.sp_invoke_external_rest_endpoint
    @url = N'${url}${path}',
    @method = N'${method}',
    @credential = [${credential}],
    @response = @response OUTPUT;
IF @code = 0
    SELECT JSON_VALUE(item.[value], '$.metadata.name') AS [name] FROM OPENJSON(@response, '$.result.items') AS item;
`;
  const open = async (content: string): Promise<vscode.TextDocument> => {
    const document = await vscode.workspace.openTextDocument({ language: 'sql', content });
    await vscode.window.showTextDocument(document);
    return document;
  };
  /** Where `|` stands; it is not part of the document. */
  const marked = async (text: string): Promise<{ document: vscode.TextDocument; at: vscode.Position }> => {
    const offset = text.indexOf('|');
    const document = await open(text.replace('|', ''));
    return { document, at: document.positionAt(offset) };
  };
  const labels = async (text: string): Promise<readonly string[]> => {
    const { document, at } = await marked(text);
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      at,
    );
    return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
  };
  const responses = (): readonly vscode.TextDocument[] =>
    vscode.workspace.textDocuments.filter(({ uri, fileName }) => uri.scheme === 'sqlkube' && fileName.endsWith('.txt'));

  it('completes in an empty document, along a path with live names, and asks SQL Server nothing', async () => {
    assert.ok((await labels('EXEC |')).includes('sp_invoke_external_rest_endpoint with its parameters'));
    assert.ok((await labels(script('/api/v1/namespaces/|'))).includes('shop'));
    assert.ok((await labels(script('/api/v1/namespaces/shop/pods/|'))).includes(pod));
    assert.ok(
      (await labels(script('/version').replace('@credential', "@payload = N'x', @cred|"))).includes('@timeout'),
    );
    assert.ok((await labels(`EXEC sp_invoke_external_rest_endpoint @credential = [|]`)).includes(credential));
  });

  it('explains under the mouse, lists calls in the outline, and shows the parameters', async () => {
    const { document, at } = await marked(script('/api/v1/namespaces/shop/po|ds'));
    const [first] = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      at,
    );
    const [content] = first?.contents ?? [];
    assert.match(
      content instanceof vscode.MarkdownString ? content.value : '',
      /GET: lists pods in namespace \*\*shop\*\*/,
    );
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ['GET /api/v1/namespaces/shop/pods'],
    );
    const help = await vscode.commands.executeCommand<vscode.SignatureHelp>(
      'vscode.executeSignatureHelpProvider',
      document.uri,
      at,
    );
    assert.match(help.signatures[help.activeSignature]?.label ?? '', /@url nvarchar\(4000\)/);
  });

  it('runs a call from the CodeLens above it, and shows the answer beside it', async () => {
    const document = await open(script('/api/v1/namespaces/shop/pods?limit=3'));
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      5,
    );
    assert.deepEqual(
      lenses.map(({ command }) => command?.title),
      ['Run through SQL Server', 'Copy as kubectl'],
    );
    const run = lenses[0]?.command;
    assert.ok(run);
    await vscode.commands.executeCommand(run.command, ...(run.arguments as unknown[]));
    const [response] = responses();
    const text = response?.getText() ?? '';
    assert.match(
      text,
      /^200 OK · \d+ ms · \d+ (?:B|kB) · GET \/api\/v1\/namespaces\/shop\/pods\nOn Sandbox · database \S+ · as \S+ · /,
    );
    assert.match(text, /^Response headers \(\d+\)\n(?: {2}\S+: .*\n)+/m);
    assert.match(text, /^Result:\n\{\n {2}"/m);
    assert.match(text, /^Result set 1: 3 rows\nname\n─+\n/m);
    assert.equal(vscode.window.activeTextEditor?.document, document, 'the cursor stays in the script');
    const links = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      response?.uri,
      5,
    );
    assert.deepEqual(
      links.map(({ command }) => command?.title),
      ['Show the Batch That Ran', 'Open as CSV'],
    );
    for (const { command } of links)
      await vscode.commands.executeCommand(command?.command ?? '', ...((command?.arguments ?? []) as unknown[]));
    const names = vscode.workspace.textDocuments
      .filter(({ uri }) => uri.scheme === 'sqlkube')
      .map(({ fileName }) => fileName);
    assert.ok(
      names.some((name) => name.endsWith('batch.sql')) && names.some((name) => name.endsWith('.csv')),
      names.join(),
    );
  });

  it('says what Kubernetes says, first and in a sentence', async () => {
    const document = await open(script('/api/v1/namespaces/shop/pods/not-there'));
    const before = responses().length;
    await vscode.commands.executeCommand('sqlkube.call.run', { uri: document.uri.toString(), offset: 60 });
    assert.equal(responses().length, before + 1);
    assert.match(
      responses().at(-1)?.getText() ?? '',
      /^404 Not Found · .*\n.*\nKubernetes refused \(NotFound, HTTP 404\): pods "not-there" not found\.\n/,
    );
  });

  it('says what an error of SQL Server means', async () => {
    const document = await open(script('/version').replace(url, 'https://nobody.invalid'));
    await vscode.commands.executeCommand('sqlkube.call.run', { uri: document.uri.toString(), offset: 60 });
    const text = responses().at(-1)?.getText() ?? '';
    assert.match(text, /^Failed · /);
    assert.match(text, /Msg 316\d\d, level 16/);
  });

  it('runs nothing that may change something in read-only mode', async () => {
    await vscode.workspace.getConfiguration('sqlkube').update('readOnly', true, vscode.ConfigurationTarget.Global);
    const before = responses().length;
    const writer = await open(script(`/api/v1/namespaces/shop/pods/${pod}`, 'DELETE'));
    await vscode.commands.executeCommand('sqlkube.call.run', { uri: writer.uri.toString(), offset: 60 });
    assert.equal(responses().length, before);
    const reader = await open(script(`/api/v1/namespaces/shop/pods/${pod}`));
    await vscode.commands.executeCommand('sqlkube.call.run', { uri: reader.uri.toString(), offset: 60 });
    assert.match(responses().at(-1)?.getText() ?? '', /^200 OK · /);
  });

  it('copies a call for kubectl', async () => {
    const document = await open(script('/api/v1/namespaces/shop/pods'));
    await vscode.commands.executeCommand('sqlkube.call.copyKubectl', { uri: document.uri.toString(), offset: 60 });
    assert.equal(await vscode.env.clipboard.readText(), 'kubectl get pods --namespace shop --output json\n');
  });
});
