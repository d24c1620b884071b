import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { SandboxDescription } from '../src/sandbox/sandbox.ts';
import { findProgram } from '../test/support/needs.ts';
import { packageHelper, packageVsix } from '../test/support/package.ts';
import { installVsCode, newest } from '../test/support/vscode-install.ts';
import { startVsCodeServer } from '../test/support/vscode-server.ts';

const run = promisify(execFile);

/**
 * Opens VS Code with this extension and the sandbox connected, in temporary user-data and extensions folders: the desktop
 * `code` when it is there, else VS Code in the browser. Returns when the window's process, or Ctrl-C, ends it. With `parts`
 * they take the place of the sandbox: they run already.
 */
export async function openInVsCode(
  say: (line: string) => void,
  interrupted: AbortSignal,
  parts?: SandboxDescription,
): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sqlkube-demo-'));
  try {
    const workspace = path.join(folder, 'workspace');
    await mkdir(workspace);
    const vsix = [await packageVsix(), await packageHelper('test/support/sandbox-starter', folder)];
    interrupted.throwIfAborted();
    const places = { folder, workspace, vsix, parts };
    const code = findProgram('code', 'code.cmd');
    if (code === undefined) await inBrowser(places, say, interrupted);
    else await onDesktop(code, places, say, interrupted);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

interface Places {
  readonly folder: string;
  readonly workspace: string;
  readonly vsix: readonly string[];
  readonly parts: SandboxDescription | undefined;
}

/** In this demo's copy of the extension, a program that says where the parts are takes the place of the sandbox. */
async function putInPlace({ folder, parts }: Places): Promise<void> {
  if (parts === undefined) return;
  const extensions = path.join(folder, 'extensions');
  const ours = (await readdir(extensions)).find((name) => name.startsWith('sqlkube.sqlkube-'));
  if (ours === undefined) throw new Error(`the extension is not in ${extensions}`);
  const programs = path.join(extensions, ours, 'dist');
  await writeFile(path.join(programs, 'demo-parts.json'), JSON.stringify(parts), { mode: 0o600 });
  await copyFile(path.join(import.meta.dirname, 'demo-parts.cjs'), path.join(programs, 'sandbox.cjs'));
}

async function onDesktop(
  code: string,
  given: Places,
  say: (line: string) => void,
  interrupted: AbortSignal,
): Promise<void> {
  const { folder, workspace, vsix } = given;
  const places = ['--user-data-dir', path.join(folder, 'user'), '--extensions-dir', path.join(folder, 'extensions')];
  // `code` is a script on every system, and a batch file on Windows, which only a shell starts.
  const shell = process.platform === 'win32';
  for (const file of vsix) await run(code, [...places, '--install-extension', file], { shell });
  await putInPlace(given);
  say('opening VS Code with temporary folders; close its window to end …');
  const window = spawn(code, [...places, '--new-window', '--wait', '--disable-workspace-trust', workspace], {
    stdio: 'ignore',
    shell,
  });
  interrupted.addEventListener('abort', () => window.kill());
  await once(window, 'exit');
}

async function inBrowser(given: Places, say: (line: string) => void, interrupted: AbortSignal): Promise<void> {
  const { folder, workspace, vsix } = given;
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
  try {
    await putInPlace(given);
    console.log(`${server.url}/?tkn=${connectionToken}&folder=${encodeURIComponent(workspace)}`);
    say('Open this address in a browser of this machine. Ctrl-C ends it.');
    if (!interrupted.aborted) await once(interrupted, 'abort');
  } finally {
    await server.stop();
  }
}
