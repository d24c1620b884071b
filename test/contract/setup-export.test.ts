import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expand, readSnippets } from '../support/snippet.ts';

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
    for (const file of files) {
      const text = readFileSync(file, 'utf8');
      assert.doesNotMatch(text, /BEGIN [A-Z ]*PRIVATE KEY-----|eyJ[A-Za-z0-9_-]{8}/, file);
      if (process.platform !== 'win32') assert.equal((statSync(file).mode & 0o100) !== 0, text.startsWith('#!'), file);
    }
  });

  it('writes the run book as one file too, with every file that its steps name in it', () => {
    assert.equal(run(folder).status, 0);
    const names = readdirSync(folder).filter((name) => name.startsWith('run-book-'));
    assert.deepEqual(names, ['run-book-k8s.corp.example.md']);
    const single = readFileSync(path.join(folder, names[0] ?? ''), 'utf8');
    const book = readFileSync(path.join(folder, 'setup', 'RUNBOOK.md'), 'utf8');
    assert.ok(single.startsWith(book), 'it begins as the run book beside the files');
    const named = [...book.matchAll(/^- \[ \] (?:run|apply|read and do) `([^`]+)`/gmu)].map(([, file = '']) => file);
    assert.ok(named.length > 10, `${named.length} files are named`);
    for (const file of named) {
      const text = readFileSync(path.join(folder, 'setup', file), 'utf8').replace(/\n$/u, '');
      assert.ok(single.includes(`### \`${file}\`\n`), file);
      assert.ok(single.includes(`\n${text}\n`), `${file} as it is`);
    }
  });

  it('writes what renews a token: access on both sides, the script, and the CronJob that runs it', () => {
    assert.equal(run(folder).status, 0);
    const below = path.join(folder, 'renew-token');
    assert.deepEqual(readdirSync(below).sort(), [
      '10-cluster.yaml',
      '20-sql-server.sql',
      '30-renew.sh',
      '40-cronjob.yaml',
    ]);
    const script = readFileSync(path.join(below, '30-renew.sh'), 'utf8');
    assert.match(script, /^#!\/bin\/sh\n/u);
    assert.match(script, /kubectl create token /u);
    const cronJob = readFileSync(path.join(below, '40-cronjob.yaml'), 'utf8');
    assert.match(cronJob, /^kind: CronJob$/mu);
    const [line = ''] = script.split('\n').filter((text) => text.includes('kubectl create token'));
    assert.ok(cronJob.includes(line), 'the CronJob runs the same script');
  });

  it('writes every snippet with its defaults filled in', () => {
    assert.equal(run(folder).status, 0);
    const all = readSnippets();
    const below = path.join(folder, 'snippets');
    assert.deepEqual(readdirSync(below).sort(), all.map(({ prefix }) => `${prefix}.sql`).sort());
    for (const { prefix, body } of all) {
      const text = readFileSync(path.join(below, `${prefix}.sql`), 'utf8');
      assert.doesNotMatch(text, /\$\{|\$\d/u, prefix);
      for (const filled of expand(body).defaults) assert.ok(text.includes(filled), `${prefix}: ${filled}`);
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
