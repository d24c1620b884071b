// npm run lint-sql -- FILE…: what the editor's linter says of scripts, one line each; exit code 1 when there is an error or warning.
import { lint } from '../src/core/tsql/rules/linter.ts';
import { readNamed } from './options.ts';

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error('Usage: npm run lint-sql -- FILE…');
  process.exitCode = 2;
}
for (const file of files) {
  const text = readNamed(file);
  for (const { span, severity, message, code } of lint(text).toSorted((a, b) => a.span.start - b.span.start)) {
    const before = text.slice(0, span.start).split('\n');
    console.log(`${file}:${before.length}:${(before.at(-1)?.length ?? 0) + 1} ${severity} ${message} (${code})`);
    if (severity === 'error' || severity === 'warning') process.exitCode = 1;
  }
}
