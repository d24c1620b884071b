import type { Locator, Page } from 'playwright-core';

/** A VS Code window as a person meets it. All selectors of the end-to-end tests are here. */
export class Workbench {
  readonly page: Page;
  readonly quickInput: Locator;

  constructor(page: Page) {
    this.page = page;
    this.quickInput = page.locator('.quick-input-widget');
  }

  async open(url: string, folder: string): Promise<void> {
    await this.page.goto(`${url}/?folder=${encodeURIComponent(folder)}`, { waitUntil: 'commit' });
    await this.page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
  }

  /** The quick input's own box; a password box has another type. */
  get input(): Locator {
    return this.quickInput.locator('input').and(this.page.locator('[type=text],[type=password]')).first();
  }

  async showView(name: RegExp): Promise<void> {
    await this.page.locator('.activitybar').getByRole('tab', { name }).click();
  }

  /** Rows of the sidebar by their label; a row's accessible name is its tooltip. */
  row(label: string | RegExp): Locator {
    const text = typeof label === 'string' ? new RegExp(`^${escape(label)}$`) : label;
    return this.page
      .locator('.pane')
      .getByRole('treeitem')
      .filter({ has: this.page.locator('.label-name', { hasText: text }) });
  }

  /** What the sidebar says, a line a row: indent by level, label, description. */
  async treeText(): Promise<string> {
    const rows = await this.page.locator('.pane').getByRole('treeitem').all();
    const lines = await Promise.all(
      rows.map(async (row) => {
        const level = Number((await row.getAttribute('aria-level')) ?? '1');
        const label = await row.locator('.label-name').first().innerText();
        const description = await row
          .locator('.label-description')
          .first()
          .innerText({ timeout: 250 })
          .catch(() => '');
        return `${'  '.repeat(level - 1)}${label}${description === '' ? '' : ` · ${description}`}`;
      }),
    );
    return lines.join('\n').replaceAll('\u00a0', ' ');
  }

  async expand(label: string | RegExp): Promise<void> {
    const row = this.row(label).first();
    await row.waitFor();
    if ((await row.getAttribute('aria-expanded')) === 'false') await row.click();
  }

  /** Runs a command by its title in the palette. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.input.waitFor();
    await this.input.fill(`>${title}`);
    await this.pick(title);
  }

  /** Takes the row of the open quick pick that holds this text. */
  async pick(text: string): Promise<void> {
    const row = this.quickInput.locator('.monaco-list-row', { hasText: text }).first();
    await row.waitFor();
    await row.click();
  }

  /** Answers the open input box whose title or prompt holds `prompt`. */
  async answer(prompt: string | RegExp, value: string): Promise<void> {
    await this.quickInput.getByText(prompt).first().waitFor();
    await this.input.fill(value);
    await this.page.keyboard.press('Enter');
  }

  toast(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast', { hasText: text });
  }

  async clearToasts(): Promise<void> {
    await this.command('Notifications: Clear All Notifications');
  }

  dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
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

  async viewAction(title: string | RegExp): Promise<void> {
    const header = this.page.locator('.pane-header').first();
    await header.hover();
    await this.page.locator('.sidebar').getByRole('button', { name: title }).first().click();
  }

  /** Text of the active editor, as far as it is on screen. */
  async editorText(): Promise<string> {
    const lines = this.page.locator('.editor-instance .view-lines').first();
    await lines.locator('.view-line').first().waitFor();
    return (await lines.innerText()).replaceAll('\u00a0', ' ');
  }
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
