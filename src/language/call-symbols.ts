import * as vscode from 'vscode';
import { callTitle } from '../core/tsql/run/run-plan.ts';
import type { DocumentLinters } from './document-linters.ts';
import { idOf, toRange } from './places.ts';

/** The calls of a document in the outline: verb and path, as far as they are known. */
export class CallSymbols implements vscode.DocumentSymbolProvider {
  readonly #linters: DocumentLinters;

  constructor(linters: DocumentLinters) {
    this.#linters = linters;
  }

  provideDocumentSymbols(document: vscode.TextDocument): vscode.DocumentSymbol[] {
    const calls = this.#linters.current(idOf(document))?.calls() ?? [];
    return calls.map((call) => {
      const rest = call.target === 'rest';
      const name = rest ? callTitle(call) : `k8s.${call.procedure}`;
      const detail = rest ? 'through SQL Server' : 'procedure';
      const [range, selection] = [toRange(document, call.span), toRange(document, call.name)];
      return new vscode.DocumentSymbol(name, detail, vscode.SymbolKind.Event, range, selection);
    });
  }
}
