// npm run demo: the sandbox, its pods as text pulled through the whole chain, then VS Code. --once ends after the text;
// --json prints one object instead of the text. --kubeconfig [FILE] [--context NAME] shows the pods of your own cluster instead
// of the sandbox's. Ctrl-C ends everything that was started, and takes away what was made.
import { once } from 'node:events';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { openInVsCode } from './demo-window.ts';
import { DemoRefused, withOwnCluster } from './demo-cluster.ts';
import { readDemoOptions, type DemoOptions } from './demo-options.ts';
import { type Listed, ListingFailed, listPods, renderPods } from './demo-pods.ts';
import type { SandboxDescription } from '../src/sandbox/sandbox.ts';

const options = readDemoOptions(process.argv.slice(2));
const say = (line: string): void => console.error(line);

/** Aborts on the first Ctrl-C, which ends and takes away all; a second one ends this process at once, as without us. */
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => interrupted.abort(new Error('interrupted')));

/** Starts the sandbox, lists, and ends the sandbox. */
async function listOnce(): Promise<Listed> {
  say('starting the sandbox: a stand-in SQL Server, proxy and Kubernetes API, on this machine only …');
  const program = path.join(import.meta.dirname, '../src/sandbox/main.ts');
  const sandbox = spawn(process.execPath, [program, '--json', '--attached'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const gone = once(sandbox, 'exit');
  try {
    const lines = createInterface({ input: sandbox.stdout })[Symbol.asyncIterator]();
    const first = await lines.next();
    if (first.done === true) throw new Error('the sandbox did not start');
    return await listPods(JSON.parse(first.value) as SandboxDescription, interrupted.signal);
  } finally {
    sandbox.stdin.end();
    await gone;
  }
}

function print(listed: Listed, { json }: DemoOptions): void {
  if (json) {
    console.log(JSON.stringify(listed));
    return;
  }
  console.log(renderPods(listed));
  const { pods, calls, bytes } = listed;
  say(`\n${pods.length} pods, ${calls} calls of sp_invoke_external_rest_endpoint, ${bytes} bytes from SQL Server.`);
}

async function run(wanted: DemoOptions): Promise<void> {
  const { signal } = interrupted;
  const { cluster, once: ends } = wanted;
  if (cluster === undefined) {
    print(await listOnce(), wanted);
    if (!ends) await openInVsCode(say, signal);
    return;
  }
  await withOwnCluster({ ...cluster, say, signal, tokenSeconds: ends ? 600 : 12 * 3600 }, async (parts) => {
    print(await listPods(parts, signal), wanted);
    if (!ends) await openInVsCode(say, signal, parts);
  });
}

if (!options.ok) {
  say(options.error);
  process.exitCode = 2;
} else {
  try {
    await run(options.value);
  } catch (error) {
    if ((error instanceof ListingFailed || error instanceof DemoRefused) && !interrupted.signal.aborted) {
      say(error.message);
      process.exitCode = 1;
    } else if (!interrupted.signal.aborted) throw error;
  }
  if (interrupted.signal.aborted) process.exitCode = 130;
}
