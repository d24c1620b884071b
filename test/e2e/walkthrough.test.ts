import { environment, inOrder, TestWindow } from './environment.ts';

/** A step of the walkthrough: its button, and what is there once it was pressed. */
interface Step {
  readonly title: string;
  readonly button: string;
  /** Waits for it, and closes it again. */
  readonly leads: (window: TestWindow) => Promise<void>;
}

/** Waits for a question, and leaves it. */
const asks =
  (prompt: string) =>
  async (window: TestWindow): Promise<void> => {
    await window.asked(prompt).waitFor();
    await window.page.keyboard.press('Escape');
    await window.quickInput.waitFor({ state: 'hidden' });
  };

const steps: readonly Step[] = [
  {
    title: 'Try it on the sandbox',
    button: 'Try the Sandbox',
    leads: async (window) => {
      await window.row('Sandbox', /^17\.\S+ as .+ · sandbox$/).waitFor();
      await window.command('SQL Kube: Stop the Sandbox');
      await window.row('Sandbox').waitFor({ state: 'detached' });
    },
  },
  { title: 'Connect to SQL Server 2025', button: 'Add Connection', leads: asks('Server: host') },
  { title: 'Certificates', button: 'Create Certificates', leads: asks('URL of the endpoint') },
  { title: 'Proxy and access', button: 'Set Up', leads: asks('URL by which SQL Server will call') },
  { title: 'SQL Server set-up', button: 'Create SQL Server Set-up', leads: asks('URL of the endpoint') },
  {
    title: 'See your pods',
    button: 'Show Clusters',
    leads: async (window) => {
      await window.page.getByRole('button', { name: 'Add a Connection' }).waitFor();
    },
  },
  {
    title: 'Write a call',
    button: 'New SQL File',
    leads: async (window) => {
      await window.tab(/Untitled-1/).waitFor();
      await window.page.locator('.statusbar-item', { hasText: /SQL$/ }).first().waitFor();
    },
  },
];

describe('a user who opens the walkthrough', () => {
  inOrder();
  let window: TestWindow | undefined;
  const opened = (): TestWindow => {
    if (window === undefined) throw new Error('no window');
    return window;
  };

  before(async function () {
    const settings = { 'security.workspace.trust.enabled': false };
    window = await TestWindow.start(await environment(this), { settings, viewport: { width: 1400, height: 900 } });
  });
  after(async () => await window?.close());

  for (const [at, { title, button, leads }] of steps.entries()) {
    it(`reads “${title}” with its picture, and its button does what it says`, async () => {
      await opened().command('View: Close All Editors');
      await opened().command('Welcome: Open Walkthrough...');
      await opened().pick('Kubernetes through SQL Server');
      await opened().page.locator('.getting-started-step', { hasText: title }).click();
      const press = opened()
        .page.locator('.getting-started-step.expanded')
        .getByRole('button', { name: button, exact: true });
      await press.waitFor();
      await opened().webview().locator('svg').first().waitFor();
      await opened().picture(`5${at}-walkthrough-step`);
      await press.click();
      await leads(opened());
    });
  }
});
