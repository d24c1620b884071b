import { constants } from 'node:fs';
import { chmod, copyFile, link, lstat, mkdir, open, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { err, ok, type Result } from '../core/result.ts';

/** What stands at a path, links not followed. */
type PathKind = 'file' | 'folder' | 'link' | 'other';

/** The file system, as far as writing needs it: small enough that a test can let any single step fail. */
export interface FileSystem {
  /** Undefined when nothing is there. */
  readonly kind: (path: string) => Promise<PathKind | undefined>;
  readonly read: (path: string) => Promise<Uint8Array>;
  /** Makes a file that was not there; its bytes are on the disk when this resolves. */
  readonly create: (path: string, bytes: Uint8Array, mode: number) => Promise<void>;
  /** Gives a file a second name, so that the first may be taken by something else. */
  readonly keep: (path: string, as: string) => Promise<void>;
  /** Takes the place of whatever file is there, in one step. */
  readonly rename: (from: string, to: string) => Promise<void>;
  readonly remove: (path: string) => Promise<void>;
  /** One level. */
  readonly makeFolder: (path: string) => Promise<void>;
  /** Only an empty one. */
  readonly removeFolder: (path: string) => Promise<void>;
}

/** The code of a system error, such as `ENOSPC`. Anything else that was thrown is a programmer's error and goes on. */
export function errorCode(thrown: unknown): string {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  // Node's own errors are called ERR_…
  if (typeof code === 'string' && /^E[A-Z0-9]+$/.test(code)) return code;
  throw thrown;
}

/** The disk of the machine on which the extension runs. */
export const diskFiles: FileSystem = {
  kind: async (path) => {
    try {
      const found = await lstat(path);
      if (found.isSymbolicLink()) return 'link';
      return found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other';
    } catch (thrown) {
      if (['ENOENT', 'ENOTDIR'].includes(errorCode(thrown))) return undefined;
      throw thrown;
    }
  },
  read: (path) => readFile(path),
  create: async (path, bytes, mode) => {
    const file = await open(path, 'wx', mode);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    // The mode of open() is cut by the umask.
    await chmod(path, mode);
  },
  keep: async (path, as) => {
    try {
      await link(path, as);
    } catch {
      // Not every file system has hard links. The copy has the mode of the original.
      await copyFile(path, as, constants.COPYFILE_EXCL);
    }
  },
  rename: (from, to) => rename(from, to),
  remove: (path) => rm(path),
  makeFolder: (path) => mkdir(path),
  removeFolder: (path) => rmdir(path),
};

/** A whole file, or the system's word for why it cannot be read. */
export async function readBytes(path: string): Promise<Result<Uint8Array, string>> {
  try {
    return ok(await diskFiles.read(path));
  } catch (thrown) {
    return err(errorCode(thrown));
  }
}
