import type { ExtensionContext } from 'vscode';
import { wire } from './wiring.ts';
import type { TestApi } from './wiring.ts';

/** Registers everything and returns: no network, no files, no heavy imports. */
export function activate(context: ExtensionContext): TestApi {
  const { api, dispose } = wire(context);
  closing = dispose;
  return api;
}

/** Closes connections and ends the sandbox; VS Code waits for it for a few seconds. */
export async function deactivate(): Promise<void> {
  await closing?.();
  closing = undefined;
}

let closing: (() => Promise<void>) | undefined;
