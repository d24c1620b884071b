import * as vscode from 'vscode';
import type { CallRef } from '../ids.ts';

/** A place in a T-SQL document. */
export interface SqlPlace {
  readonly uri: string;
  readonly text: string;
  readonly offset: number;
}

/** The text editor, as far as commands use it. */
export interface SqlEditor {
  /** The place that a CodeLens names, or the cursor of the active editor; undefined when that is no SQL. */
  place(call?: CallRef): SqlPlace | undefined;
  /** Puts a snippet at the cursor of the active SQL editor, or into a new document when there is none. */
  insert(snippet: string): Promise<void>;
}

const activeSql = (): vscode.TextEditor | undefined => {
  const editor = vscode.window.activeTextEditor;
  return editor?.document.languageId === 'sql' ? editor : undefined;
};

/** The real one. */
export const vscodeEditor: SqlEditor = {
  place(call) {
    if (call !== undefined) {
      const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === call.uri);
      return document && { uri: call.uri, text: document.getText(), offset: call.offset };
    }
    const editor = activeSql();
    if (editor === undefined) return undefined;
    const { document, selection } = editor;
    return { uri: document.uri.toString(), text: document.getText(), offset: document.offsetAt(selection.active) };
  },
  async insert(snippet) {
    const editor =
      activeSql() ??
      (await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'sql', content: '' })));
    await editor.insertSnippet(new vscode.SnippetString(snippet));
  },
};
