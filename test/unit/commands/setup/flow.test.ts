import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSandbox } from '../../../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { filesOfRunBook } from '../../../support/run-book.ts';
import { Computer, openProgram, type Program } from '../../../support/program.ts';

/** Where a step stands, as the checklist shows it, by its number. */
const stateIn = (program: Program): readonly string[] => {
  const list = program.prompts.seen.findLast((line) => line.startsWith('Set Up https://')) ?? '';
  return [...list.matchAll(/\$\(([\w-]+)\) \d /gu)].map(([, icon = '']) => icon);
};

describe('Set Up, the guided way', () => {
  let sandbox: Sandbox;
  let home: string;
  let computer: Computer;
  let program: Program;
  let url: string;

  before(async () => {
    sandbox = await startSandbox({ bare: true, trust: [], pods: 20 });
    url = sandbox.description.proxy.url;
  });
  after(() => sandbox.close());
  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'sqlkube-flow-'));
    computer = new Computer();
    program = await open();
  });
  afterEach(async () => {
    await program.close();
    await rm(home, { recursive: true });
  });

  const open = async (): Promise<Program> =>
    openProgram(computer, { home, authorities: [await readFile(sandbox.description.sqlserver.ca, 'utf8')] });

  const pick = (number: number, icon: string, title: string) => ({ pick: `$(${icon}) ${number} ${title}` });
  const toDo = 'circle-large-outline';

  it('leads from nothing to pods, is left half-way, and goes on after a restart', async () => {
    const { sqlserver, kubernetes, database } = sandbox.description;
    // A new connection, with a test of the login; then the window is closed in the middle of everything.
    await program.run(
      'sqlkube.setup.open',
      [],
      { type: url },
      pick(1, toDo, 'Connect to SQL Server 2025'),
      { pick: 'Add Connection…' },
      { type: `${sqlserver.host},${sqlserver.port}` },
      { type: database },
      { pick: 'SQL login' },
      { type: sqlserver.user },
      { type: sqlserver.password },
      'keep',
      'keep',
      'leave',
    );
    assert.deepEqual(stateIn(program), ['pass', ...Array.from({ length: 7 }, () => toDo)]);
    await program.close();
    program = await open();

    const done = (number: number, title: string, what: string) => [pick(number, toDo, title), { pick: what }] as const;
    await program.run(
      'sqlkube.setup.open',
      [],
      { pick: new URL(url).origin },
      ...done(2, 'Certificates', 'Mark as Done'),
      ...done(3, 'Access and proxy', 'Mark as Done'),
      ...done(4, 'Apply to the cluster', 'Wait for the Kubernetes cluster admin'),
      ...done(6, 'SQL Server set-up', 'Create SQL Server Set-up…'),
      ...(['keep', 'keep', { pick: url }, 'keep', 'keep', { type: 'kube-system' }, { pick: 'No audit' }] as const),
      ...[{ pick: 'Linux' }, 'keep' as const, { pick: 'Type Its SHA-256 Fingerprint…' }],
      { type: Array.from({ length: 32 }, () => 'AB').join(':') },
      { pick: path.join(home, 'sqlkube', 'localhost') },
      { pick: 'Write' },
      ...done(6, 'SQL Server set-up', 'Run SQL Server Set-up…'),
      ...[{ pick: 'Everything to Do' }, { pick: 'Run' }, { pick: 'Make One' }, { confirm: true }],
      { type: kubernetes.token },
      pick(4, 'clock', 'Apply to the cluster'),
      { pick: 'Mark as Done' },
      ...done(5, 'Token', 'Mark as Done'),
      ...done(7, "Trust on SQL Server's host", 'Mark as Done'),
      ...done(8, 'Proof', 'Call It Through SQL Server'),
      ...(['keep', 'keep', 'keep'] as const),
      'leave',
    );
    assert.deepEqual(
      stateIn(program),
      Array.from({ length: 8 }, () => 'pass'),
    );
    assert.match(program.prompts.seen.at(-1) ?? '', /8 of 8 done\. Nothing is left for you\./);
    const [endpoint] = program.context.profiles.endpoints();
    assert.deepEqual(endpoint?.profile.authentication, { kind: 'credential', name: new URL(url).origin });
  });

  it('hands the work over as one run book, and forgets only itself', async () => {
    await program.run(
      'sqlkube.setup.open',
      [],
      { type: url },
      pick(7, toDo, "Trust on SQL Server's host"),
      'back',
      'leave',
    );
    await program.run(
      'sqlkube.setup.createSql',
      [{ url }],
      ...(['keep', { type: 'kube' }, { pick: url }, 'keep', 'keep', 'keep', { pick: 'No audit' }] as const),
      ...[{ pick: 'More Than One of Them' }, 'keep' as const, 'keep' as const, 'keep' as const, 'keep' as const],
      ...(['keep', 'keep', 'keep'] as const),
      { pick: 'Type Its SHA-256 Fingerprint…' },
      { type: Array.from({ length: 32 }, () => 'AB').join(':') },
      { pick: path.join(home, 'sqlkube', 'localhost') },
      { pick: 'Write' },
      { press: 'Show Run Book' },
    );
    assert.match(program.opened.at(-1)?.text ?? '', /^# Run book: https:\/\/localhost/);
    await program.run(
      'sqlkube.setup.open',
      [{ url }],
      pick(7, toDo, "Trust on SQL Server's host"),
      { pick: 'Show host/linux/trust.sh' },
      { pick: '$(book) Export Run Book…' },
      { pick: path.join(home, 'sqlkube', 'localhost') },
      { pick: 'Write' },
      { pick: '$(trash) Forget This Set-up' },
    );
    const book = await readFile(path.join(home, 'sqlkube', 'localhost', 'run-book-localhost.md'), 'utf8');
    const files = filesOfRunBook(book);
    for (const [name, text] of files) {
      assert.equal(text, await readFile(path.join(home, 'sqlkube', 'localhost', ...name.split('/')), 'utf8'), name);
    }
    assert.ok(files.size >= 20);
    assert.deepEqual(program.context.setups.all(), []);
    // Without a set-up there is nothing to run, which says what to do instead.
    await program.run('sqlkube.setup.runSql', [], { press: undefined });
    assert.match(program.prompts.seen.at(-1) ?? '', /There are no scripts yet\. Create the SQL Server set-up first\./);
  });
});
