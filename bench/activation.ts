import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { runInExtensionHost } from '../test/support/extension-host.ts';
import { packageVsix, root } from '../test/support/package.ts';
import { installVsCode, newest } from '../test/support/vscode-install.ts';
import { type Figure, atMost, median } from './figure.ts';

const run = promisify(execFile);
const ours = 'sqlkube.sqlkube';
const empty = 'sqlkube-bench.empty';
const rounds = 6;

/** Activation in the real host beside an extension that does nothing, both installed, who goes first alternating. */
export async function activation(say: (line: string) => void): Promise<readonly Figure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sqlkube-bench-'));
  try {
    const emptyVsix = path.join(folder, 'empty.vsix');
    await run(
      process.execPath,
      [
        path.join(root, 'node_modules/@vscode/vsce/vsce'),
        'package',
        '--no-dependencies',
        '--allow-missing-repository',
        '--skip-license',
        '-o',
        emptyVsix,
      ],
      { cwd: path.join(root, 'bench/empty-extension') },
    );
    const vsix = [await packageVsix(), emptyVsix];
    const installation = await installVsCode(newest, say);
    const times = { ours: [] as number[], empty: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      const order = round % 2 === 0 ? [ours, empty] : [empty, ours];
      const result = await runInExtensionHost<Record<string, number>>({
        installation,
        extension: path.join(root, 'bench/host-suite'),
        tests: path.join(root, 'bench/host-suite/activation.cjs'),
        workspace: folder,
        env: { BENCH_ORDER: order.join(',') },
        vsix,
        say,
      });
      times.ours.push(result[ours] ?? Number.NaN);
      times.empty.push(result[empty] ?? Number.NaN);
      say(`round ${round + 1}: ours ${times.ours.at(-1)?.toFixed(0)} ms, empty ${times.empty.at(-1)?.toFixed(0)} ms`);
    }
    return [atMost('activation, against an empty extension', median(times.ours), median(times.empty), 'ms', 2)];
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
