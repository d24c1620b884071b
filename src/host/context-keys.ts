import * as vscode from 'vscode';
import type { ContextKey, ContextValues } from '../ids.ts';

/** Sets a key for `when` clauses; only on a change, since every call crosses to the window. */
export class ContextKeys {
  readonly #known = new Map<ContextKey, unknown>();

  set<K extends ContextKey>(key: K, value: ContextValues[K]): void {
    if (this.#known.get(key) === value) return;
    this.#known.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }
}
