import type { SetupFile } from './file.ts';
import { hostFiles, nameFile } from './host-files.ts';
import { runBookFile } from './run-book.ts';
import type { RunBook } from './run-book.ts';
import { sqlFiles } from './sql-files.ts';

/** Everything that a set-up writes: the run book first, then its files in the order of the steps. No secrets. */
export const setupFiles = (book: RunBook): readonly SetupFile[] => [
  runBookFile(book),
  nameFile(book.trust),
  ...book.hosts.flatMap((kind) => hostFiles(book.trust, kind)),
  ...sqlFiles(book.setup),
];
