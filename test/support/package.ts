import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The repository's root. */
export const root = path.join(import.meta.dirname, '../..');

/** Builds and packages this checkout as people will install it; returns the VSIX's path. */
export async function packageVsix(): Promise<string> {
  const bin = path.join(root, 'node_modules/.bin');
  const env = { ...process.env, PATH: `${path.dirname(process.execPath)}:${bin}:${process.env['PATH'] ?? ''}` };
  await run('npm', ['run', '--silent', 'package'], { cwd: root, env });
  return path.join(root, 'sqlkube.vsix');
}
