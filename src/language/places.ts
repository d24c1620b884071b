import * as vscode from 'vscode';
import type { Span } from '../core/tsql/calls/span.ts';
import type { TextChange } from '../core/tsql/rules/rule.ts';

/** A stretch of text as VS Code counts. */
export const toRange = (document: vscode.TextDocument, { start, end }: Span): vscode.Range =>
  new vscode.Range(document.positionAt(start), document.positionAt(end));

/** Edits of one document. */
export const toWorkspaceEdit = (document: vscode.TextDocument, edits: readonly TextChange[]): vscode.WorkspaceEdit => {
  const all = new vscode.WorkspaceEdit();
  for (const { span, text } of edits) all.replace(document.uri, toRange(document, span), text);
  return all;
};

/** What a document is known by. */
export const idOf = ({ uri }: vscode.TextDocument): string => uri.toString();
