import type { SetupFile } from './file.ts';
import { codeFence, inlineCode } from './markdown.ts';
import { renderRunBook } from './run-book.ts';
import type { RunBook } from './run-book.ts';
import { setupFiles } from './setup-files.ts';

const languages: Readonly<Record<string, string>> = {
  sql: 'sql',
  sh: 'bash',
  ps1: 'powershell',
  yaml: 'yaml',
  md: 'markdown',
  conf: 'nginx',
};

/** The run book with every file in it: one document that can be sent, reviewed and signed. Holds no secret, since no file does. */
export const renderSingleRunBook = (book: RunBook, more: readonly SetupFile[] = []): string => {
  const files = [...more, ...setupFiles(book).filter(({ path }) => path !== 'RUNBOOK.md')];
  return [
    renderRunBook(book),
    '## Files',
    '',
    'Every file that the steps name, as it is. Save what your steps need under its name, UTF-8, with line feeds; scripts that begin with `#!` want to be executable.',
    '',
    ...files.flatMap(({ path, text }) => [
      `### ${inlineCode(path)}`,
      '',
      ...codeFence(languages[path.split('.').at(-1) ?? ''] ?? 'text', text.replace(/\n$/u, '')),
      '',
    ]),
  ].join('\n');
};
