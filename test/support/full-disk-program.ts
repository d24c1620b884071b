/**
 * Run by a test on a disk that is about to be full, or under a limit for the size of files: `FOLDER LEAVE`. Creates certificates
 * in the folder by the real command, over files that are there; with LEAVE, fills the disk before until so many bytes are
 * left. Prints what the user was told, and what was in the folder before and after, as JSON.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { certificateCreate } from '../../src/commands/certificate-create.ts';
import { world } from '../unit/commands/world.ts';

const [folder = '', leave = ''] = process.argv.slice(2);
// Under a limit the system sends this first, and ends the process unless somebody listens; then the write fails.
process.on('SIGXFSZ', () => undefined);

const inFolder = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(path.join(folder, name), 'latin1')]),
  );

mkdirSync(folder, { recursive: true });
for (const name of ['README.txt', 'ca.crt']) writeFileSync(path.join(folder, name), `my own ${name}\n`);
const filler = path.join(path.dirname(folder), 'filler');
if (leave !== '') {
  const { bavail, bsize } = statfsSync(folder);
  writeFileSync(filler, Buffer.alloc(bavail * bsize - Number(leave)));
}
const { context, home, prompts } = world(
  ...([{ type: 'https://k8s.corp.example' }, { type: '' }, 'keep', 'keep', { pick: 'Make One' }, 'keep'] as const),
  ...([{ pick: 'Another Folder…' }, { path: folder }, { pick: 'Replace and Write' }] as const),
);
const before = inFolder();
const outcome = await certificateCreate.run(context, {});
const after = inFolder();
const remembered = context.expiries.certificate('https://k8s.corp.example') !== undefined;
if (existsSync(filler)) rmSync(filler);
rmSync(home, { recursive: true, force: true });
console.log(JSON.stringify({ outcome, before, after, remembered, left: prompts.left }));
