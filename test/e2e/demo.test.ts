import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../support/package.ts';
import { Workbench } from '../support/workbench.ts';
import { environment } from './environment.ts';
import { commandLines } from './processes.ts';

const startDemo = (...options: readonly string[]) => {
  // Without a desktop `code` on the PATH, wherever this runs.
  const PATH = (process.env['PATH'] ?? '').split(path.delimiter).filter((each) => !existsSync(path.join(each, 'code')));
  const child = spawn(process.execPath, [path.join(root, 'scripts/demo.ts'), ...options], {
    cwd: root,
    env: { ...process.env, PATH: PATH.join(path.delimiter) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  return { child, exited: once(child, 'exit'), said: () => said };
};

interface Listed {
  readonly pods: readonly Record<string, unknown>[];
  readonly calls: number;
  readonly bytes: number;
}

describe('npm run demo', () => {
  let demo: ChildProcess | undefined;

  after(() => demo?.kill('SIGKILL'));

  it('prints the pods as one JSON object, and ends', async () => {
    const { child, exited, said } = startDemo('--once', '--json');
    const lines = [];
    for await (const line of createInterface({ input: child.stdout })) lines.push(line);
    assert.deepEqual(await exited, [0, null], said());
    assert.equal(lines.length, 1);
    const { pods, calls, bytes } = JSON.parse(lines[0] ?? '') as Listed;
    assert.ok(pods.length > 20 && calls >= 4 && bytes > 1000, lines[0]);
    const api = pods.find(({ name }) => String(name).startsWith('api-'));
    assert.deepEqual(Object.keys(api ?? {}).sort(), [
      'age',
      'name',
      'namespace',
      'node',
      'ready',
      'restarts',
      'status',
    ]);
    assert.deepEqual([api?.['namespace'], api?.['status'], api?.['ready']], ['shop', 'CrashLoopBackOff', '1/2']);
  });

  it('opens VS Code with the sandbox connected, and Ctrl-C leaves nothing', async function () {
    const { browser } = await environment(this);
    const { child, exited, said } = startDemo();
    demo = child;
    let address: URL | undefined;
    let table = '';
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.startsWith('http://127.0.0.1:')) {
        address = new URL(line);
        break;
      }
      table += `${line}\n`;
    }
    assert.ok(address !== undefined, said());
    assert.match(table, /^NAMESPACE +NAME +READY +STATUS +RESTARTS +AGE +NODE$/m);
    assert.match(address.searchParams.get('tkn') ?? '', /^[0-9a-f]{32}$/);
    const opened = await browser.open();
    const window = new Workbench(opened.page);
    await window.open(address.href);
    await window.row('Sandbox', /^17\.\S+ as .+ · sandbox$/).waitFor({ timeout: 60_000 });
    await window.expand(window.row('shop'));
    await window.row(/^api-/, /^CrashLoopBackOff/).waitFor();
    await opened.close();
    const folder = path.dirname(address.searchParams.get('folder') ?? '');
    assert.ok((await commandLines(folder)).length > 0, 'the processes of the demo were not found');
    child.kill('SIGINT');
    assert.deepEqual(await exited, [130, null], said());
    assert.deepEqual(await commandLines(folder), []);
    assert.equal(existsSync(folder), false);
  });
});
