import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Computer } from './program.ts';

/** A secret as it may turn up: as it is, escaped, percent-encoded, in UTF-16, in base64 at each of the three offsets, in hex. */
function spellings(secret: string): readonly Buffer[] {
  const utf8 = Buffer.from(secret);
  const utf16 = Buffer.from(secret, 'utf16le');
  const texts = [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1),
    secret.replaceAll("'", "''"),
    utf8.toString('hex'),
    ...[utf8, utf16].flatMap(base64Cores),
  ];
  return [...new Set(texts)].map((text) => Buffer.from(text)).concat(utf16, utf16.swap16());
}

/** What base64 makes of the secret inside anything longer: the middle is the same whatever stands around it. */
function base64Cores(bytes: Buffer): readonly string[] {
  return [0, 1, 2].flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/u, '');
    const core = text.slice(offset === 0 ? 0 : offset + 1, -1);
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/** Fails when a secret, in any spelling, is in these bytes. The message does not print what it found. */
function assertAbsent(what: string, bytes: Buffer, secrets: readonly string[]): void {
  for (const [at, secret] of secrets.entries()) {
    assert.ok(secret.length >= 8, 'a planted secret is long enough not to turn up by chance');
    for (const spelling of spellings(secret)) {
      assert.ok(!bytes.includes(spelling), `secret ${at} is in ${what} (spelled in ${spelling.length} bytes)`);
    }
  }
}

/** Everything that was shown, logged, opened or reported on a computer, and the state that it keeps. */
export function assertNoSecrets(computer: Computer, secrets: readonly string[]): void {
  assert.ok(computer.shown.length > 0, 'nothing was shown, so nothing was looked at');
  for (const text of computer.shown) assertAbsent(text.slice(0, 60), Buffer.from(text), secrets);
  const state = [computer.settings.user, [...computer.globalState.all], [...computer.workspaceState.all]];
  assertAbsent('settings or state', Buffer.from(JSON.stringify(state)), secrets);
}

/** Every file below a folder; answers their names, so that a test can say what was looked at. */
export async function assertNoSecretFiles(folder: string, secrets: readonly string[]): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => path.join(parentPath, name));
  assert.ok(files.length > 0, 'there are no files to look at');
  for (const file of files) assertAbsent(file, await readFile(file), secrets);
  return files.map((file) => path.relative(folder, file));
}
