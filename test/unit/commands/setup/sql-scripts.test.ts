import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { reviewedText } from '../../../../src/core/tsql/quoting.ts';
import { startSandbox } from '../../../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { assertNoSecretFiles, assertNoSecrets } from '../../../support/planted.ts';
import { Computer, openProgram, type Program } from '../../../support/program.ts';
import type { Act } from '../../../support/scripted-prompts.ts';

const never = new AbortController().signal;
const catalogQuery = `SELECT name, value, value_in_use FROM sys.configurations WHERE name LIKE 'external rest%';
SELECT name FROM sys.symmetric_keys; SELECT name FROM sys.database_scoped_credentials;
SELECT name FROM sys.database_principals; SELECT permission_name, state_desc FROM sys.database_permissions;`;
const fingerprint = Array.from({ length: 32 }, (_, at) => (at + 16).toString(16).toUpperCase()).join(':');

describe('the set-up of SQL Server, by its commands', () => {
  let sandbox: Sandbox;
  let home: string;
  let computer: Computer;
  let program: Program;
  let url: string;

  beforeEach(async () => {
    sandbox = await startSandbox({ bare: true, trust: [], pods: 20 });
    home = await mkdtemp(path.join(tmpdir(), 'sqlkube-setup-'));
    computer = new Computer();
    url = sandbox.description.proxy.url;
    const { sqlserver, database } = sandbox.description;
    const server = `${sqlserver.host},${sqlserver.port}`;
    computer.settings.user['connections'] = [
      { id: 'c1', name: 'prod', server, database, user: sqlserver.user, encryption: 'mandatory' },
    ];
    program = await open();
    const target = await program.context.access.target('c1', 'quiet');
    assert.ok(!target.ok);
    const stored = program.context.profiles.connection('c1');
    assert.ok(stored);
    await program.context.access.storePassword({ profile: stored.profile, password: sqlserver.password });
  });
  afterEach(async () => {
    await program.close();
    await sandbox.close();
    await rm(home, { recursive: true });
  });

  const open = async (): Promise<Program> =>
    openProgram(computer, { home, authorities: [await readFile(sandbox.description.sqlserver.ca, 'utf8')] });

  const ask = async (text: string) => {
    const { scripts, access } = program.context;
    const target = await access.target('c1', 'quiet');
    assert.ok(target.ok);
    return await (await scripts()).ask(target.value, { database: 'kube', text: reviewedText(text) }, never);
  };
  const sqlAs = async (text: string): Promise<void> => {
    const answer = await ask(text);
    assert.ok(answer.ok, JSON.stringify(answer));
  };
  const catalog = () => ask(catalogQuery);

  const folder = (): string => path.join(home, 'sqlkube', 'localhost');
  const answers = (members = ''): readonly Act[] => [
    { type: url },
    'keep',
    { pick: url },
    'keep',
    { type: members },
    { type: 'kube-system' },
    { pick: 'No audit' },
    { pick: 'Linux' },
    'keep',
    { pick: 'Type Its SHA-256 Fingerprint…' },
    { type: fingerprint },
    { pick: folder() },
    { pick: 'Write' },
  ];
  const create = (members = '') =>
    program.run('sqlkube.setup.createSql', [{ connectionId: 'c1' }], ...answers(members), { press: undefined });

  it('writes scripts in order with an undo each, and finds its choices again after a restart', async () => {
    assert.ok((await create())?.ok);
    const names = (await readdir(path.join(folder(), 'sql'))).sort();
    assert.deepEqual(names, [
      '10-switch.sql',
      '20-master-key.sql',
      '30-credential.sql',
      '40-grants.sql',
      '50-proof.sql',
      'undo',
    ]);
    if (process.platform !== 'win32') {
      assert.equal((await stat(path.join(folder(), 'host', 'linux', 'trust.sh'))).mode & 0o777, 0o755);
    }
    await program.close();
    program = await open();
    await program.run('sqlkube.setup.createSql', [{ url }], 'leave');
    assert.match(program.prompts.seen.at(-1) ?? '', new RegExp(`URL of the endpoint.*${url}`));
  });

  it('runs what was written as far as it goes, goes on after a restart, proves it, and takes it all back', async () => {
    const { token } = sandbox.description.kubernetes;
    const before = await catalog();
    await create('app_reader = nobody');
    const first = await program.run(
      'sqlkube.setup.runSql',
      [],
      { pick: 'Everything to Do' },
      { pick: 'sql/30-credential.sql' },
      { pick: 'Run' },
      { pick: 'Make One' },
      { confirm: true },
      { type: token },
    );
    assert.equal(first?.ok, false);
    assert.match(program.opened.at(-2)?.text ?? '', /N'\{"Authorization":"Bearer \$\(TOKEN\)"\}'/);
    const stopped = program.opened.at(-1)?.text ?? '';
    assert.match(
      stopped,
      /\*\*Ended early\.\*\* “Adds app_reader to the role” of sql\/40-grants\.sql failed: Msg 50000, There is no login nobody/,
    );
    assert.match(stopped, /Shows who holds the permissions now: \*\*not run\*\*/);

    const [password = ''] = program.copied;
    await program.close();
    program = await open();
    await program.run(
      'sqlkube.setup.createSql',
      [{ url }],
      ...([{ type: url }, 'keep', 'keep', 'keep', { type: '' }, 'keep', 'keep', 'keep', 'keep'] as const),
      ...[{ pick: fingerprint }, { pick: folder() }, { pick: 'Replace and Write' }, { press: undefined }],
    );
    const rest = await program.run(
      'sqlkube.setup.runSql',
      [],
      { pick: 'Everything to Do' },
      { pick: 'Run' },
      { type: token },
    );
    assert.ok(rest?.ok, JSON.stringify(program.failures));
    const done = program.opened.at(-1)?.text ?? '';
    assert.match(done, /return_value {2}http_status {2}answer/);
    assert.match(done, /^1\. Goes into the database of the set-up: done/m);
    assert.doesNotMatch(done, /;:/);
    assert.match(done, /0 {13}201 {10}system:serviceaccount:/);
    assert.match(done, /0 {13}200 {10}PodList/);
    assert.equal(program.context.setups.find(url)?.marks.sql?.state, 'done');

    const undone = await program.run(
      'sqlkube.setup.undoSql',
      [],
      { pick: 'Everything, Last Step First' },
      { pick: 'Take Back' },
      { type: 'kube' },
    );
    assert.ok(undone?.ok, JSON.stringify(program.failures));
    assert.deepEqual(await catalog(), before);
    assert.deepEqual(program.context.setups.find(url)?.ran, []);
    const planted = [token, sandbox.sqlServer.password, password];
    assertNoSecrets(computer, planted);
    assert.equal((await assertNoSecretFiles(home, planted)).length, 13);
  });

  it('names the script that the DBA must run when the login has no rights, and SQL Server says no when it is tried', async () => {
    await create();
    await sqlAs("CREATE LOGIN plain WITH PASSWORD = 'Str0ng-enough!'; CREATE USER plain FOR LOGIN plain;");
    const stored = program.context.profiles.connection('c1');
    assert.ok(stored);
    const profile = { ...stored.profile, id: 'c2', user: 'plain' };
    await program.context.profiles.saveConnection(profile);
    await program.context.access.storePassword({ profile, password: 'Str0ng-enough!' });
    await program.context.setups.update(url, { connectionId: 'c2' });
    await program.run('sqlkube.setup.runSql', [], { pickRefused: 'sql/30-credential.sql' }, 'leave');
    const seen = program.prompts.seen.join('\n');
    assert.match(
      seen,
      /plain may not: it needs CONTROL on the database\. The DBA of the database runs .*sql\/30-credential\.sql\./,
    );

    await program.context.setups.update(url, { connectionId: 'c1' });
    await writeFile(
      path.join(folder(), 'sql', '40-grants.sql'),
      "EXECUTE AS USER = 'plain';\nCREATE ROLE kube_role;\n",
    );
    await program.run('sqlkube.setup.runSql', [], { pick: 'sql/40-grants.sql' }, { pick: 'Run' });
    assert.match(
      JSON.stringify(program.failures),
      /sa lacks a right there \(it needs CONTROL on the database\)\. The DBA of the database runs .*40-grants\.sql on localhost, database kube/,
    );
  });

  it('notes when a pasted token ends, for endpoints that are there and those that are added later', async () => {
    const { token: opaque } = sandbox.description.kubernetes;
    const hour = 3_600_000;
    const jwt = (days: number): string => {
      const iat = Math.floor((Date.now() - hour) / 1000);
      const claims = { iat, exp: iat + days * 86_400, sub: 'system:serviceaccount:sqlkube:reader' };
      const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
      return `${part({ alg: 'RS256' })}.${part(claims)}.c2ln`;
    };
    const run = (script: string, ...acts: readonly Act[]) =>
      program.run('sqlkube.setup.runSql', [{ url }], { pick: script }, { pick: 'Run' }, ...acts);
    const endings = (): readonly string[] =>
      program.context.profiles.endpoints().flatMap(({ profile }) =>
        program.context.expiries
          .lines(profile, program.context.now())
          .filter(({ what }) => what === 'token')
          .map(({ text }) => text),
      );
    await create();
    await run('sql/10-switch.sql');
    await run('sql/20-master-key.sql', { pick: 'Make One' }, { confirm: true });
    const [first, second] = [jwt(40), jwt(20)];
    assert.ok((await run('sql/30-credential.sql', { type: first }))?.ok, JSON.stringify(program.failures));

    // The endpoint comes later; the API server does not know that token.
    await program.run(
      'sqlkube.endpoint.add',
      [{ connectionId: 'c1' }, { url, credential: url }],
      ...(['keep', 'keep', { pick: 'All' }, { press: 'Save Anyway' }] as const),
    );
    const [endpoint] = program.context.profiles.endpoints();
    assert.ok(endpoint, JSON.stringify(program.prompts.seen));
    assert.match(endings().join(), /^token good until|^token ends in/);
    const kept = program.context.expiries.token(endpoint.profile.id);
    assert.equal(kept?.account, 'sqlkube/reader');
    assert.equal(kept.until, kept.from + 40 * 86_400_000);

    // Another one is pasted over one that is kept here: what is kept is what the credential holds, so that it can be put back.
    await program.context.access.keepToken(endpoint.profile.id, first);
    assert.ok((await run('sql/30-credential.sql', { type: second }))?.ok);
    assert.equal(program.context.expiries.token(endpoint.profile.id)?.until, kept.from + 20 * 86_400_000);
    assert.equal(await program.context.access.heldToken(endpoint.profile.id), second);

    // The kept one stands in the box, and it is what the credential gets: the proof says so.
    await program.context.access.keepToken(endpoint.profile.id, opaque);
    assert.ok((await run('sql/30-credential.sql', 'keep'))?.ok);
    assert.match(program.prompts.seen.join('\n'), /The token that was requested for .*, for its credential/);
    assert.ok((await run('sql/50-proof.sql'))?.ok, JSON.stringify(program.failures));
    assert.deepEqual(endings(), [], 'an end that is not known is not told from the token before');
    assertNoSecrets(computer, [first, second, opaque]);
    assertNoSecrets(computer, [first, second, opaque]);
    await assertNoSecretFiles(home, [first, second, opaque]);
  });

  it('offers certificates without limits when the proof fails at one that this computer verifies', async () => {
    const { proxy, kubernetes } = sandbox.description;
    const certificates = path.join(home, 'certificates');
    await mkdir(certificates);
    await copyFile(proxy.ca, path.join(certificates, 'ca.crt'));
    const span = { from: 0, until: 1, fingerprint256: '' };
    const note = (limited: boolean) =>
      program.context.expiries.noteCertificate(url, {
        server: span,
        authority: { ...span, limited },
        folder: certificates,
      });
    await create();
    const all: readonly Act[] = [{ pick: 'Everything to Do' }, { pick: 'Run' }];
    const secrets: readonly Act[] = [{ pick: 'Make One' }, { confirm: true }, { type: kubernetes.token }];
    await sandbox.faults.set('untrusted-ca');
    await note(false);
    const plain = await program.run('sqlkube.setup.runSql', [{ url }], ...all, ...secrets);
    assert.equal(plain?.ok, false, 'nothing is offered for a CA without limits');
    await note(true);
    const offered = await program.run(
      'sqlkube.setup.runSql',
      [{ url }],
      ...[{ pick: 'sql/50-proof.sql' }, { pick: 'Run' }, { press: 'Reissue Without Limits…' }],
      ...([{ type: '' }, { pick: '3 years' }, 'keep', { pick: 'Make One' }, 'keep', 'leave'] as const),
    );
    assert.notEqual(offered?.ok, true);
    const seen = program.prompts.seen.join('\n');
    assert.match(seen, /OpenSSL on this computer verifies https:.*Reissue Without Limits…/);
    // Same folder, and limits switched off in the form.
    assert.match(seen, /Create Certificates \d\/5: For whom the CA may vouch/);
    await program.run(
      'sqlkube.setup.runSql',
      [{ url }],
      ...[{ pick: 'sql/50-proof.sql' }, { pick: 'Run' }, { press: 'Explain the Error' }],
    );
    assert.match(JSON.stringify(program.failures.at(-1)), /31608/);
  });

  it('refuses a script that was edited into something else', async () => {
    await create();
    await writeFile(path.join(folder(), 'sql', '50-proof.sql'), 'SELECT 1;\nGO\n:r /etc/passwd\n');
    await program.run('sqlkube.setup.runSql', [], { pick: 'sql/50-proof.sql' });
    assert.match(JSON.stringify(program.failures), /50-proof\.sql, line 3: .*:r \/etc\/passwd.*Nothing was run/);
  });
});
