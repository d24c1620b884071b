import { createHash } from 'node:crypto';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** The user's cache folder for things that are slow to make and the same for every clone. */
export const cacheRoot =
  process.env['SQLKUBE_CACHE'] ?? path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'sqlkube');

/** A short name for a set of inputs. */
export const hashOf = (...inputs: readonly string[]): string =>
  createHash('sha256').update(inputs.join('\0')).digest('hex').slice(0, 16);

const exists = async (file: string): Promise<boolean> =>
  await stat(file).then(
    () => true,
    () => false,
  );

/**
 * Makes `folder` once per machine: `make` runs in a fresh folder while a lock is held, and a marker written last says it is
 * complete, so an interrupted attempt is started over and never used. Returns the folder.
 */
export async function madeOnce(folder: string, make: (folder: string) => Promise<void>): Promise<string> {
  const marker = path.join(folder, '.complete');
  if (await exists(marker)) return folder;
  await mkdir(path.dirname(folder), { recursive: true });
  const lockFile = `${folder}.lock`;
  const unlock = await lock(lockFile);
  try {
    if (await exists(marker)) return folder;
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await make(folder);
    await (await open(marker, 'w')).close();
    return folder;
  } finally {
    await unlock();
  }
}

/** Another process may be making the same thing; there is no event for a file's removal that works everywhere, so look again. */
async function lock(file: string): Promise<() => Promise<void>> {
  for (;;) {
    try {
      const handle = await open(file, 'wx');
      await handle.writeFile(String(process.pid));
      await handle.close();
      return async () => await rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (await isStale(file)) await rm(file, { force: true });
      else await delay(500);
    }
  }
}

async function isStale(file: string): Promise<boolean> {
  const { readFile } = await import('node:fs/promises');
  const pid = Number(await readFile(file, 'utf8').catch(() => ''));
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}
