import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The repository's root. */
export const root = path.join(import.meta.dirname, '../..');

const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
// As the npm script `package` does; these run where npm is not on the PATH, or is a batch file.
const packageOptions = [
  'package',
  '--no-dependencies',
  '--allow-missing-repository',
  '--skip-license',
  '--no-rewrite-relative-links',
  '-o',
];

/** Builds and packages this checkout as people will install it; returns the VSIX's path. */
export async function packageVsix(): Promise<string> {
  await run(process.execPath, [path.join(root, 'esbuild.mjs'), '--minify'], { cwd: root });
  await run(process.execPath, [vsce, ...packageOptions, 'sqlkube.vsix'], { cwd: root });
  return path.join(root, 'sqlkube.vsix');
}

/** Packages a small extension of the tests' own as it is, a folder below the root or anywhere; returns the VSIX's path. */
export async function packageHelper(folder: string, into: string): Promise<string> {
  const file = path.join(into, `${path.basename(folder)}.vsix`);
  await run(process.execPath, [vsce, ...packageOptions, file], { cwd: path.resolve(root, folder) });
  return file;
}
