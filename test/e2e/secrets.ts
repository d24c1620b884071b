import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { TestWindow } from './environment.ts';

/** The forms in which a secret could lie somewhere: as it is, and as UTF-16 or Base64. */
function shapes(secret: string): readonly Buffer[] {
  const bytes = Buffer.from(secret, 'utf8');
  return [bytes, Buffer.from(secret, 'utf16le'), Buffer.from(bytes.toString('base64').replace(/=+$/, ''), 'utf8')];
}

const holds = (content: Buffer, secrets: readonly string[]): boolean =>
  secrets.some((secret) => shapes(secret).some((shape) => content.includes(shape)));

/** Where VS Code in a browser keeps what extensions put into SecretStorage. */
const secretStorage = /^localStorage\/secrets\.provider$/;

/**
 * No secret in any file of the server's folder (settings, logs, state, histories), nor in what the page stores outside
 * SecretStorage, nor in anything that the window ever said.
 */
export async function assertNoSecrets(
  folder: string,
  window: TestWindow,
  secrets: readonly string[],
): Promise<{ readonly files: number; readonly entries: number }> {
  assert.ok(
    secrets.every((secret) => secret.length >= 8),
    'too short to look for',
  );
  assert.ok(!holds(Buffer.from(window.words), secrets), 'a secret was on the screen');
  const entries = [...(await window.stored())].filter(([place]) => !secretStorage.test(place));
  for (const [place, value] of entries)
    assert.ok(!holds(Buffer.from(place + value), secrets), `a secret is in ${place}`);
  const files = await filesBelow(folder);
  for (const file of files) assert.ok(!holds(await readFile(file), secrets), `a secret is in ${file}`);
  return { files: files.length, entries: entries.length };
}

/** Everything but the installed extensions, which no secret of ours can have reached before it was made. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.startsWith(path.join(folder, 'extensions') + path.sep));
}
