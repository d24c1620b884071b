import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The real openssl, with a folder for the files it reads. */
export interface Openssl {
  readonly folder: string;
  /** Saves a file and gives its path. */
  readonly save: (name: string, content: string | Uint8Array) => Promise<string>;
  /** Standard output; rejects when openssl fails. */
  readonly run: (...args: string[]) => Promise<string>;
  /** What `openssl verify` says of each leaf under strict rules for TLS servers: `OK`, or its reasons. */
  readonly verify: (ca: string, leaves: readonly string[], ...options: string[]) => Promise<string[]>;
  readonly close: () => Promise<void>;
}

/** Opens a folder for one suite. */
export async function startOpenssl(): Promise<Openssl> {
  const folder = await mkdtemp(join(tmpdir(), 'sqlkube-openssl-'));
  let saved = 0;
  const save = async (name: string, content: string | Uint8Array): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };
  const call = async (...args: string[]): Promise<string> => (await run('openssl', args)).stdout;
  const verify = async (ca: string, leaves: readonly string[], ...options: string[]): Promise<string[]> => {
    const trusted = await save(`ca-${++saved}.pem`, ca);
    const paths = await Promise.all(leaves.map((leaf, at) => save(`leaf-${saved}-${at}.pem`, leaf)));
    const args = ['verify', '-x509_strict', '-purpose', 'sslserver', ...options, '-CAfile', trusted, ...paths];
    const said = await run('openssl', args).catch((error: unknown) => error as { stdout: string; stderr: string });
    return paths.map((path) => (said.stdout.includes(`${path}: OK`) ? 'OK' : about(said.stderr, path)));
  };
  return { folder, save, run: call, verify, close: () => rm(folder, { recursive: true, force: true }) };
}

/** The lines between this file's name and the one before it: openssl prints reasons first, then which file failed. */
function about(stderr: string, path: string): string {
  const lines = stderr.split('\n');
  const end = lines.findIndex((line) => line.includes(`${path}: verification failed`));
  const start = lines.slice(0, end).findLastIndex((line) => line.includes('verification failed'));
  return lines.slice(start + 1, end).join('\n');
}
