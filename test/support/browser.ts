import path from 'node:path';
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
  readonly context: BrowserContext;
  readonly page: Page;
  /** Requests that would have left this machine; must stay empty. */
  readonly blocked: readonly string[];
  close(): Promise<void>;
}

/** The machine's Chromium, headless, with everything but loopback cut off. */
export async function openBrowser(folder: string, viewport = { width: 1280, height: 800 }): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error('needs Chromium');
  const context = await chromium.launchPersistentContext(path.join(folder, 'chromium'), {
    executablePath,
    headless: true,
    viewport,
    permissions: ['clipboard-read', 'clipboard-write'],
    args: quietArguments,
  });
  const blocked: string[] = [];
  await context.route(
    (url) => /^https?:$/.test(url.protocol) && url.hostname !== '127.0.0.1',
    async (route) => {
      blocked.push(route.request().url());
      await route.abort();
    },
  );
  return {
    context,
    page: context.pages()[0] ?? (await context.newPage()),
    blocked,
    close: async () => await context.close(),
  };
}
