import { execFile } from 'node:child_process';
import { basename, dirname, join, relative } from 'node:path';
import { ignoresByName } from '../core/files/gitignore.ts';
import type { FileSystem } from './file-system.ts';

/** What git would do with a file: `exposed` is committed by the next `git add .`, `tracked` already was. */
export type GitState = 'outside' | 'ignored' | 'tracked' | 'exposed';

/** Runs git in a folder; undefined when there is no git, or it does not answer. */
export type RunGit = (folder: string, args: readonly string[]) => Promise<{ code: number; stdout: string } | undefined>;

/** The `git` of the PATH. */
export const runGit: RunGit = (folder, args) =>
  new Promise((resolve) => {
    // A repository from somewhere else may name programs in its configuration that git would start on its own.
    const quiet = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
    const options = { cwd: folder, env: { ...env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0' }, timeout: 10_000 };
    execFile('git', [...quiet, ...args], options, (error, stdout) => {
      if (error === null) resolve({ code: 0, stdout });
      else resolve(typeof error.code === 'number' ? { code: error.code, stdout } : undefined);
    });
  });

/** What git would do with a file that need not exist yet. Without git's own word the answer is the careful one. */
export async function gitState(file: string, files: FileSystem, git: RunGit): Promise<GitState> {
  const folder = await existingFolder(dirname(file), files);
  const repository = await findRepository(folder, files);
  if (repository === undefined) return 'outside';
  const path = relative(folder, file);
  const tracked = await git(folder, ['ls-files', '-z', '--', `:(literal)${path}`]);
  if (tracked?.code !== 0) return await byName(file, files);
  if (tracked.stdout !== '') return 'tracked';
  const ignored = await git(folder, ['check-ignore', '-q', '--', path]);
  if (ignored?.code === 0) return 'ignored';
  return ignored?.code === 1 ? 'exposed' : await byName(file, files);
}

async function existingFolder(folder: string, files: FileSystem): Promise<string> {
  const kind = await files.kind(folder);
  return kind === undefined && dirname(folder) !== folder ? await existingFolder(dirname(folder), files) : folder;
}

/** A work tree has `.git`, a folder or (in worktrees and submodules) a file, at its top. */
async function findRepository(folder: string, files: FileSystem): Promise<string | undefined> {
  if ((await files.kind(join(folder, '.git'))) !== undefined) return folder;
  return dirname(folder) === folder ? undefined : await findRepository(dirname(folder), files);
}

async function byName(file: string, files: FileSystem): Promise<GitState> {
  const path = join(dirname(file), '.gitignore');
  if ((await files.kind(path)) !== 'file') return 'exposed';
  const text = Buffer.from(await files.read(path)).toString('utf8');
  return ignoresByName(text, basename(file)) ? 'ignored' : 'exposed';
}
