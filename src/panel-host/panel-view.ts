import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { views } from '../ids.ts';
import type { Diagnostics } from './diagnostics.ts';
import { panelPage } from './page.ts';

/** The diagnostics panel as VS Code shows it: a page of ours, and messages to and fro. */
class PanelView implements vscode.WebviewViewProvider {
  readonly #extension: vscode.Uri;
  readonly #diagnostics: Diagnostics;

  constructor(extension: vscode.Uri, diagnostics: Diagnostics) {
    this.#extension = extension;
    this.#diagnostics = diagnostics;
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const { webview } = view;
    const dist = vscode.Uri.joinPath(this.#extension, 'dist');
    const media = vscode.Uri.joinPath(this.#extension, 'media');
    webview.options = { enableScripts: true, localResourceRoots: [dist, media] };
    const subscriptions = [
      this.#diagnostics.onMessage((message) => void webview.postMessage(message)),
      webview.onDidReceiveMessage((message: unknown) => void this.#diagnostics.receive(message)),
    ];
    view.onDidDispose(() => {
      for (const subscription of subscriptions) subscription.dispose();
    });
    const address = (folder: vscode.Uri, file: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(folder, file)).toString();
    const files = { script: address(dist, 'panel.js'), style: address(media, 'panel.css'), source: webview.cspSource };
    webview.html = panelPage(files, randomBytes(16).toString('base64url'));
  }
}

/** Contributes the panel. Nothing of it is loaded before somebody opens it. */
export function registerPanel(extension: vscode.Uri, diagnostics: Diagnostics): vscode.Disposable {
  return vscode.window.registerWebviewViewProvider(views.diagnostics, new PanelView(extension, diagnostics));
}
