import * as vscode from 'vscode';
import { mayHoldCalls } from '../core/tsql/call-hint.ts';
import type { Disposable } from '../host/signal.ts';
import { isSql } from './sql-document.ts';

/**
 * Waits for a T-SQL document with a call in it, then starts the editor features and steps aside. Until then a document costs
 * one search when it is opened and when it changes.
 */
export function startAtFirstCall(start: () => void): Disposable {
  const look = (document: vscode.TextDocument): void => {
    if (!isSql(document) || !mayHoldCalls(document.getText())) return;
    dispose();
    start();
  };
  const listeners = [
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidChangeTextDocument(({ document }) => look(document)),
  ];
  const dispose = (): void => {
    for (const listener of listeners.splice(0)) listener.dispose();
  };
  for (const document of vscode.workspace.textDocuments) {
    if (listeners.length > 0) look(document);
  }
  return { dispose };
}
