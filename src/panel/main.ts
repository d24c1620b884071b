/** The diagnostics panel in the web view. It keeps what the host posted, and nothing that was only typed or pasted here. */
import { isPanelState, isToPanel, type PanelState, type ToHost } from '../protocol/panel.ts';
import { Page } from './page.ts';

interface VsCode {
  postMessage(message: ToHost): void;
  getState(): unknown;
  setState(state: PanelState): void;
}

declare const acquireVsCodeApi: () => VsCode;

const vscode = acquireVsCodeApi();
const page = new Page((message) => vscode.postMessage(message));

const kept = vscode.getState();
page.draw(isPanelState(kept) ? kept : { entries: [] });

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (!isToPanel(data)) return;
  if (data.said !== undefined) page.say(data.said);
  if (data.type !== 'state') return;
  vscode.setState(data.state);
  page.draw(data.state, data.focus);
});

vscode.postMessage({ type: 'ready' });
