// npm run check: types, lint, format, layers and dead code. All of them run, so that one look shows everything.
import { spawn } from 'node:child_process';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const checks: readonly (readonly string[])[] = [
  ['tsc', '--noEmit'],
  ['eslint', '.', '--max-warnings', '0'],
  ['prettier', '--check', '--log-level', 'warn', '.'],
  [
    'depcruise',
    '--config',
    '.dependency-cruiser.mjs',
    '--exclude',
    '^(test/fixtures|esbuild)',
    'src',
    'test',
    'bench',
    'scripts',
  ],
  ['knip'],
];

const results = await Promise.all(
  checks.map(async ([program = '', ...args]) => {
    const child = spawn(path.join(root, 'node_modules/.bin', program), args, { cwd: root });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (exit) => resolve(exit ?? 1));
    });
    return { program, code, output };
  }),
);

for (const { program, code, output } of results) {
  console.log(`${program}: ${code === 0 ? 'ok' : 'FAILED'}`);
  if (code !== 0) console.log(output);
}
process.exitCode = results.some((result) => result.code !== 0) ? 1 : 0;
