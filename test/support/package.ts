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

/** Packages a small extension of the tests' own, a folder below the root, as it is; returns the VSIX's path. */
export async function packageHelper(folder: string, into: string): Promise<string> {
  const file = path.join(into, `${path.basename(folder)}.vsix`);
  const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
  const options = ['package', '--no-dependencies', '--allow-missing-repository', '--skip-license', '-o', file];
  await run(process.execPath, [vsce, ...options], { cwd: path.join(root, folder) });
  return file;
}
