import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { renewerFiles } from '../../src/core/tokens/renewer.ts';
import { unquoteLiteral } from '../../src/core/tsql/quoting.ts';
import { tokenize } from '../../src/core/tsql/lexer.ts';
import { findProgram, skipFor } from '../support/needs.ts';

const run = promisify(execFile);
const wish = {
  namespace: 'shop',
  serviceAccount: 'sql-reader',
  grantedSeconds: 86_400,
  server: 'sql01.corp.example,1433',
  database: "o'rders ]x[",
  credential: "https://k8s.corp.example:8443/it's",
};

describe('the script that renews a token', () => {
  let folder: string;
  let script: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'sqlkube-renew-'));
    const files = renewerFiles(wish);
    assert.ok(files.ok);
    script = path.join(folder, 'renew.sh');
    writeFileSync(script, files.value.find(({ path: name }) => name === '30-renew.sh')?.content ?? '');
    // Programs that note how they are called: arguments a line, and what they are given.
    const tool = (name: string, body: string): void =>
      writeFileSync(path.join(folder, name), `#!/bin/sh\nprintf '%s\\n' "$@" >"$0.args"\n${body}\n`, { mode: 0o755 });
    tool('kubectl', 'printf %s "$TOKEN_TO_GIVE"');
    tool('sqlcmd', 'cat >"$0.input"');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const renew = (token: string, ...args: readonly string[]) =>
    spawnSync('/bin/sh', [script, ...args], {
      encoding: 'utf8',
      env: { PATH: `${folder}:/usr/bin:/bin`, TOKEN_TO_GIVE: token },
    });
  const note = (name: string): string => readFileSync(path.join(folder, name), 'utf8');

  it('passes shellcheck', async function () {
    const shellcheck = findProgram('shellcheck') ?? skipFor(this, 'shellcheck');
    await run(shellcheck, ['--shell=sh', '--severity=style', script]);
  });

  it('gives sqlcmd one statement with the token in one literal, and shows the token nowhere', () => {
    const token = 'eyJhbGciOiJSUzI1NiJ9.planted-token.c2ln_';
    const done = renew(token);
    assert.equal(done.status, 0, done.stderr);
    assert.deepEqual(note('kubectl.args').split('\n').slice(0, -1), [
      ...['create', 'token', 'sql-reader', '--namespace', 'shop', '--duration', '86400s'],
    ]);
    const args = note('sqlcmd.args');
    assert.ok(args.includes(wish.database) && args.includes('-x\n'));
    assert.ok(!(args + done.stdout + done.stderr).includes(token));
    const tokens = [...tokenize(note('sqlcmd.input'))].filter(({ kind }) => !['whitespace', 'comment'].includes(kind));
    const strings = tokens.filter(({ kind }) => kind === 'string').map(({ text }) => unquoteLiteral(text));
    assert.deepEqual(strings, ['HTTPEndpointHeaders', JSON.stringify({ Authorization: `Bearer ${token}` })]);
  });

  it('does the same in two halves, with the token in one file that only its owner reads', () => {
    const token = 'eyJhbGciOiJSUzI1NiJ9.another-token.c2ln_';
    const file = path.join(folder, 'token');
    for (const name of ['kubectl.args', 'sqlcmd.args', 'sqlcmd.input'])
      rmSync(path.join(folder, name), { force: true });
    const requested = renew(token, 'request', file);
    assert.equal(requested.status, 0, requested.stderr);
    assert.equal(readFileSync(file, 'utf8'), token);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.throws(() => note('sqlcmd.args'), /ENOENT/);
    rmSync(path.join(folder, 'kubectl.args'));
    const stored = renew('', 'store', file);
    assert.equal(stored.status, 0, stored.stderr);
    assert.throws(() => note('kubectl.args'), /ENOENT/);
    assert.ok(note('sqlcmd.input').includes(`"Bearer ${token}"`));
    assert.ok(!(note('sqlcmd.args') + requested.stdout + requested.stderr + stored.stdout).includes(token));
    writeFileSync(file, "x'; DROP DATABASE orders; --");
    assert.match(renew('', 'store', file).stderr, /This is not a token; nothing was altered/);
    assert.equal(renew('', 'again').status, 2);
  });

  it('alters nothing when kubectl gives something else than a token', () => {
    rmSync(path.join(folder, 'sqlcmd.input'), { force: true });
    for (const text of ['', "x'; DROP DATABASE orders; --", 'a b', '$(id)', 'x\ny']) {
      const done = renew(text);
      assert.equal(done.status, 1);
      assert.match(done.stderr, /This is not a token; nothing was altered/);
    }
    assert.throws(() => note('sqlcmd.input'), /ENOENT/);
  });
});
