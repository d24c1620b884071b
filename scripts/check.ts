// npm run check: types, lint, format, layers and dead code. All of them run, so that one look shows everything.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { binOf } from './bin.ts';

const root = path.join(import.meta.dirname, '..');
const cruise = ['--config', '.dependency-cruiser.mjs', '--exclude', '^(test/fixtures/(?!faults)|esbuild)'];
const checks: readonly { readonly program: string; readonly file: string; readonly args: readonly string[] }[] = [
  { program: 'tsc', file: binOf('typescript', 'tsc'), args: ['--noEmit'] },
  { program: 'tsc of the panel', file: binOf('typescript', 'tsc'), args: ['--noEmit', '-p', 'src/panel'] },
  { program: 'eslint', file: binOf('eslint'), args: ['.', '--max-warnings', '0'] },
  { program: 'prettier', file: binOf('prettier'), args: ['--check', '--log-level', 'warn', '.'] },
  {
    program: 'depcruise',
    file: binOf('dependency-cruiser', 'depcruise'),
    args: [...cruise, 'src', 'test', 'bench', 'scripts'],
  },
  { program: 'knip', file: binOf('knip'), args: [] },
];

const results = await Promise.all(
  checks.map(async ({ program, file, args }) => {
    const child = spawn(process.execPath, [file, ...args], { cwd: root });
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
