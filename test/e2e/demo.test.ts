import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { clusterObjects, untilEqual } from '../chain/traces.ts';
import { root } from '../support/package.ts';
import { clusterNeed } from '../support/cluster-build.ts';
import { startCluster } from '../support/cluster.ts';
import { skipFor } from '../support/needs.ts';
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

  /** Starts it, and reads its table and the address of its window. */
  const startWindow = async (...options: readonly string[]) => {
    const started = startDemo(...options);
    demo = started.child;
    let table = '';
    for await (const line of createInterface({ input: started.child.stdout })) {
      if (line.startsWith('http://127.0.0.1:')) return { ...started, table, address: new URL(line) };
      table += `${line}\n`;
    }
    throw new Error(`no window was opened: ${started.said()}`);
  };

  /** Ctrl-C, after which no process and no folder of the demo is there. */
  const endsWithoutTrace = async ({ child, exited, said, address }: Awaited<ReturnType<typeof startWindow>>) => {
    const folder = path.dirname(address.searchParams.get('folder') ?? '');
    assert.ok((await commandLines(folder)).length > 0, 'the processes of the demo were not found');
    child.kill('SIGINT');
    assert.deepEqual(await exited, [130, null], said());
    assert.deepEqual(await commandLines(folder), []);
    assert.equal(existsSync(folder), false);
  };

  it('opens VS Code with the sandbox connected, and Ctrl-C leaves nothing', async function () {
    const { browser } = await environment(this);
    const started = await startWindow();
    const { address, table } = started;
    assert.match(table, /^NAMESPACE +NAME +READY +STATUS +RESTARTS +AGE +NODE$/m);
    assert.match(address.searchParams.get('tkn') ?? '', /^[0-9a-f]{32}$/);
    const opened = await browser.open();
    const window = new Workbench(opened.page);
    await window.open(address.href);
    await window.row('Sandbox', /^17\.\S+ as .+ · sandbox$/).waitFor({ timeout: 60_000 });
    await window.expand(window.row('shop'));
    await window.row(/^api-/, /^CrashLoopBackOff/).waitFor();
    await opened.close();
    await endsWithoutTrace(started);
  });

  it('opens VS Code in front of a cluster of one’s own, and Ctrl-C leaves nothing in it either', async function () {
    this.timeout(600_000);
    const { browser } = await environment(this);
    const cluster = (await startCluster({ nodes: 1, log: console.log })) ?? skipFor(this, clusterNeed);
    try {
      await cluster.kubectl('create', 'deployment', 'web', '--image=registry.example/web:1', '--replicas=2');
      await cluster.kubectl('rollout', 'status', 'deployment/web', '--timeout=60s');
      const before = await clusterObjects(cluster);
      const started = await startWindow('--kubeconfig', cluster.kubeconfigFile);
      assert.match(started.table, /^default +web-\S+ +1\/1 +Running/m);
      assert.ok((await clusterObjects(cluster)).some((name) => name.includes('sqlkube-demo')));
      const opened = await browser.open();
      const window = new Workbench(opened.page);
      await window.open(started.address.href);
      await window.expand(window.row('default'));
      await window
        .row(/^web-/, /^Running · 1\/1/)
        .nth(1)
        .waitFor();
      await opened.page.screenshot({ path: path.join(root, 'test-results/98-demo-own-cluster.png') });
      await opened.close();
      await endsWithoutTrace(started);
      await untilEqual(() => clusterObjects(cluster), before);
    } finally {
      await cluster.stop();
    }
  });
});
