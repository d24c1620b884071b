// What all end-to-end suites share: the packaged extension in one VS Code server, and one Chromium. Started by the first suite.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Browser, type BrowserWindow, launchBrowser } from '../support/browser.ts';
import { skipFor } from '../support/needs.ts';
import { packageVsix, root } from '../support/package.ts';
import { installVsCode, newest, vsCodeNeeds } from '../support/vscode-install.ts';
import { settingsFile, startVsCodeServer, type VsCodeServer, writeSettings } from '../support/vscode-server.ts';
import { inPage, Workbench } from '../support/workbench.ts';

/** Screenshots and the README's picture land here; git ignores it. */
const resultsFolder = path.join(root, 'test-results');

interface Environment {
  readonly server: VsCodeServer;
  readonly browser: Browser;
}

let shared: Promise<Environment> | undefined;

async function start(): Promise<Environment> {
  const installation = await installVsCode(newest, console.log);
  await mkdir(resultsFolder, { recursive: true });
  const server = await startVsCodeServer({
    installation,
    vsix: [await packageVsix()],
    // Only what a test puts into the home folder.
    env: { KUBECONFIG: '' },
  });
  try {
    return { server, browser: await launchBrowser() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

const open = new Set<TestWindow>();

afterEach(async function () {
  if (this.currentTest?.state !== 'failed') return;
  for (const window of open) await window.picture(`failed-${this.currentTest.title.replaceAll(/\W+/g, '-')}`);
});

after(async () => {
  const running = await shared?.catch(() => undefined);
  await running?.browser.close();
  await running?.server.stop();
});

/** Call within `describe`: each test stands on the one before, so after a failure the rest is skipped. */
export function inOrder(): void {
  let broken = false;
  beforeEach(function () {
    if (broken) this.skip();
  });
  afterEach(function () {
    broken ||= this.currentTest?.state === 'failed';
  });
}

/** The suite's `before`: the server and the browser, or a loud skip. */
export async function environment(context: Mocha.Context): Promise<Environment> {
  const need = vsCodeNeeds();
  if (need !== undefined) skipFor(context, need);
  shared ??= start();
  return await shared;
}

export interface WindowOptions {
  /** The user's settings while this window is open. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Files of the workspace, by path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** A fresh window on a fresh folder. `words` collects all that it said at every screenshot. */
export class TestWindow extends Workbench {
  /** The workspace. */
  readonly folder: string;
  readonly #window: BrowserWindow;
  readonly #words: string[] = [];

  private constructor(window: BrowserWindow, folder: string) {
    super(window.page);
    this.#window = window;
    this.folder = folder;
  }

  static async start({ server, browser }: Environment, options: WindowOptions = {}): Promise<TestWindow> {
    await writeSettings(server.folder, options.settings);
    const folder = await mkdtemp(path.join(server.folder, 'workspace-'));
    for (const [name, text] of Object.entries(options.files ?? {})) {
      const file = path.join(folder, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    const opened = new TestWindow(await browser.open(options.viewport), folder);
    open.add(opened);
    await opened.open(`${server.url}/?folder=${encodeURIComponent(folder)}`);
    return opened;
  }

  /** All that the window said whenever a picture was taken. */
  get words(): string {
    return this.#words.join('\n');
  }

  /** Takes a picture for people to look at, and keeps its words for the search for secrets. */
  async picture(name: string): Promise<void> {
    this.#words.push(await this.everyWord());
    await this.page.screenshot({ path: path.join(resultsFolder, `${name}.png`), animations: 'disabled' });
  }

  /** The picture of the README: title and rows of the sidebar, without what the mouse and the keyboard point at. */
  async treePicture(file: string, width: number): Promise<void> {
    await this.widenSidebar(width);
    await this.page.keyboard.press('Escape');
    await this.page.locator('.part.statusbar').hover();
    const sidebar = await this.page.locator('.part.sidebar').boundingBox();
    const rows = await this.page.locator('.pane').getByRole('treeitem').all();
    const last = await rows.at(-1)?.boundingBox();
    if (!sidebar || !last) throw new Error('there is no tree to take a picture of');
    const { x, y } = sidebar;
    const clip = { x, y, width: sidebar.width, height: last.y + last.height + 8 - y };
    await this.page.screenshot({ path: path.join(resultsFolder, file), animations: 'disabled', clip });
  }

  /** Everything that the page keeps: local storage and every IndexedDB database, as JSON by place. */
  async stored(): Promise<ReadonlyMap<string, string>> {
    return new Map(await inPage<[string, string][]>(this.page, 'stored'));
  }

  /** As a person reloads the window; returns once the extensions are there again. */
  async reload(): Promise<void> {
    await this.page.reload({ waitUntil: 'commit' });
    await this.ready();
  }

  /** Requests that would have left this machine. */
  get blocked(): readonly string[] {
    return this.#window.blocked;
  }

  async close(): Promise<void> {
    open.delete(this);
    await this.#window.close();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

export { settingsFile };
