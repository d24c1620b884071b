import * as vscode from 'vscode';
import { fixAll } from '../core/tsql/assist/fix-all.ts';
import { changedRange } from '../core/tsql/rules/changed-range.ts';
import type { Diagnostic, LintOptions } from '../core/tsql/rules/lint-batch.ts';
import { suppressionFix } from '../core/tsql/rules/suppression.ts';
import type { DocumentLinters } from './document-linters.ts';
import { idOf, toRange, toWorkspaceEdit } from './places.ts';

const sourceKind = vscode.CodeActionKind.SourceFixAll.append('sqlkube');

interface Parts {
  readonly linters: DocumentLinters;
  readonly options: () => LintOptions | undefined;
  readonly toDiagnostic: (document: vscode.TextDocument, found: Diagnostic) => vscode.Diagnostic;
  readonly helpPage: (found: Diagnostic) => vscode.Uri;
}

/** Quick fixes, the comment that silences a rule, its help page, and “fix all”. */
export class CallActions implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, sourceKind],
  };
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { only }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const all = this.#parts.linters.diagnostics(idOf(document));
    if (all.length === 0) return [];
    if (only?.contains(sourceKind) === true) return this.#fixAll(document, sourceKind);
    if (only?.contains(vscode.CodeActionKind.QuickFix) === false) return [];
    const here = all.filter(({ span }) => toRange(document, span).intersection(range) !== undefined);
    const fixes = here.flatMap((found) => this.#fixes(document, found));
    const together = here.some(({ fixes: [best] }) => best !== undefined)
      ? this.#fixAll(document, vscode.CodeActionKind.QuickFix)
      : [];
    return [...fixes, ...together, ...here.flatMap((found) => this.#further(document, found))];
  }

  #fixes(document: vscode.TextDocument, found: Diagnostic): readonly vscode.CodeAction[] {
    return found.fixes.map(({ title, edits }, index) => {
      const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
      action.edit = toWorkspaceEdit(document, edits);
      action.diagnostics = [this.#parts.toDiagnostic(document, found)];
      action.isPreferred = index === 0;
      return action;
    });
  }

  #further(document: vscode.TextDocument, found: Diagnostic): readonly vscode.CodeAction[] {
    const { title, edits } = suppressionFix(document.getText(), found.span.start, found.rule);
    const silence = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    silence.edit = toWorkspaceEdit(document, edits);
    const help = new vscode.CodeAction(`Show help for ${found.code}`, vscode.CodeActionKind.QuickFix);
    help.command = { title: 'Show help', command: 'markdown.showPreview', arguments: [this.#parts.helpPage(found)] };
    for (const action of [silence, help]) action.diagnostics = [this.#parts.toDiagnostic(document, found)];
    return [silence, help];
  }

  #fixAll(document: vscode.TextDocument, kind: vscode.CodeActionKind): vscode.CodeAction[] {
    const before = document.getText();
    const after = fixAll(before, this.#parts.options() ?? {});
    if (after === before) return [];
    const { start, oldEnd, newEnd } = changedRange(before, after);
    const action = new vscode.CodeAction('Fix all problems of calls in this file', kind);
    action.edit = toWorkspaceEdit(document, [{ span: { start, end: oldEnd }, text: after.slice(start, newEnd) }]);
    return [action];
  }
}
