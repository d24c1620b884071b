import { X509Certificate } from 'node:crypto';
import { existsSync, watch } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSandboxProgram } from '../test/e2e/sandbox-program.ts';
import { launchBrowser } from '../test/support/browser.ts';
import { packageHelper, packageVsix } from '../test/support/package.ts';
import { installVsCode, newest } from '../test/support/vscode-install.ts';
import { startVsCodeServer } from '../test/support/vscode-server.ts';
import { Workbench } from '../test/support/workbench.ts';
import { type Figure, within } from './figure.ts';

const pods = 50_000;
const limitMegabytes = 150;
const namespace = 'fleet';
const connectionName = 'bench';

/**
 * All pods loaded and their namespace expanded, in the real window: what the extension host takes more than when idle; at
 * rest, and right after one ordinary collection. Between the two V8 keeps room for the next burst of work: after VS Code's
 * start, and more of it after ours. The goal has to hold by either reading.
 */
export async function memory(say: (line: string) => void): Promise<readonly Figure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sqlkube-memory-'));
  const closing: (() => Promise<unknown>)[] = [
    async () => await rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  ];
  try {
    const vsix = [await packageVsix(), await packageHelper('bench/memory-probe', folder)];
    const sandbox = await startSandboxProgram('--pods', String(pods));
    closing.push(async () => await sandbox.stop());
    const { sqlserver, proxy, database, credential } = sandbox.description;
    const server = `${sqlserver.host},${sqlserver.port}`;
    const pem = await readFile(sqlserver.ca, 'utf8');
    const socket = path.join(folder, 'probe.sock');
    const vscode = await startVsCodeServer({
      installation: await installVsCode(newest, say),
      vsix,
      env: { BENCH_SOCKET: socket },
      settings: {
        'security.workspace.trust.enabled': false,
        ...noPortScan,
        'sqlkube.connections': [{ id: 'bench', name: connectionName, server, database, user: sqlserver.user }],
        'sqlkube.endpoints': [
          {
            id: 'bench',
            connectionId: 'bench',
            url: proxy.url,
            authentication: { kind: 'credential', name: credential },
            namespaces: [namespace],
          },
        ],
        'sqlkube.certificatePins': {
          [`${sqlserver.host}:${sqlserver.port}`]: { fingerprint256: new X509Certificate(pem).fingerprint256, pem },
        },
      },
    });
    closing.push(async () => await vscode.stop());
    const browser = await launchBrowser();
    closing.push(async () => await browser.close());
    const window = new Workbench((await browser.open()).page);
    await window.open(`${vscode.url}/?folder=${encodeURIComponent(folder)}`);
    await window.showView(/SQL Kube/);
    await window.row(connectionName, /not connected/).waitFor();
    await listens(socket);
    const idle = await memoryOf(socket);
    await loadAll(window, sqlserver.password);
    const full = await memoryOf(socket);
    for (const [what, memory] of Object.entries({ idle, full }))
      for (const [when, usage] of Object.entries(memory)) say(`${what}, ${when}: ${inMegabytes(usage)}`);
    const above = (when: 'collected' | 'rest', kind: 'heapUsed' | 'rss'): number =>
      (full[when][kind] - idle[when][kind]) / 1e6;
    const where = 'extension host with 50,000 pods expanded';
    return [
      within(`${where}, at rest, heap used above idle`, above('rest', 'heapUsed'), limitMegabytes, 'MB'),
      within(`${where}, at rest, resident above idle`, above('rest', 'rss'), limitMegabytes, 'MB'),
      within(`${where}, after one collection, resident above idle`, above('collected', 'rss'), limitMegabytes, 'MB'),
    ];
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

/** What the probe tells. */
type Memory = Readonly<Record<'asked' | 'collected' | 'rest', NodeJS.MemoryUsage>>;

/** VS Code's server, unlike the desktop, looks through every process of the machine each two seconds; it would never rest. */
const noPortScan = { 'remote.autoForwardPorts': false, 'remote.autoForwardPortsSource': 'output' };

const inMegabytes = (usage: NodeJS.MemoryUsage): string =>
  Object.entries(usage)
    .map(([kind, bytes]: [string, number]) => `${kind} ${(bytes / 1e6).toFixed(0)} MB`)
    .join(', ');

/** As a user does it: connect, expand, load all; over once the tree itself holds every row. */
async function loadAll(window: Workbench, password: string): Promise<void> {
  await window.row(connectionName).click();
  await window.answer('Password of', password);
  await window.expand(window.row(namespace));
  const all = window.row(new RegExp(`^Load all`));
  await window.row(namespace, /^500 of 50,000 loaded/).waitFor();
  await window.page.keyboard.press('End');
  await all.click();
  await window.row(namespace, /^50,000 pods/).waitFor({ timeout: 300_000 });
  await window.page.locator(`.pane [role=treeitem][aria-setsize="${pods}"]`).first().waitFor({ timeout: 60_000 });
}

/** The probe starts when VS Code has finished starting, which can be later than our view; its socket appears in the folder. */
async function listens(socketPath: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const over = (error?: Error): void => {
      clearTimeout(limit);
      watcher.close();
      if (error === undefined) resolve();
      else reject(error);
    };
    const watcher = watch(path.dirname(socketPath), (_kind, name) => {
      if (name === path.basename(socketPath)) over();
    });
    const limit = setTimeout(
      () => over(new Error('the probe in the extension host did not start within 60 s')),
      60_000,
    );
    if (existsSync(socketPath)) over();
  });
}

async function memoryOf(socketPath: string): Promise<Memory> {
  return await new Promise((resolve, reject) => {
    const asked = request({ socketPath, path: '/' }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.once('end', () => resolve(JSON.parse(text) as Memory));
    });
    asked.once('error', reject).end();
  });
}
