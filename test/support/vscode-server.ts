import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { openSync, closeSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { VsCodeInstallation } from './vscode-install.ts';

const run = promisify(execFile);

/** Settings that keep the window still: no welcome page, no AI, no updates, no telemetry, no git. */
const calmSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'git.enabled': false,
  'window.autoDetectColorScheme': false,
  'workbench.colorTheme': 'Default Dark Modern',
};

export interface ServerOptions {
  readonly installation: VsCodeInstallation;
  /** A run folder of its own: user data, extensions, home. Made when absent, removed by `stop` unless `keep`. */
  readonly folder?: string;
  readonly keep?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  /** VS Code's own switch that lets a page name an extension under development and its tests. It silences toasts and refuses modals. */
  readonly testDriver?: boolean;
  /** Asked of every browser that opens the window. Tests go without. */
  readonly connectionToken?: string;
  /** Installed before the server starts. */
  readonly vsix?: readonly string[];
}

export interface VsCodeServer {
  readonly url: string;
  readonly port: number;
  readonly folder: string;
  stop(): Promise<void>;
}

/** The user's settings of a server that runs in `folder`. */
export const settingsFile = (folder: string): string => path.join(folder, 'server/data/User/settings.json');

/** Replaces the user's settings: the calm ones and these. */
export async function writeSettings(folder: string, settings: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await mkdir(path.dirname(settingsFile(folder)), { recursive: true });
  await writeFile(settingsFile(folder), JSON.stringify({ ...calmSettings, ...settings }, null, 1));
}

const freePort = async (): Promise<number> =>
  await new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });

/** Starts VS Code's server on loopback, with nothing of the user's own VS Code in sight. */
export async function startVsCodeServer(options: ServerOptions): Promise<VsCodeServer> {
  const folder = options.folder ?? (await mkdtemp(path.join(tmpdir(), 'sqlkube-vscode-')));
  const extensions = path.join(folder, 'extensions');
  await Promise.all(
    [extensions, path.join(folder, 'home')].map(async (each) => await mkdir(each, { recursive: true })),
  );
  await writeSettings(folder, options.settings);
  const env = environment(folder, options.env);
  const places = [
    '--server-data-dir',
    path.join(folder, 'server'),
    '--extensions-dir',
    extensions,
    '--accept-server-license-terms',
  ];
  const { node, server } = options.installation;
  for (const vsix of options.vsix ?? []) {
    const { stdout } = await run(node, [server, ...places, '--install-extension', path.resolve(vsix), '--force'], {
      env,
    });
    if (!stdout.includes('successfully installed')) throw new Error(`VS Code did not install ${vsix}: ${stdout}`);
  }
  const port = await freePort();
  const token =
    options.connectionToken === undefined
      ? ['--without-connection-token']
      : ['--connection-token', options.connectionToken];
  const driver = options.testDriver === true ? ['--enable-smoke-test-driver'] : [];
  const logFile = path.join(folder, 'server.log');
  const log = openSync(logFile, 'a');
  const child = spawn(
    node,
    [server, '--host', '127.0.0.1', '--port', String(port), ...places, '--telemetry-level', 'off', ...token, ...driver],
    {
      env,
      stdio: ['ignore', log, log],
      detached: true,
    },
  );
  closeSync(log);
  const stopProcess = endGroup(child);
  const url = `http://127.0.0.1:${port}`;
  await answers(`${url}/version`, child, logFile).catch(async (error: unknown) => {
    await stopProcess();
    throw error;
  });
  return {
    url,
    port,
    folder,
    stop: async () => {
      await stopProcess();
      if (options.keep !== true && options.folder === undefined)
        await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** What would lead a child VS Code back to the window or test run that started us. */
const notInherited = new Set(['NODE_OPTIONS', 'VSCODE_IPC_HOOK_CLI', 'ELECTRON_RUN_AS_NODE', 'NODE_V8_COVERAGE']);

function environment(folder: string, extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const config = path.join(folder, 'config');
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !notInherited.has(name))),
    EXTENSIONS_GALLERY: '{}',
    HOME: path.join(folder, 'home'),
    XDG_CONFIG_HOME: config,
    XDG_DATA_HOME: config,
    XDG_CACHE_HOME: config,
    ...extra,
  };
}

async function answers(url: string, child: ChildProcess, logFile: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const up = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (up) return;
    if (child.exitCode !== null || Date.now() > deadline) {
      throw new Error(`VS Code's server did not come up:\n${await readFile(logFile, 'utf8')}`);
    }
    await delay(50);
  }
}

/** The child leads a process group, so exactly what it started is ended. */
function endGroup(child: ChildProcess): () => Promise<void> {
  const signal = (name: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // the group is gone
    }
  };
  const isAlive = (): boolean => {
    try {
      return child.pid !== undefined && process.kill(-child.pid, 0);
    } catch {
      return false;
    }
  };
  const onExit = (): void => signal('SIGKILL');
  process.once('exit', onExit);
  return async () => {
    process.off('exit', onExit);
    if (child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      signal('SIGTERM');
      const hard = setTimeout(() => signal('SIGKILL'), 5000);
      await gone;
      clearTimeout(hard);
    }
    // What the server started, such as a sandbox, tidies up after itself; no event tells that the last of a group is gone.
    for (let left = 40; left > 0 && isAlive(); left -= 1) await delay(50);
    signal('SIGKILL');
  };
}
