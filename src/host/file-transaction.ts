import { dirname, join } from 'node:path';
import { err, ok, type Result } from '../core/result.ts';
import { errorCode, type FileSystem } from './file-system.ts';

/** One file that takes its place together with the others. */
export interface FileChange {
  /** Absolute. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly mode: number;
  /** What was there when the user was asked; undefined for nothing. */
  readonly expected: Uint8Array | undefined;
}

/** Why nothing was written. */
export interface TransactionFault {
  readonly path: string;
  /** `changed` when somebody else wrote there meanwhile, else the system's code. */
  readonly code: string;
  /** Originals that could not be put back, under the name that they were kept by. Empty but for a disk that fails twice. */
  readonly left: readonly string[];
}

/**
 * Writes all files or none. First every new content lies on the disk under a name of its own: what can go wrong (a full disk, a
 * read-only folder) goes wrong here, before anything is touched. Then each file takes its place by a rename, with the
 * original kept beside it until the last one is done. `mark` makes the side names and must be new each time.
 */
export async function writeAll(
  files: FileSystem,
  folders: readonly string[],
  changes: readonly FileChange[],
  mark: string,
): Promise<Result<true, TransactionFault>> {
  const undo: Undo[] = [];
  let at = folders[0] ?? '';
  try {
    for (const folder of folders) {
      at = folder;
      await files.makeFolder(folder);
      undo.push({ run: () => files.removeFolder(folder) });
    }
    for (const { path, bytes, mode } of changes) {
      at = path;
      // Before the attempt: a full disk leaves half a file.
      undo.push({ run: () => removeIfThere(files, sideName(path, mark, 'new')) });
      await files.create(sideName(path, mark, 'new'), bytes, mode);
    }
    for (const change of changes) {
      at = change.path;
      await takePlace(files, change, { mark, undo });
    }
  } catch (thrown) {
    const left = await rollBack(undo);
    return err({ path: at, code: thrown instanceof Changed ? 'changed' : errorCode(thrown), left });
  }
  // All is in place; an original that cannot be removed any more is litter, not a loss.
  for (const { path } of changes) await removeIfThere(files, sideName(path, mark, 'old')).catch(() => undefined);
  return ok(true);
}

interface Undo {
  readonly run: () => Promise<void>;
  /** Named when undoing fails. */
  readonly kept?: string;
}

class Changed extends Error {}

async function takePlace(
  files: FileSystem,
  { path, expected }: FileChange,
  { mark, undo }: { readonly mark: string; readonly undo: Undo[] },
): Promise<void> {
  const there = (await files.kind(path)) === undefined ? undefined : await files.read(path);
  if (!isSame(there, expected)) throw new Changed();
  const [fresh, old] = [sideName(path, mark, 'new'), sideName(path, mark, 'old')];
  if (there === undefined) {
    undo.push({ run: () => removeIfThere(files, path) });
  } else {
    undo.push({ run: () => removeIfThere(files, old) });
    await files.keep(path, old);
    // Replaces the undo step above: from here on the kept name is the only original.
    undo.splice(-1, 1, { run: () => putBack(files, old, path), kept: old });
  }
  await files.rename(fresh, path);
}

async function putBack(files: FileSystem, old: string, path: string): Promise<void> {
  await files.rename(old, path);
  // Renaming one name of a file to another name of the same file does nothing (documented: POSIX rename).
  await removeIfThere(files, old);
}

const isSame = (left: Uint8Array | undefined, right: Uint8Array | undefined): boolean =>
  left === undefined || right === undefined ? left === right : Buffer.from(left).equals(right);

/** Hidden, and in the same folder: a rename across file systems is a copy. */
const sideName = (path: string, mark: string, kind: 'new' | 'old'): string =>
  join(dirname(path), `.${path.slice(dirname(path).length).replace(/^[\\/]/, '')}.${mark}.${kind}`);

async function removeIfThere(files: FileSystem, path: string): Promise<void> {
  if ((await files.kind(path)) !== undefined) await files.remove(path);
}

async function rollBack(undo: readonly Undo[]): Promise<readonly string[]> {
  const left: string[] = [];
  for (const { run, kept } of [...undo].reverse()) {
    try {
      await run();
    } catch {
      if (kept !== undefined) left.push(kept);
    }
  }
  return left;
}
