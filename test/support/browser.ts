import { type BrowserContext, type Page, chromium } from 'playwright-core';
import { chromiumPath } from './vscode-install.ts';

const quietArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

export interface Browser {
  /** A window with storage of its own, forgotten when it closes. */
  open(viewport?: { readonly width: number; readonly height: number }): Promise<BrowserWindow>;
  close(): Promise<void>;
}

export interface BrowserWindow {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Requests that would have left this machine; must stay empty. */
  readonly blocked: readonly string[];
  close(): Promise<void>;
}

/** The machine's Chromium, headless, with everything but loopback cut off. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error('needs Chromium');
  const browser = await chromium.launch({ executablePath, headless: true, args: quietArguments });
  return {
    open: async (viewport = { width: 1280, height: 800 }) => {
      const context = await browser.newContext({ viewport, permissions: ['clipboard-read', 'clipboard-write'] });
      const blocked: string[] = [];
      await context.route(
        (url) => /^https?:$/.test(url.protocol) && url.hostname !== '127.0.0.1',
        async (route) => {
          blocked.push(route.request().url());
          await route.abort();
        },
      );
      return { context, page: await context.newPage(), blocked, close: async () => await context.close() };
    },
    close: async () => await browser.close(),
  };
}
