// npm test: every suite in its own process, one after the other; ends with the counts. --no-skips makes any skip a failure.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findControlPlane } from '../test/support/cluster-build.ts';
import { binOf } from './bin.ts';

interface Suite {
  readonly name: string;
  readonly command: readonly string[];
  readonly onControlPlane?: true;
}

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const root = path.join(import.meta.dirname, '..');
const mocha = (name: string, pattern: string, ...options: readonly string[]): Suite => ({
  name,
  command: [binOf('mocha'), '--reporter', 'test/support/reporter.ts', ...options, pattern],
});

const suites: readonly Suite[] = [
  mocha('unit', 'test/unit/**/*.test.ts'),
  mocha('clients', 'test/clients/**/*.test.ts', '--timeout', '60000'),
  { ...mocha('contract', 'test/contract/**/*.test.ts', '--timeout', '120000'), onControlPlane: true },
  { ...mocha('chain', 'test/chain/**/*.test.ts', '--timeout', '120000'), onControlPlane: true },
  mocha('integration', 'test/integration/run.test.ts', '--timeout', '600000'),
  { ...mocha('e2e', 'test/e2e/**/*.test.ts', '--timeout', '300000'), onControlPlane: true },
];

async function run(command: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(process.execPath, command, { cwd: root, env, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal));
  return await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

async function countsOf(file: string): Promise<Counts | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const lines = text.split('\n').filter((line) => line !== '');
  if (lines.length === 0) return undefined;
  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const line of lines) {
    const each = JSON.parse(line) as Counts;
    total.passed += each.passed;
    total.failed += each.failed;
    total.skipped += each.skipped;
  }
  return total;
}

/** Outside every test's time limit: on a busy or slow machine the first build takes longer than any test should wait. */
async function buildControlPlane(): Promise<void> {
  try {
    await findControlPlane((line) => console.log(line));
  } catch (error) {
    console.log(`The control plane could not be built; the suites that need it will say so again. ${String(error)}`);
  }
}

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = wanted.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0) {
  console.error(`There is no suite ${unknown.join(', ')}; there are ${suites.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}
const refuseSkips = process.argv.includes('--no-skips');
const folder = await mkdtemp(path.join(tmpdir(), 'sqlkube-tests-'));
const total: Counts = { passed: 0, failed: 0, skipped: 0 };
const report: string[] = [];

for (const suite of suites) {
  if (wanted.length > 0 && !wanted.includes(suite.name)) continue;
  if (suite.onControlPlane) await buildControlPlane();
  console.log(`\n=== ${suite.name} ===`);
  const file = path.join(folder, `${suite.name}.json`);
  const started = Date.now();
  const code = await run(suite.command, { ...process.env, SQLKUBE_TEST_COUNTS: file });
  const counts = (await countsOf(file)) ?? { passed: 0, failed: 1, skipped: 0 };
  // A suite that dies outside its tests, or runs none, has failed whatever it counted.
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  if (counts.passed + counts.failed + counts.skipped === 0) counts.failed = 1;
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  report.push(
    `${suite.name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped (${seconds} s)`,
  );
}
await rm(folder, { recursive: true, force: true });

console.log(`\n${report.join('\n')}`);
if (refuseSkips && total.skipped > 0) {
  console.log(`${total.skipped} skipped, and here nothing may be skipped`);
  total.failed += total.skipped;
}
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed > 0 ? 1 : 0;
