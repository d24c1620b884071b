import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSnippets } from '../support/snippet.ts';

const script = path.join(import.meta.dirname, '../../scripts/export.ts');

const run = (...args: readonly string[]): { status: number | null; output: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
  return { status, output: stdout + stderr };
};

describe('npm run export', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'sqlkube-export-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('writes every text, run book, T-SQL, shell, PowerShell, YAML and nginx.conf, without a key or a token', () => {
    const target = path.join(folder, 'new', 'export');
    const { status, output } = run(target);
    assert.equal(status, 0, output);
    const files = readdirSync(target, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
    assert.ok(output.startsWith(`${files.length} files in `), output);
    for (const ending of ['RUNBOOK.md', '.sql', '.sh', '.ps1', 'proxy.yaml', 'nginx.conf', 'README.txt'])
      assert.ok(
        files.some((file) => file.endsWith(ending)),
        ending,
      );
    const snippets = files.filter((file) => path.basename(path.dirname(file)) === 'snippets');
    assert.equal(snippets.length, readSnippets().length);
    for (const file of snippets) assert.doesNotMatch(readFileSync(file, 'utf8'), /\$\{|\$\d/u, file);
    for (const file of files) {
      const text = readFileSync(file, 'utf8');
      assert.doesNotMatch(text, /BEGIN [A-Z ]*PRIVATE KEY-----|eyJ[A-Za-z0-9_-]{8}/, file);
      if (process.platform !== 'win32') assert.equal((statSync(file).mode & 0o100) !== 0, text.startsWith('#!'), file);
    }
  });

  it('writes nothing into a folder that is not empty, and says how it is called', () => {
    assert.equal(run(folder).status, 0);
    const again = run(folder);
    assert.equal(again.status, 1);
    assert.match(again.output, /is not empty .*nothing was written/);
    assert.equal(run().status, 2);
    assert.match(run('--help').output, /usage: npm run export -- DIR/);
  });
});
