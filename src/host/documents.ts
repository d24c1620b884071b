import * as vscode from 'vscode';
import { documentScheme } from '../ids.ts';

/** Read-only documents made of text that we have; closed ones are forgotten. */
export class ReadOnlyDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions = [
    vscode.workspace.registerTextDocumentContentProvider(documentScheme, this),
    vscode.workspace.onDidCloseTextDocument(({ uri, languageId }) => {
      // A preview outlives its document and asks for the text again. Those pages are few and small.
      if (uri.scheme === documentScheme && languageId !== 'markdown') this.#texts.delete(uri.toString());
    }),
    this.#changed,
  ];

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? 'This text was not kept. Run the command again.\n';
  }

  /** Shows text under a title, Markdown as it is meant to be read; the same title again replaces what it showed. */
  async open(title: string, text: string): Promise<void> {
    const document = await this.#document(title, text);
    if (document.languageId === 'markdown' && (await showRendered(document.uri))) return;
    await vscode.window.showTextDocument(document, { preview: true });
  }

  /** What lies at a path beside the text that would take its place. */
  async difference(title: string, path: string, name: string, text: string): Promise<void> {
    const uri = this.#keep(name, text);
    await vscode.commands.executeCommand('vscode.diff', vscode.Uri.file(path), uri, title, { preview: true });
  }

  /** Two texts of ours beside each other. */
  async compare(
    title: string,
    name: string,
    texts: { readonly before: string; readonly after: string },
  ): Promise<void> {
    const [left, right] = [this.#keep(`before/${name}`, texts.before), this.#keep(`after/${name}`, texts.after)];
    await vscode.commands.executeCommand('vscode.diff', left, right, title, { preview: true });
  }

  #keep(title: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: documentScheme, path: `/${title.replaceAll('/', '_')}` });
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
    return uri;
  }

  /** Shows text beside the editor that has the cursor, and leaves the cursor there; these lines are folded at first. */
  async openBeside(title: string, text: string, folded: readonly number[]): Promise<void> {
    const document = await this.#document(title, text);
    const before = vscode.window.activeTextEditor;
    await vscode.window.showTextDocument(document, { preview: false, viewColumn: vscode.ViewColumn.Beside });
    if (folded.length > 0) await vscode.commands.executeCommand('editor.fold', { selectionLines: folded });
    if (before === undefined) return;
    await vscode.window.showTextDocument(before.document, { viewColumn: before.viewColumn ?? vscode.ViewColumn.One });
  }

  /**
   * The document once it has the text. VS Code hands out an open document at once and reads it again afterwards, and it
   * ignores a change of one that is still on its way to us (observed).
   */
  async #document(title: string, text: string): Promise<vscode.TextDocument> {
    for (;;) {
      const uri = this.#keep(title, text);
      const document = await vscode.workspace.openTextDocument(uri);
      if (this.#isCurrent(document)) return document;
      const settled = this.#settled(document);
      this.#changed.fire(uri);
      await settled;
      if (!document.isClosed) return document;
    }
  }

  /** Whether an open document shows what is kept for it. */
  #isCurrent(document: vscode.TextDocument): boolean {
    return unified(document.getText()) === unified(this.provideTextDocumentContent(document.uri));
  }

  /** Resolves once a document is current, or closed. */
  async #settled(document: vscode.TextDocument): Promise<void> {
    await new Promise<void>((resolve) => {
      const look = (seen: vscode.TextDocument): void => {
        if (seen !== document || !(document.isClosed || this.#isCurrent(document))) return;
        for (const listener of listeners) listener.dispose();
        resolve();
      };
      const listeners = [
        vscode.workspace.onDidChangeTextDocument((change) => look(change.document)),
        vscode.workspace.onDidCloseTextDocument(look),
      ];
    });
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

/** False when VS Code's own Markdown extension is switched off. */
async function showRendered(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.commands.executeCommand('markdown.showPreview', uri);
    return true;
  } catch {
    return false;
  }
}

/** VS Code gives all lines of a document the same end. */
const unified = (text: string): string => text.replaceAll(/\r\n?/g, '\n');
