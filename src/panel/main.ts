/** The diagnostics panel in the web view. It keeps nothing: the host has what it shows, and sends it when the page is ready. */
import { isToPanel, type ToHost } from '../protocol/panel.ts';
import { Page } from './page.ts';

interface VsCode {
  postMessage(message: ToHost): void;
}

declare const acquireVsCodeApi: () => VsCode;

const vscode = acquireVsCodeApi();
const page = new Page((message) => vscode.postMessage(message));

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (!isToPanel(data)) return;
  if (data.said !== undefined) page.say(data.said);
  if (data.type === 'state') page.draw(data.state, data.focus);
});

vscode.postMessage({ type: 'ready' });
