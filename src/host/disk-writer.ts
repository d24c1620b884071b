import { findConflicts } from '../core/files/conflict.ts';
import { diskFiles } from './file-system.ts';
import { FileWriter, type FileWriterParts } from './file-writer.ts';
import { runGit } from './git-guard.ts';

/** The writer on this computer's disk, with its own git. */
export const createDiskWriter = (
  parts: Pick<FileWriterParts, 'prompts' | 'preview' | 'homes' | 'isUnsaved' | 'newId'>,
): FileWriter =>
  new FileWriter({
    ...parts,
    files: diskFiles,
    git: runGit,
    findConflicts: (plan, existing) => Promise.resolve(findConflicts(plan, existing)),
  });
