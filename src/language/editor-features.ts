import * as vscode from 'vscode';
import type { Diagnostic, LintOptions } from '../core/tsql/rules/lint-batch.ts';
import { Disposables } from '../host/disposables.ts';
import type { Disposable } from '../host/signal.ts';
import { documentScheme } from '../ids.ts';
import { CallLenses, ResponseLenses } from './call-lenses.ts';
import type { ResponseLinks } from './call-lenses.ts';
import { CallActions } from './code-actions.ts';
import { toDiagnostic } from './diagnostics.ts';
import { DocumentLinters } from './document-linters.ts';
import { CallHovers, CallSignatures } from './hovers.ts';
import { idOf } from './places.ts';
import { CallSymbols } from './call-symbols.ts';
import { isSql, sqlSelector } from './sql-document.ts';

/** What the editor features are made of; built in wiring. */
export interface EditorParts {
  /** The folder of the extension, where the rules' help pages are. */
  readonly home: vscode.Uri;
  /** Undefined while linting is switched off. */
  readonly lintOptions: () => LintOptions | undefined;
  /** Called when these options may have changed. */
  readonly optionsChanged: (listener: () => void) => Disposable;
  /** What belongs to the document of a run, by its title. */
  readonly response: (title: string) => ResponseLinks | undefined;
  /** Called when such a document was opened. */
  readonly responseOpened: (listener: () => void) => Disposable;
}

const later = (milliseconds: number, run: () => void): Disposable => {
  const timer = setTimeout(run, milliseconds);
  return { dispose: () => clearTimeout(timer) };
};

/** Starts everything that looks at the text of T-SQL documents. Called once, when the first call was seen in one. */
export function startEditorFeatures(parts: EditorParts): Disposable {
  const owned = new Disposables();
  const collection = owned.add(vscode.languages.createDiagnosticCollection('sqlkube'));
  const helpPage = ({ help }: Diagnostic): vscode.Uri => vscode.Uri.joinPath(parts.home, help);
  const documents = new Map<string, vscode.TextDocument>();
  const linters = owned.add(
    new DocumentLinters({
      later,
      options: parts.lintOptions,
      publish: (id, found) => {
        const document = documents.get(id);
        if (document === undefined) return;
        collection.set(
          document.uri,
          found.map((one) => toDiagnostic(document, one, helpPage(one))),
        );
      },
    }),
  );
  const opened = (document: vscode.TextDocument): void => {
    if (!isSql(document) || linters.has(idOf(document))) return;
    documents.set(idOf(document), document);
    linters.opened(idOf(document), () => document.getText());
  };
  const closed = (document: vscode.TextDocument): void => {
    linters.closed(idOf(document));
    documents.delete(idOf(document));
  };
  const responseLenses = owned.add(new ResponseLenses(parts.response, parts.responseOpened));
  const listeners = [
    vscode.workspace.onDidOpenTextDocument(opened),
    vscode.workspace.onDidChangeTextDocument(({ document }) => linters.changed(idOf(document))),
    vscode.workspace.onDidCloseTextDocument(closed),
    parts.optionsChanged(() => linters.reconfigured()),
    vscode.languages.registerDocumentSymbolProvider(sqlSelector, new CallSymbols(linters)),
    vscode.languages.registerHoverProvider(
      sqlSelector,
      new CallHovers({
        linters,
        knownEndpoints: () => parts.lintOptions()?.knownEndpoints ?? [],
        now: () => Date.now(),
      }),
    ),
    vscode.languages.registerSignatureHelpProvider(sqlSelector, new CallSignatures(), ...CallSignatures.triggers),
    vscode.languages.registerCodeLensProvider(sqlSelector, new CallLenses(linters)),
    vscode.languages.registerCodeLensProvider({ scheme: documentScheme }, responseLenses),
    vscode.languages.registerCodeActionsProvider(
      sqlSelector,
      new CallActions({
        linters,
        options: parts.lintOptions,
        helpPage,
        toDiagnostic: (document, found) => toDiagnostic(document, found, helpPage(found)),
      }),
      CallActions.metadata,
    ),
  ];
  for (const listener of listeners) owned.add(listener);
  for (const document of vscode.workspace.textDocuments) opened(document);
  return owned;
}
