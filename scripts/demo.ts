// npm run demo: the sandbox, its pods as text pulled through the whole chain, then VS Code. --once ends after the text;
// --json prints one object instead of the text.
import { once } from 'node:events';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { openInVsCode } from './demo-window.ts';
import { listPods, renderPods } from './demo-pods.ts';
import type { SandboxDescription } from '../src/sandbox/sandbox.ts';

const json = process.argv.includes('--json');
const onlyOnce = process.argv.includes('--once') || json;
const say = (line: string): void => console.error(line);

say('starting the sandbox: a stand-in SQL Server, proxy and Kubernetes API, on this machine only …');
const sandbox = spawn(
  process.execPath,
  [path.join(import.meta.dirname, '../src/sandbox/main.ts'), '--json', '--attached'],
  {
    stdio: ['pipe', 'pipe', 'inherit'],
  },
);
const end = async (): Promise<void> => {
  if (sandbox.exitCode !== null) return;
  const gone = once(sandbox, 'exit');
  sandbox.stdin.end();
  await gone;
};
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void end().then(() => process.exit(130)));

try {
  const lines = createInterface({ input: sandbox.stdout })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done === true) throw new Error('the sandbox did not start');
  const description = JSON.parse(first.value) as SandboxDescription;
  const listed = await listPods(description);
  if (json) console.log(JSON.stringify(listed));
  else {
    console.log(renderPods(listed));
    say(
      `\n${listed.pods.length} pods, ${listed.calls} calls of sp_invoke_external_rest_endpoint, ${listed.bytes} bytes from SQL Server.`,
    );
  }
} finally {
  await end();
}
if (!onlyOnce) await openInVsCode(say);
