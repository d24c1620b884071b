import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runInExtensionHost } from '../test/support/extension-host.ts';
import { packageHelper, packageVsix, root } from '../test/support/package.ts';
import { installVsCode, newest } from '../test/support/vscode-install.ts';
import { type Figure, atMost, median } from './figure.ts';

const ours = 'sqlkube.sqlkube';
/** Extensions that do nothing: the first takes what only the first activation costs, the other is what ours is compared with. */
const empty = ['first', 'second'] as const;
const rounds = 9;

/** Activation in the real host, right after an extension that does nothing, in a window that has come to rest. */
export async function activation(say: (line: string) => void): Promise<readonly Figure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sqlkube-bench-'));
  try {
    const vsix = [await packageVsix()];
    for (const name of empty) vsix.push(await packageEmpty(name, folder));
    const installation = await installVsCode(newest, say);
    const order = [...empty.map(idOf), ours];
    const times = { ours: [] as number[], empty: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      const result = await runInExtensionHost<Readonly<Record<string, number>>>({
        installation,
        extension: path.join(root, 'bench/host-suite'),
        tests: path.join(root, 'bench/host-suite/activation.cjs'),
        workspace: folder,
        env: { BENCH_ORDER: order.join(',') },
        vsix,
        say,
      });
      const taken = (id: string): number => result[id] ?? Number.NaN;
      times.ours.push(taken(ours));
      times.empty.push(taken(idOf('second')));
      say(
        `round ${round + 1}: ${Object.entries(result)
          .map(([what, ms]) => `${what} ${ms.toFixed(1)} ms`)
          .join(', ')}`,
      );
    }
    return [atMost('activation, against an empty extension', median(times.ours), median(times.empty), 'ms', 2)];
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

const idOf = (name: (typeof empty)[number]): string => `sqlkube-bench.${name}`;

/** The empty extension under another name; returns the VSIX's path. */
async function packageEmpty(name: string, folder: string): Promise<string> {
  const copy = path.join(folder, name);
  await cp(path.join(root, 'bench/empty-extension'), copy, { recursive: true });
  const manifest = JSON.parse(await readFile(path.join(copy, 'package.json'), 'utf8')) as object;
  await writeFile(path.join(copy, 'package.json'), JSON.stringify({ ...manifest, name }));
  return await packageHelper(copy, folder);
}
