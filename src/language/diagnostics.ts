import * as vscode from 'vscode';
import type { Diagnostic } from '../core/tsql/rules/lint-batch.ts';
import type { Severity } from '../core/tsql/rules/rule.ts';
import { toRange } from './places.ts';

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** Shown in front of the code, and what tells our diagnostics from those of the MS SQL extension. */
const source = 'SQL Kube';

/** A finding as VS Code shows it; its code opens the rule's help page. */
export const toDiagnostic = (
  document: vscode.TextDocument,
  { span, message, severity, code }: Diagnostic,
  helpPage: vscode.Uri,
): vscode.Diagnostic => {
  const diagnostic = new vscode.Diagnostic(toRange(document, span), message, severities[severity]);
  diagnostic.source = source;
  diagnostic.code = { value: code, target: helpPage };
  return diagnostic;
};
