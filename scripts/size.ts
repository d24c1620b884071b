// Fails when what people download, what activation reads, or what is loaded right after it grows past its limit.
import { stat } from 'node:fs/promises';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const limits = [
  { file: 'sqlkube.vsix', bytes: 1_500_000 },
  { file: 'dist/extension.cjs', bytes: 5000 },
  { file: 'dist/main.cjs', bytes: 150_000 },
] as const;

for (const { file, bytes } of limits) {
  const { size } = await stat(path.join(root, file));
  const verdict = size <= bytes ? 'ok' : 'TOO LARGE';
  console.log(`${file}: ${(size / 1000).toFixed(1)} kB of ${(bytes / 1000).toFixed(0)} kB, ${verdict}`);
  if (size > bytes) process.exitCode = 1;
}
