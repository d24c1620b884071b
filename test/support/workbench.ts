import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { FrameLocator, Locator, Page } from 'playwright-core';

interface TreeRow {
  readonly level: number;
  readonly label: string;
  readonly description: string;
}

/** Evaluates `page/<name>.cjs` in the page. Those files stand apart because nothing else here may know of a DOM. */
export async function inPage<T>(page: Page, name: string): Promise<T> {
  return await page.evaluate<T>(await readFile(path.join(import.meta.dirname, 'page', `${name}.cjs`), 'utf8'));
}

/** A VS Code window as a person meets it. All selectors of the end-to-end tests are here. */
export class Workbench {
  readonly page: Page;
  readonly quickInput: Locator;

  constructor(page: Page) {
    this.page = page;
    this.quickInput = page.locator('.quick-input-widget');
  }

  async open(address: string): Promise<void> {
    await this.page.goto(address, { waitUntil: 'commit' });
    await this.ready();
  }

  /** Returns once the installed extensions are there: a palette that was opened earlier would never show their commands. */
  async ready(): Promise<void> {
    await this.#viewTab(/SQL Kube/).waitFor({ timeout: 60_000 });
  }

  /** The quick input's own box; a password box has another type. */
  get input(): Locator {
    return this.quickInput.locator('input[type=text], input[type=password]').first();
  }

  #viewTab(name: RegExp): Locator {
    return this.page.locator('.activitybar').getByRole('tab', { name });
  }

  /** Does nothing where it is in sight: a click on its tab would hide it. */
  async showView(name: RegExp): Promise<void> {
    const tab = this.#viewTab(name);
    if ((await tab.getAttribute('aria-expanded')) !== 'true') await tab.click();
  }

  /** Rows of the sidebar by label, and by description when given; a row's accessible name is not its label. */
  row(label: string | RegExp, description?: RegExp): Locator {
    const text = typeof label === 'string' ? new RegExp(`^${escape(label)}$`) : label;
    const rows = this.page
      .locator('.pane')
      .getByRole('treeitem')
      .filter({ has: this.page.locator('.label-name', { hasText: text }) });
    return description === undefined
      ? rows
      : rows.filter({ has: this.page.locator('.label-description', { hasText: description }) });
  }

  /** What the sidebar says, a line a row: indent by level, label, description. Only what is scrolled into view. */
  async treeText(): Promise<string> {
    const rows = await inPage<readonly TreeRow[]>(this.page, 'rows');
    return rows
      .map(
        ({ level, label, description }) =>
          `${'  '.repeat(level - 1)}${label}${description === '' ? '' : ` | ${description}`}`,
      )
      .join('\n')
      .replaceAll('\u00a0', ' ');
  }

  /** Folds a view of the sidebar, so that the others have its room. */
  async foldView(name: string): Promise<void> {
    await this.page.locator('.sidebar .pane-header', { hasText: name }).click();
  }

  async expand(row: Locator): Promise<void> {
    await row.waitFor();
    if ((await row.getAttribute('aria-expanded')) === 'false') await row.click();
  }

  /**
   * Runs a command by its title in the palette. When something else takes the keyboard meanwhile, such as a document that is
   * shown just then, the palette closes, and is opened again as a person would. So is one that was opened before extensions were
   * there, as after a reload, when VS Code shows their views from memory: it would never show their commands.
   */
  async command(title: string): Promise<void> {
    const soon = { timeout: 6000 };
    for (let left = 5; ; left -= 1) {
      await this.page.keyboard.press('F1');
      try {
        await this.input.waitFor(soon);
        await this.input.fill(`>${title}`, soon);
        await this.quickInput.locator('.monaco-list-row', { hasText: title }).first().click(soon);
        return;
      } catch (error) {
        if (left === 0) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** Takes the row of the open quick pick that holds this text. */
  async pick(text: string): Promise<void> {
    const row = this.quickInput.locator('.monaco-list-row', { hasText: text }).first();
    await row.waitFor();
    await this.#awayFromHovers();
    await row.click();
  }

  /**
   * Rests the mouse on a row until what VS Code says of it shows `text`. Once more where the row was drawn anew meanwhile: VS Code
   * drops a hover then, and begins none before the mouse moves again.
   */
  async tooltip(row: Locator, text: RegExp): Promise<void> {
    const hover = this.page.locator('.monaco-hover', { hasText: text });
    for (let left = 5; ; left -= 1) {
      await row.hover();
      try {
        await hover.waitFor({ timeout: 6000 });
        return;
      } catch (error) {
        if (left === 0) throw error;
        await this.#awayFromHovers();
      }
    }
  }

  /** Where the mouse rests on a row, VS Code covers it with what it says of it. */
  async #awayFromHovers(): Promise<void> {
    await this.page.mouse.move(1, 1);
  }

  /** Waits for the input box whose prompt holds `prompt`, and answers it. */
  async answer(prompt: string | RegExp, value: string): Promise<void> {
    await this.asked(prompt).waitFor();
    await this.input.fill(value);
    await this.page.keyboard.press('Enter');
  }

  /** The line below an input box: its prompt, or what is wrong with what was typed. */
  asked(text: string | RegExp): Locator {
    return this.quickInput.locator('.quick-input-message').filter({ hasText: text });
  }

  /** Waits for the list whose placeholder holds `prompt`. */
  async listed(prompt: string): Promise<void> {
    await this.quickInput.locator(`input[placeholder*="${prompt}"]`).waitFor();
  }

  /** Waits for the list whose placeholder holds `prompt`, and takes the row that holds `text`. */
  async choose(prompt: string, text: string): Promise<void> {
    await this.listed(prompt);
    // A long list holds only the rows that are in sight.
    await this.input.fill(text);
    await this.pick(text);
  }

  /** Ticks exactly these of the list whose placeholder holds `prompt`, and goes on. */
  async tick(prompt: string, wanted: readonly string[]): Promise<void> {
    await this.listed(prompt);
    await this.#awayFromHovers();
    for (const row of await this.quickInput.locator('.monaco-list-row').all()) {
      const text = await row.innerText();
      const box = row.getByRole('checkbox');
      const isTicked = (await box.getAttribute('aria-checked')) === 'true';
      if (isTicked !== wanted.some((label) => text.includes(label))) await box.click();
    }
    await this.quickInput.getByRole('button', { name: 'OK' }).click();
  }

  toast(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast', { hasText: text });
  }

  async clearToasts(): Promise<void> {
    await this.command('Notifications: Clear All Notifications');
  }

  /** A modal message. */
  dialog(text: string | RegExp): Locator {
    return this.page.locator('.monaco-dialog-box', { hasText: text });
  }

  /** Menus ignore the mouse for the first 100 ms after they open (VS Code's guard against stray clicks). */
  async menuItem(row: Locator, text: string): Promise<void> {
    await row.click({ button: 'right' });
    const item = this.page.locator('.monaco-menu .action-item', { hasText: text }).first();
    await item.hover();
    await this.page.waitForTimeout(250);
    await item.click();
  }

  async inlineAction(row: Locator, title: string | RegExp): Promise<void> {
    await row.hover();
    await row.getByRole('button', { name: title }).click();
  }

  /** A button in a view's title, which shows under the mouse; rows below have buttons of the same name. */
  async viewAction(title: string | RegExp, view = 'Clusters'): Promise<void> {
    const titles = this.page.locator('.sidebar .composite.title, .sidebar .pane-header').filter({ hasText: view });
    const header = titles.last();
    await header.hover();
    await header.getByRole('button', { name: title }).first().click();
  }

  /** The view's Stop, which is there as long as something is being read. */
  get busy(): Locator {
    return this.page
      .locator('.sidebar')
      .getByRole('button', { name: 'Stop', exact: true, includeHidden: true })
      .first();
  }

  /** Drags the edge between sidebar and editor. */
  async widenSidebar(width: number): Promise<void> {
    const sidebar = await this.page.locator('.part.sidebar').boundingBox();
    if (sidebar === null) throw new Error('the sidebar is hidden');
    const [right, middle] = [sidebar.x + sidebar.width, sidebar.y + sidebar.height / 2];
    await this.page.mouse.move(right, middle);
    await this.page.mouse.down();
    await this.page.mouse.move(sidebar.x + width, middle, { steps: 5 });
    await this.page.mouse.up();
  }

  /** The editor tab of a document. */
  tab(name: string | RegExp): Locator {
    return this.page.locator('.tabs-container').getByRole('tab', { name });
  }

  /** Text of the active editor, as far as it is on screen. */
  async editorText(): Promise<string> {
    const lines = this.page.locator('.editor-instance .view-lines').first();
    await lines.locator('.view-line').first().waitFor();
    return (await lines.innerText()).replaceAll('\u00a0', ' ');
  }

  /** Opens a file of the workspace by its name and puts the cursor into it. */
  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('Control+P');
    await this.input.waitFor();
    await this.input.fill(name);
    await this.pick(name);
    await this.tab(name).waitFor();
    await this.page.locator('.editor-instance .monaco-editor').first().click();
  }

  /** Goes to a line of the active editor, 1-based, and marks all of it, so that typing replaces it. */
  async markLine(line: number): Promise<void> {
    await this.page.keyboard.press('Control+G');
    await this.input.waitFor();
    await this.input.fill(`:${line}`);
    await this.page.keyboard.press('Enter');
    await this.quickInput.waitFor({ state: 'hidden' });
    await this.page.keyboard.press('Home');
    await this.page.keyboard.press('Home');
    await this.page.keyboard.press('Shift+End');
  }

  /** A row of the list of suggestions. */
  suggestion(label: string | RegExp): Locator {
    const text = typeof label === 'string' ? new RegExp(`^${escape(label)}$`) : label;
    return this.page
      .locator('.suggest-widget.visible .monaco-list-row')
      .filter({ has: this.page.locator('.label-name', { hasText: text }) })
      .first();
  }

  /** Takes a suggestion; asks for the list first when it is not there by itself. */
  async take(label: string | RegExp, ask: boolean): Promise<void> {
    if (ask) await this.page.keyboard.press('Control+Space');
    await this.suggestion(label).waitFor();
    await this.suggestion(label).click();
  }

  /** A link above a line of code. */
  lens(title: string): Locator {
    return this.page.locator('.codelens-decoration a', { hasText: title }).first();
  }

  /** Takes a quick fix at the cursor. */
  async quickFix(title: string): Promise<void> {
    await this.page.keyboard.press('Control+.');
    const action = this.page.locator('.action-widget .monaco-list-row', { hasText: title }).first();
    await action.waitFor();
    await action.click();
  }

  /** Wavy lines under the code, of whatever severity. */
  get squiggles(): Locator {
    return this.page.locator('.squiggly-error, .squiggly-warning, .squiggly-info');
  }

  /** Lines of every editor on screen. */
  codeLine(text: string | RegExp): Locator {
    // The editor shows blanks as no-break spaces.
    const pattern =
      typeof text === 'string' ? text : new RegExp(text.source.replaceAll(' ', String.raw`\s`), text.flags);
    return this.page.locator('.view-line').filter({ hasText: pattern }).first();
  }

  /** What the web view in front shows. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  }

  /**
   * Waits until the page has stored a text. VS Code in a browser writes what extensions keep a moment later, without an event
   * that a page could wait for, and a reload in between asks whether to leave.
   */
  async hasStored(text: string, wanted = true): Promise<void> {
    const holds = async (): Promise<boolean> =>
      (await inPage<[string, string][]>(this.page, 'stored')).some(([, value]) => value.includes(text));
    for (let left = 200; (await holds()) !== wanted; left -= 1) {
      if (left === 0) throw new Error(`the page ${wanted ? 'never stored' : 'still stores'}: ${text}`);
      await delay(100);
    }
  }

  /** All that a window says, in its own document: text, names for screen readers, titles and what stands in input boxes. */
  async everyWord(): Promise<string> {
    return await inPage<string>(this.page, 'words');
  }
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
