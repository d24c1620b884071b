import * as vscode from 'vscode';
import { hover } from '../core/tsql/assist/hover.ts';
import { signature } from '../core/tsql/assist/signature.ts';
import type { DocumentLinters } from './document-linters.ts';
import { idOf, toRange } from './places.ts';

interface Parts {
  /** Documents without a call are not looked at. */
  readonly linters: DocumentLinters;
  readonly knownEndpoints: () => readonly string[];
  readonly now: () => number;
}

/** Explains parameters, requests, errors and tokens. The text is ours and holds no links. */
export class CallHovers implements vscode.HoverProvider {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const { linters, knownEndpoints, now } = this.#parts;
    if ((linters.current(idOf(document))?.batches.length ?? 0) === 0) return undefined;
    const around = { knownEndpoints: knownEndpoints(), now: now() };
    const found = hover(document.getText(), document.offsetAt(position), around);
    return found && new vscode.Hover(new vscode.MarkdownString(found.markdown), toRange(document, found.span));
  }
}

/** The parameters of the procedure while a call is being written. */
export class CallSignatures implements vscode.SignatureHelpProvider {
  static readonly triggers = [',', '=', ' '];

  provideSignatureHelp(document: vscode.TextDocument, position: vscode.Position): vscode.SignatureHelp | undefined {
    const found = signature(document.getText(), document.offsetAt(position));
    if (found === undefined) return undefined;
    const shown = new vscode.SignatureInformation(found.label);
    shown.parameters = found.parameters.map(
      ({ label, documentation }) => new vscode.ParameterInformation(label, new vscode.MarkdownString(documentation)),
    );
    const help = new vscode.SignatureHelp();
    help.signatures = [shown];
    help.activeSignature = 0;
    help.activeParameter = found.active ?? found.parameters.length;
    return help;
  }
}
