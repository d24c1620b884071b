import * as vscode from 'vscode';
import { complete } from '../core/tsql/assist/complete.ts';
import type { Knowledge } from '../core/tsql/assist/knowledge.ts';
import type { Suggestion } from '../core/tsql/assist/suggestion.ts';
import { toRange } from './places.ts';

const kinds: Readonly<Record<Suggestion['kind'], vscode.CompletionItemKind>> = {
  procedure: vscode.CompletionItemKind.Function,
  parameter: vscode.CompletionItemKind.Property,
  value: vscode.CompletionItemKind.Value,
  path: vscode.CompletionItemKind.Folder,
  live: vscode.CompletionItemKind.Reference,
  header: vscode.CompletionItemKind.Field,
  payload: vscode.CompletionItemKind.Struct,
};

const again: vscode.Command = { title: 'Suggest', command: 'editor.action.triggerSuggest' };

const toItem = (document: vscode.TextDocument, suggestion: Suggestion, index: number): vscode.CompletionItem => {
  const { label, detail, documentation, insert, span, kind, more } = suggestion;
  const item = new vscode.CompletionItem(detail === undefined ? label : { label, description: detail }, kinds[kind]);
  item.range = toRange(document, span);
  item.insertText = 'text' in insert ? insert.text : new vscode.SnippetString(insert.snippet);
  // Ours stand in the order in which they are meant, before words that VS Code found in the text.
  item.sortText = String(index).padStart(4, '0');
  item.filterText = label;
  if (documentation !== undefined) item.documentation = new vscode.MarkdownString(documentation);
  if (more === true) item.command = again;
  return item;
};

/** What may be written at a place of a document. */
export function completionItems(
  document: vscode.TextDocument,
  position: vscode.Position,
  knowledge: Knowledge,
): vscode.CompletionItem[] {
  const found = complete(document.getText(), document.offsetAt(position), knowledge);
  return found.map((suggestion, index) => toItem(document, suggestion, index));
}
