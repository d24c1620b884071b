import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..', 'fixtures', 'golden');

/** Holds a text to the one that was last looked at; UPDATE_GOLDEN=1 writes it anew. */
export async function assertGolden(name: string, text: string): Promise<void> {
  const file = path.join(root, name);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  assert.equal(text, await readFile(file, 'utf8'), name);
}
