// npm run test:desktop: the same suite in the desktop's extension host, which @vscode/test-electron downloads.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { runTests } from '@vscode/test-electron';
import { buildSuite } from './build.ts';

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '../..');
const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { engines: { vscode: string } };
const oldest = manifest.engines.vscode.replace('^', '');

await run(process.execPath, [path.join(root, 'esbuild.mjs')]);
const extensionTestsPath = await buildSuite();
// A fresh folder is not trusted; without the prompt nobody makes it so.
const suites = [
  { name: 'all', settings: {}, arguments: ['--disable-workspace-trust'] },
  { name: 'restricted', settings: { 'security.workspace.trust.startupPrompt': 'never' }, arguments: [] },
];
for (const version of ['stable', oldest]) {
  for (const suite of suites) {
    const folder = await mkdtemp(path.join(tmpdir(), 'sqlkube-desktop-'));
    const user = path.join(folder, 'user');
    const workspace = path.join(folder, 'workspace');
    try {
      await mkdir(path.join(user, 'User'), { recursive: true });
      await mkdir(workspace);
      await writeFile(path.join(user, 'User/settings.json'), JSON.stringify(suite.settings));
      await runTests({
        version,
        extensionDevelopmentPath: root,
        extensionTestsPath,
        extensionTestsEnv: { TEST_RESULTS: path.join(folder, 'results.json'), SQLKUBE_SUITE: suite.name },
        launchArgs: ['--disable-extensions', ...suite.arguments, '--user-data-dir', user, workspace],
      });
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    }
  }
}
