import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FilePlan, PlannedFile } from '../../../src/core/files/planned-file.ts';
import { diskFiles, type FileSystem } from '../../../src/host/file-system.ts';
import { testFiles } from '../../support/files.ts';
import { ScriptedPrompts } from '../../support/scripted-prompts.ts';
import type { Act } from '../../support/scripted-prompts.ts';

const file = (path: string, content: string, secret = false): PlannedFile => ({
  path,
  content,
  secret,
  mode: secret ? 0o600 : 0o644,
  title: secret ? 'a key' : 'a text',
  loss: 'It is lost.',
});

const plan: FilePlan = {
  files: [
    file('ca.key', '-----BEGIN PRIVATE KEY-----\nnew', true),
    file('notes.txt', 'new\n'),
    file('sub/deep/x.sql', 'x\n'),
  ],
};

const write: Act = { pick: 'Write' };
const replace: Act = { pick: 'Replace and Write' };

/** Everything below a folder but git's own: path, text and mode. */
function tree(folder: string, below = ''): Record<string, string> {
  return Object.assign(
    {},
    ...readdirSync(join(folder, below), { withFileTypes: true })
      .filter(({ name }) => name !== '.git')
      .map((entry) => {
        const path = below === '' ? entry.name : `${below}/${entry.name}`;
        if (entry.isDirectory()) return { [`${path}/`]: '', ...tree(folder, path) };
        const mode = (statSync(join(folder, path)).mode & 0o777).toString(8);
        return { [path]: `${mode} ${readFileSync(join(folder, path), 'utf8')}` };
      }),
  ) as Record<string, string>;
}

describe('the file writer', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'sqlkube-files-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = async (acts: readonly Act[], wishes: Partial<Parameters<typeof testFiles>[0]> = {}, into = folder) => {
    const prompts = new ScriptedPrompts(...acts);
    const shown: string[] = [];
    const done = await testFiles({ prompts, home: folder, shown, ...wishes }).write('Create Things', into, plan);
    assert.deepEqual(prompts.left, []);
    const told = done.ok ? '' : done.error.kind === 'refused' ? done.error.reason : done.error.kind;
    return { done, told, shown, seen: prompts.seen };
  };
  const all = {
    'ca.key': '600 -----BEGIN PRIVATE KEY-----\nnew',
    'notes.txt': '644 new\n',
    'sub/': '',
    'sub/deep/': '',
    'sub/deep/x.sql': '644 x\n',
  };

  it('writes new files with their modes, whatever the umask', async () => {
    const before = process.umask(0o077);
    try {
      const { done, seen } = await run([write]);
      assert.ok(done.ok);
      assert.deepEqual(
        done.value.paths,
        plan.files.map(({ path }) => join(folder, path)),
      );
      assert.match(
        seen.join('\n'),
        /Create Things 1\/1: 3 files\. .* \| Write \/ ca\.key \/ notes\.txt \/ sub\/deep\/x\.sql/,
      );
    } finally {
      process.umask(before);
    }
    assert.deepEqual(tree(folder), all);
  });

  it('makes the folder', async () => {
    await run([write], {}, join(folder, 'a/b'));
    assert.deepEqual(tree(join(folder, 'a/b')), all);
  });

  it('writes nothing when the user leaves', async () => {
    const { told } = await run(['leave'], {}, join(folder, 'a'));
    assert.equal(told, 'cancelled');
    assert.deepEqual(tree(folder), {});
  });

  it('shows a text and a difference, never a key', async () => {
    writeFileSync(join(folder, 'notes.txt'), 'old\n');
    const { shown, seen } = await run([{ pick: 'sub/deep/x.sql' }, { pick: 'notes.txt' }, replace]);
    assert.deepEqual(shown, ['sub/deep/x.sql', 'notes.txt: now and planned']);
    assert.match(seen[0]!, /1 of which would replace what is there/);
    assert.deepEqual(tree(folder), all);
    await assert.rejects(run([{ pick: 'ca.key' }]), /a choice that cannot be taken was picked/);
  });

  it('asks once more before a key is lost, and says what it is', async () => {
    writeFileSync(join(folder, 'ca.key'), '-----BEGIN PRIVATE KEY-----\nold');
    const kept = await run([replace, { confirm: false }]);
    assert.equal(kept.told, 'cancelled');
    assert.match(
      kept.seen[1]!,
      /confirm: Replace ca\.key\? \| ca\.key is a private key that .*It is lost\. \| Replace/,
    );
    assert.equal(readFileSync(join(folder, 'ca.key'), 'utf8'), '-----BEGIN PRIVATE KEY-----\nold');
    await run([replace, { confirm: true }]);
    assert.deepEqual(tree(folder), all);
  });

  it('does not ask about what is the same, and still closes a key that stood open', async () => {
    await run([write]);
    chmodSync(join(folder, 'ca.key'), 0o644);
    await run([write]);
    assert.deepEqual(tree(folder), all);
  });

  it('refuses what is open with unsaved changes', async () => {
    const { told } = await run([], { unsaved: [join(folder, 'notes.txt')] });
    assert.match(told, /notes\.txt is open with changes that are not saved\. Nothing was written\. Save or close it/);
  });

  it('refuses links, folders and unreadable files in the way', async () => {
    symlinkSync('/etc/hostname', join(folder, 'notes.txt'));
    assert.match((await run([])).told, /notes\.txt should be a file and is a link\. Nothing was written\./);
    rmSync(join(folder, 'notes.txt'));
    symlinkSync('/tmp', join(folder, 'sub'));
    assert.match((await run([])).told, /sub should be a folder and is a link\./);
    rmSync(join(folder, 'sub'));
    mkdirSync(join(folder, 'notes.txt'));
    assert.match((await run([])).told, /notes\.txt should be a file and is a folder\./);
    rmSync(join(folder, 'notes.txt'), { recursive: true });
    writeFileSync(join(folder, 'notes.txt'), 'secretly');
    const read = (path: string) =>
      path.endsWith('notes.txt') ? Promise.reject(systemError('EACCES')) : diskFiles.read(path);
    const { told } = await run([], { files: { ...diskFiles, read } });
    assert.match(told, /notes\.txt is there already and cannot be read \(EACCES\)\..*Move it away/);
  });

  it('says what is wrong with a disk that cannot be written to', async () => {
    const { told } = await run([write], {}, '/proc/sqlkube');
    assert.match(
      told,
      /^\/proc\/sqlkube could not be written.*Nothing was written; what was there before is as it was\./,
    );
  });

  it('notices when something else writes while it asks', async () => {
    writeFileSync(join(folder, 'notes.txt'), 'old\n');
    const prompts = new ScriptedPrompts({ pick: 'notes.txt' }, replace);
    const files = testFiles({ prompts, home: folder });
    const choose = prompts.choose.bind(prompts);
    prompts.choose = (question) => {
      writeFileSync(join(folder, 'notes.txt'), 'newer\n');
      return choose(question);
    };
    const done = await files.write('Create Things', folder, plan);
    assert.ok(!done.ok && done.error.kind === 'refused');
    assert.match(done.error.reason, /notes\.txt was changed by something else meanwhile\. Nothing was written/);
    assert.deepEqual(tree(folder), { 'notes.txt': '644 newer\n' });
  });

  for (const code of ['ENOSPC', 'EACCES', 'EROFS']) {
    it(`leaves all as it was, whichever step fails with ${code}`, async () => {
      const before = { 'ca.key': '600 -----BEGIN PRIVATE KEY-----\nold', 'notes.txt': '644 old\n' };
      let failed = 0;
      for (let step = 0; ; step += 1) {
        rmSync(folder, { recursive: true });
        mkdirSync(folder);
        writeFileSync(join(folder, 'ca.key'), '-----BEGIN PRIVATE KEY-----\nold', { mode: 0o600 });
        writeFileSync(join(folder, 'notes.txt'), 'old\n');
        const { done, told } = await run([replace, { confirm: true }], { files: failing(step, code) });
        if (done.ok) break;
        failed += 1;
        assert.match(told, /Nothing was written; what was there before is as it was\./);
        assert.deepEqual(tree(folder), before, `step ${step}`);
      }
      // Two folders, three new files, two kept originals, three renames.
      assert.equal(failed, 10);
      assert.deepEqual(tree(folder), all);
    });
  }

  it('says where the originals are when they cannot be put back', async () => {
    writeFileSync(join(folder, 'notes.txt'), 'old\n');
    let renames = 0;
    const rename = (from: string, to: string) =>
      (renames += 1) > 2 ? Promise.reject(systemError('EIO')) : diskFiles.rename(from, to);
    const { told } = await run([replace], { files: { ...diskFiles, rename } });
    const [, kept] = /it lies in (\S+\.old)\./.exec(told) ?? [];
    assert.ok(kept, told);
    assert.equal(readFileSync(kept, 'utf8'), 'old\n');
  });

  describe('in a git repository', () => {
    const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' });
    beforeEach(() => void git('init', '-q'));

    it('extends .gitignore before it writes a key, so that git add takes none', async () => {
      writeFileSync(join(folder, '.gitignore'), 'dist');
      const { seen } = await run([{ confirm: true }, replace]);
      assert.match(seen[0]!, /confirm: Keep ca\.key out of git\? .* \| Extend \.gitignore/);
      assert.equal(readFileSync(join(folder, '.gitignore'), 'utf8'), 'dist\n# Private keys\n/ca.key\n');
      git('add', '.');
      assert.deepEqual(git('ls-files').trim().split('\n'), ['.gitignore', 'notes.txt', 'sub/deep/x.sql']);
    });

    it('writes nothing when .gitignore may not be extended', async () => {
      assert.equal((await run([{ confirm: false }])).told, 'cancelled');
      assert.deepEqual(tree(folder), {});
    });

    it('sees any rule of git that ignores the key, also for a folder still to be made', async () => {
      writeFileSync(join(folder, '.gitignore'), '*.key\n');
      await run([write], {}, join(folder, 'deep/er'));
      assert.deepEqual(tree(join(folder, 'deep/er')), all);
    });

    it('refuses a key that git tracks', async () => {
      writeFileSync(join(folder, 'ca.key'), 'old');
      git('add', 'ca.key');
      writeFileSync(join(folder, '.gitignore'), '*.key\n');
      assert.match((await run([])).told, /ca\.key is a file that git tracks\..*git rm --cached/);
    });

    it('runs no program that a repository names', async () => {
      const trace = join(folder, 'ran');
      git('config', 'core.fsmonitor', `touch ${trace}; false`);
      await run([{ confirm: true }, write]);
      assert.ok(!readdirSync(folder).includes('ran'));
    });

    it('is careful when git cannot be asked', async () => {
      writeFileSync(join(folder, '.gitignore'), '*.key\n');
      const mute = () => Promise.resolve(undefined);
      await run([{ confirm: true }, replace], { git: mute });
      assert.match(readFileSync(join(folder, '.gitignore'), 'utf8'), /^\/ca\.key$/m);
      await run([write], { git: mute });
    });
  });
});

const systemError = (code: string): Error => Object.assign(new Error(code), { code });

/** The disk, but its n-th change fails, halfway where there is a half. */
function failing(step: number, code: string): FileSystem {
  let done = 0;
  const guard =
    <A extends unknown[]>(
      act: (...args: A) => Promise<void>,
      half: (...args: A) => Promise<void> = () => Promise.resolve(),
    ) =>
    async (...args: A) => {
      const fails = done === step;
      done += 1;
      await (fails ? half : act)(...args);
      if (!fails) return;
      throw systemError(code);
    };
  return {
    ...diskFiles,
    makeFolder: guard(diskFiles.makeFolder),
    create: guard(diskFiles.create, (path, bytes, mode) => diskFiles.create(path, bytes.subarray(0, 1), mode)),
    keep: guard(diskFiles.keep),
    rename: guard(diskFiles.rename),
  };
}
