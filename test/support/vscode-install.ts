import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { access, symlink, writeFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { cacheRoot, hashOf, madeOnce } from './cache.ts';
import { findProgram } from './needs.ts';

const run = promisify(execFile);

/** A VS Code server as the registry ships it inside code-server, with the Node major that this build wants. */
export interface VsCodeBuild {
  readonly label: 'newest' | 'floor';
  readonly codeServer: string;
  readonly node: string;
}

/** 1.139.1: the newest build that the registry had when this was written. */
export const newest: VsCodeBuild = { label: 'newest', codeServer: '4.139.1', node: '24.21.0' };
/** 1.104.0: the minor of `engines.vscode` and `@types/vscode`; its extension host is Node 22. */
export const floor: VsCodeBuild = { label: 'floor', codeServer: '4.104.0', node: '22.23.3' };

export interface VsCodeInstallation {
  readonly node: string;
  /** `server-main.js` of VS Code itself; code-server's own wrapper is not used. */
  readonly server: string;
  readonly build: VsCodeBuild;
}

/** What this machine lacks to run the real VS Code in a browser, or undefined. */
export function vsCodeNeeds(): string | undefined {
  if (process.platform !== 'linux') return 'Linux (elsewhere: npm run test:desktop)';
  if (chromiumPath() === undefined) return 'Chromium';
  return undefined;
}

/** Chromium of the machine; never one that a test tool would download. */
export const chromiumPath = (): string | undefined =>
  process.env['CHROMIUM'] ?? findProgram('chromium', 'chromium-browser', 'google-chrome');

/** Installs a VS Code server once per machine (about 500 MB in the user's cache folder, one to two minutes). */
export async function installVsCode(
  build: VsCodeBuild,
  say: (line: string) => void = () => undefined,
): Promise<VsCodeInstallation> {
  const recipe = 'v2';
  const name = `vscode-${build.codeServer}-${hashOf(recipe, build.codeServer, build.node, process.arch)}`;
  const folder = await madeOnce(path.join(cacheRoot, name), async (target) => {
    say(
      `installing VS Code (code-server ${build.codeServer}) from the npm registry into ${target}, once for this machine …`,
    );
    await install(build, target);
  });
  return {
    build,
    node: path.join(folder, 'node/node_modules', nodePackage, 'bin/node'),
    server: path.join(folder, 'server/node_modules/code-server/lib/vscode/out/server-main.js'),
  };
}

const nodePackage = `node-linux-${process.arch === 'arm64' ? 'arm64' : 'x64'}`;
const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];

async function install(build: VsCodeBuild, folder: string): Promise<void> {
  const nodeFolder = path.join(folder, 'node');
  const serverFolder = path.join(folder, 'server');
  for (const each of [nodeFolder, serverFolder]) {
    await mkdir(each);
    await writeFile(path.join(each, 'package.json'), '{"private":true}');
  }
  // The package behind `node`: no scripts, and it carries the headers that native modules are built against.
  await run('npm', ['install', '--ignore-scripts', ...quiet, `${nodePackage}@${build.node}`], { cwd: nodeFolder });
  const nodeHome = path.join(nodeFolder, 'node_modules', nodePackage);
  const env = { ...process.env, PATH: `${nodeHome}/bin:${process.env['PATH'] ?? ''}`, npm_config_nodedir: nodeHome };
  // Without code-server's postinstall, which would build modules for Kerberos, SQLite and Windows that no test needs.
  await run('npm', ['install', '--ignore-scripts', ...quiet, `code-server@${build.codeServer}`], {
    cwd: serverFolder,
    env,
  });
  const vscode = path.join(serverFolder, 'node_modules/code-server/lib/vscode');
  // `npm ci` refuses: the lock file that VS Code's server ships is out of step by one package.
  await run('npm', ['install', '--omit=dev', '--ignore-scripts', ...quiet], { cwd: vscode, env });
  const watchdog = existsSync(path.join(vscode, 'node_modules/@vscode/native-watchdog'))
    ? '@vscode/native-watchdog'
    : 'native-watchdog';
  // Native modules only quieten the server's log; a machine without a compiler still runs every test.
  await run('npm', ['rebuild', ...quiet, '@vscode/spdlog', watchdog], { cwd: vscode, env }).catch(() => undefined);
  await linkRipgrep(path.join(vscode, 'node_modules/@vscode/ripgrep/bin'));
}

/** Older VS Code fetches ripgrep in a postinstall; quick open needs it. */
async function linkRipgrep(bin: string): Promise<void> {
  const system = findProgram('rg');
  if (system === undefined || !existsSync(path.dirname(bin))) return;
  await mkdir(bin, { recursive: true });
  await access(path.join(bin, 'rg')).catch(async () => await symlink(system, path.join(bin, 'rg')));
}
