// npm run export -- DIR: writes every text that the generators can produce for a sample endpoint, so that a reviewer reads
// what we generate without VS Code. Nothing in it is secret: it holds public names of the documentation ranges only.
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { exportFiles } from './export-sample.ts';

const [folder, ...rest] = process.argv.slice(2);
if (folder === undefined || rest.length > 0 || folder.startsWith('-')) {
  console.error('usage: npm run export -- DIR   (an empty folder, or one that is made)');
  process.exit(2);
}

await mkdir(folder, { recursive: true });
const there = await readdir(folder);
if (there.length > 0) {
  console.error(`${folder} is not empty (${there.slice(0, 3).join(', ')}): nothing was written. Give an empty folder.`);
  process.exit(1);
}
const files = exportFiles();
for (const { path: name, text, executable } of files) {
  const file = path.join(folder, ...name.split('/'));
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text, { mode: executable ? 0o755 : 0o644, flag: 'wx' });
}
console.log(`${files.length} files in ${path.resolve(folder)}; begin with setup/RUNBOOK.md`);
