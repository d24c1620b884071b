import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { format } from 'node:util';
import { launchBrowser } from './browser.ts';
import type { VsCodeInstallation } from './vscode-install.ts';
import { startVsCodeServer } from './vscode-server.ts';

export interface HostRun {
  readonly passed: readonly string[];
  readonly failed: readonly { readonly title: string; readonly message: string }[];
  readonly pending: readonly string[];
}

export interface HostRunOptions {
  readonly installation: VsCodeInstallation;
  /** The folder with the extension's package.json. */
  readonly extension: string;
  /** A CommonJS file that exports `run()` and writes its results to $TEST_RESULTS as its last act. */
  readonly tests: string;
  readonly workspace: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  /** Installed beside the extension under development. */
  readonly vsix?: readonly string[];
  readonly say: (line: string) => void;
}

const noise =
  /workbench\.js:|^(Resolv(ing|ed) connection|Creating a socket|\[reconnection|\[AccountPolicy|\[AgentHost|\[Service Worker|Ignoring fetching|Updating additional|No search provider|Timed out waiting for auth)/;

/**
 * Runs a suite inside the real extension host: VS Code's own extension-test mechanism, reached through the page's
 * `payload`. A dying extension host is reported as exit code 0, so only a results file counts as an answer.
 */
export async function runInExtensionHost<T = HostRun>(options: HostRunOptions): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sqlkube-host-'));
  const resultsFile = path.join(folder, 'results.json');
  const server = await startVsCodeServer({
    installation: options.installation,
    folder,
    testDriver: true,
    ...(options.vsix === undefined ? {} : { vsix: options.vsix }),
    settings: { 'security.workspace.trust.enabled': false, ...options.settings },
    env: { ...options.env, TEST_RESULTS: resultsFile },
  });
  const browser = await launchBrowser();
  try {
    const { page, blocked } = await browser.open();
    const hostCode = new Promise<number>((resolve, reject) => {
      void page.exposeFunction('codeAutomationExit', (code: number) => resolve(code));
      page.on('crash', () => reject(new Error('the page crashed')));
      setTimeout(
        () => reject(new Error(`no result after ${options.timeoutMs ?? 180_000} ms`)),
        options.timeoutMs ?? 180_000,
      ).unref();
    });
    await page.exposeFunction('codeAutomationLog', (_type: string, values: readonly unknown[]) => {
      const line = format(...values);
      if (!noise.test(line)) options.say(line);
    });
    const remote = (file: string): string => `vscode-remote://127.0.0.1:${server.port}${encodeURI(file)}`;
    const payload = [
      ['extensionDevelopmentPath', remote(options.extension)],
      ['extensionTestsPath', remote(options.tests)],
      ['enableProposedApi', ''],
      ['skipWelcome', 'true'],
      ['skipReleaseNotes', 'true'],
    ];
    const query = new URLSearchParams({ folder: options.workspace, payload: JSON.stringify(payload) });
    await page.goto(`${server.url}/?${query.toString()}`, { waitUntil: 'commit' });
    const code = await hostCode;
    const results = JSON.parse(await readFile(resultsFile, 'utf8').catch(() => 'null')) as T | null;
    if (results === null)
      throw new Error(`the extension host ended with ${code} without results: it died, or never ran the suite`);
    if (blocked.length > 0) throw new Error(`requests left this machine: ${blocked.join(' ')}`);
    return results;
  } finally {
    await browser.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
