import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from '../test/support/needs.ts';
import { packageVsix, root } from '../test/support/package.ts';
import { installVsCode, newest } from '../test/support/vscode-install.ts';
import { startVsCodeServer } from '../test/support/vscode-server.ts';

const run = promisify(execFile);

/**
 * Opens VS Code with this extension and the sandbox connected, in temporary user-data and extensions folders: the desktop
 * `code` when it is there, else VS Code in the browser. Returns when the window's process, or Ctrl-C, ends it.
 */
export async function openInVsCode(say: (line: string) => void): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sqlkube-demo-'));
  try {
    const workspace = path.join(folder, 'workspace');
    await mkdir(workspace);
    const vsix = [await packageVsix(), await packageStarter(folder)];
    const code = findProgram('code', 'code.cmd');
    if (code === undefined) await inBrowser(folder, workspace, vsix, say);
    else await onDesktop(code, folder, workspace, vsix, say);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** The small development extension that starts the sandbox once the window is up. */
async function packageStarter(folder: string): Promise<string> {
  const file = path.join(folder, 'starter.vsix');
  const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
  const options = ['package', '--no-dependencies', '--allow-missing-repository', '--skip-license', '-o', file];
  await run(process.execPath, [vsce, ...options], { cwd: path.join(root, 'test/support/sandbox-starter') });
  return file;
}

async function onDesktop(
  code: string,
  folder: string,
  workspace: string,
  vsix: readonly string[],
  say: (line: string) => void,
): Promise<void> {
  const places = ['--user-data-dir', path.join(folder, 'user'), '--extensions-dir', path.join(folder, 'extensions')];
  // `code` is a script on every system, and a batch file on Windows, which only a shell starts.
  const shell = process.platform === 'win32';
  for (const file of vsix) await run(code, [...places, '--install-extension', file], { shell });
  say('opening VS Code with temporary folders; close its window to end …');
  const window = spawn(code, [...places, '--new-window', '--wait', '--disable-workspace-trust', workspace], {
    stdio: 'ignore',
    shell,
  });
  await once(window, 'exit');
}

async function inBrowser(
  folder: string,
  workspace: string,
  vsix: readonly string[],
  say: (line: string) => void,
): Promise<void> {
  if (process.platform !== 'linux') {
    say(
      'VS Code’s command “code” is not on the PATH. In VS Code run “Shell Command: Install code command in PATH”, then again.',
    );
    return;
  }
  say('VS Code is not installed here: opening it in the browser instead.');
  const installation = await installVsCode(newest, say);
  const connectionToken = randomBytes(16).toString('hex');
  const server = await startVsCodeServer({
    installation,
    folder,
    connectionToken,
    vsix,
    settings: { 'security.workspace.trust.enabled': false },
  });
  console.log(`${server.url}/?tkn=${connectionToken}&folder=${encodeURIComponent(workspace)}`);
  say('Open this address in a browser of this machine. Ctrl-C ends it.');
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await server.stop();
}
