import { randomUUID } from 'node:crypto';
import { findConflicts } from '../../src/core/files/conflict.ts';
import { diskFiles, type FileSystem } from '../../src/host/file-system.ts';
import { FileWriter } from '../../src/host/file-writer.ts';
import { runGit, type RunGit } from '../../src/host/git-guard.ts';
import type { Prompts } from '../../src/host/prompts.ts';

interface Wishes {
  readonly prompts: Prompts;
  /** Folder that is suggested. */
  readonly home: string;
  readonly files?: FileSystem;
  readonly git?: RunGit;
  readonly unsaved?: readonly string[];
  /** Collects what was looked at: names, and titles of differences. */
  readonly shown?: string[];
}

/** The real writer on the real disk; what VS Code would show is noted. */
export function testFiles({
  prompts,
  home,
  files = diskFiles,
  git = runGit,
  unsaved = [],
  shown = [],
}: Wishes): FileWriter {
  return new FileWriter({
    files,
    git,
    prompts,
    preview: {
      text: (name) => Promise.resolve(void shown.push(name)),
      difference: (title) => Promise.resolve(void shown.push(title)),
    },
    homes: () => [home],
    isUnsaved: (path) => unsaved.includes(path),
    findConflicts,
    newId: () => randomUUID(),
  });
}
