import * as vscode from 'vscode';
import { mayHoldCalls } from '../core/tsql/call-hint.ts';
import { sqlSelector } from './sql-document.ts';

type Items = (document: vscode.TextDocument, position: vscode.Position) => Promise<vscode.CompletionItem[]>;

/** Signs behind which something of ours may follow. */
const triggers = ["'", '/', '@', '"', '?', '&', '=', '[', ',', ' '];
const behindExec = /\bexec(?:ute)?\s+[^;]*$/iu;
/** A blank is typed everywhere; only behind these it asks for something. */
const behindBlank = /(?:\bexec(?:ute)?|=|,)\s$|sp_invoke_external_rest_endpoint\]?\s$/iu;

/**
 * Offers completion from the first EXEC on, when there is no call in the document yet. In a document without either, and
 * with any other line before the cursor, it costs one search.
 */
export function registerCompletion(items: Items): vscode.Disposable {
  return vscode.languages.registerCompletionItemProvider(
    sqlSelector,
    {
      async provideCompletionItems(document, position, _, { triggerCharacter }) {
        const line = document.lineAt(position.line).text.slice(0, position.character);
        if (triggerCharacter === ' ' && !behindBlank.test(line)) return [];
        if (!behindExec.test(line) && !mayHoldCalls(document.getText())) return [];
        return await items(document, position);
      },
    },
    ...triggers,
  );
}
