// npm run test:desktop: the same suite in the desktop's extension host, which @vscode/test-electron downloads.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
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
for (const version of ['stable', oldest]) {
  const folder = await mkdtemp(path.join(tmpdir(), 'sqlkube-desktop-'));
  try {
    await runTests({
      version,
      extensionDevelopmentPath: root,
      extensionTestsPath,
      extensionTestsEnv: { TEST_RESULTS: path.join(folder, 'results.json') },
      launchArgs: [
        '--disable-extensions',
        '--disable-workspace-trust',
        '--user-data-dir',
        path.join(folder, 'user'),
        folder,
      ],
    });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
