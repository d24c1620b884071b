/** Everything that reads T-SQL: a bundle of its own, loaded by wiring when the first call is seen in a document. */
export { completionItems } from './language/completion.ts';
export { startEditorFeatures } from './language/editor-features.ts';
export { insertableCalls } from './core/tsql/assist/insert-call.ts';
export { clustersFor, knownNames } from './core/tsql/assist/knowledge.ts';
export { snippetText } from './core/tsql/assist/suggestion.ts';
export { copyCall } from './core/tsql/copy/copy-call.ts';
export { judgeReadOnly } from './core/tsql/run/read-only.ts';
export { withoutValues } from './core/tsql/run/response-secrets.ts';
export { runDocument } from './core/tsql/run/run-document.ts';
export { planRun } from './core/tsql/run/run-plan.ts';
export { readRun } from './core/tsql/run/run-report.ts';
export { csvTable } from './core/tsql/run/text-table.ts';
