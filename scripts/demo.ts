// npm run demo: the sandbox, its pods as text pulled through the whole chain, then VS Code. --once ends after the text;
// --json prints one object instead of the text. --kubeconfig [FILE] [--context NAME] lists the pods of your own cluster instead
// of the sandbox's, and ends after the text. Ctrl-C ends everything that was started, and takes away what was made.
import { once } from 'node:events';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { openInVsCode } from './demo-window.ts';
import { DemoRefused, listOwnCluster } from './demo-cluster.ts';
import { type Listed, ListingFailed, listPods, renderPods } from './demo-pods.ts';
import type { SandboxDescription } from '../src/sandbox/sandbox.ts';

/** `--name VALUE`; empty when the value is left out, undefined when the option is. */
function option(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  const value = process.argv[at + 1] ?? '';
  return at < 0 ? undefined : value.startsWith('--') ? '' : value;
}

const kubeconfig = option('kubeconfig');
const context = option('context');
const json = process.argv.includes('--json');
const onlyOnce = process.argv.includes('--once') || json || kubeconfig !== undefined;
const say = (line: string): void => console.error(line);

/** Aborts on the first Ctrl-C; a second one ends this process at once, as without us. */
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

try {
  const listed =
    kubeconfig === undefined
      ? await listOnce()
      : await listOwnCluster({
          ...{ say, signal: interrupted.signal },
          ...(kubeconfig !== '' && { file: kubeconfig }),
          ...(context !== undefined && { context }),
        });
  if (json) console.log(JSON.stringify(listed));
  else {
    console.log(renderPods(listed));
    const { pods, calls, bytes } = listed;
    say(`\n${pods.length} pods, ${calls} calls of sp_invoke_external_rest_endpoint, ${bytes} bytes from SQL Server.`);
  }
  if (!onlyOnce) await openInVsCode(say, interrupted.signal);
} catch (error) {
  if ((error instanceof ListingFailed || error instanceof DemoRefused) && !interrupted.signal.aborted) {
    say(error.message);
    process.exitCode = 1;
  } else if (!interrupted.signal.aborted) throw error;
}
if (interrupted.signal.aborted) process.exitCode = 130;
