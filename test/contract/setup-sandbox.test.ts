import assert from 'node:assert/strict';
import { checkSetup } from '../../src/core/setup/check-setup.ts';
import type { Setup, SetupOptions } from '../../src/core/setup/options.ts';
import { readSetupState, mayRun, stateQuery } from '../../src/core/setup/sql-state.ts';
import { renderSqlFile } from '../../src/core/setup/sql-file.ts';
import { runnableBatches, sqlSteps } from '../../src/core/setup/sql-steps.ts';
import { splitBatches } from '../../src/core/tsql/batches.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import type { ResultSink, SqlSession } from '../../src/sandbox/engine.ts';
import { selfSignedIdentity } from '../../src/sandbox/sql-identity.ts';
import { startSqlServer } from '../../src/sandbox/sql-server.ts';
import { startEchoUpstream } from '../support/echo-upstream.ts';

type Row = Readonly<Record<string, unknown>>;
interface Answer {
  readonly sets: Row[][];
  readonly messages: string[];
  readonly errors: string[];
}

const masterKeyPassword = "It's a str0ng-one; ]--";

describe('the set-up, run in the sandbox', () => {
  let sandbox: Sandbox;
  let sa: SqlSession;

  beforeEach(async () => {
    sandbox = await startSandbox({ bare: true, trust: [], pods: 20 });
    sa = await login('sa', sandbox.sqlServer.password);
    await fine(
      sa,
      "CREATE LOGIN [app; reader] WITH PASSWORD = 'Str0ng-enough!'; CREATE LOGIN plain WITH PASSWORD = 'Str0ng-enough!';",
    );
    await fine(sa, 'CREATE USER plain FOR LOGIN plain;');
  });
  afterEach(async () => {
    sa.close();
    await sandbox.close();
  });

  const login = async (user: string, password: string, server = sandbox.sqlServer): Promise<SqlSession> => {
    const outcome = await server.engine.login({
      ...{ user, password, database: 'kube', applicationName: 'test', hostName: 'test', encrypted: true },
    });
    if (!outcome.ok) throw new Error(outcome.errors.map(({ text }) => text).join(' '));
    return outcome.session;
  };

  const setupOf = (changes: Partial<SetupOptions> = {}): Setup => {
    const checked = checkSetup({
      url: sandbox.description.proxy.url,
      database: 'kube',
      role: "kube's [callers]",
      members: [{ user: "o'reader", forLogin: 'app; reader' }, { user: 'plain' }],
      namespace: 'kube-system',
      audit: true,
      ...changes,
    });
    if (!checked.ok) throw new Error(JSON.stringify(checked.error));
    return checked.value;
  };

  const secrets = (): { token: string; masterKeyPassword: string } => ({
    token: sandbox.description.kubernetes.token,
    masterKeyPassword,
  });

  const runAll = async (setup: Setup, direction: 'run' | 'undo'): Promise<Answer[]> => {
    const steps = direction === 'run' ? sqlSteps(setup) : sqlSteps(setup).toReversed();
    const answers: Answer[] = [];
    for (const step of steps) {
      const batches = runnableBatches(step[direction], secrets());
      if (!batches.ok) throw new Error(JSON.stringify(batches.error));
      for (const { sql, does } of batches.value) {
        const answer = await run(sa, sql);
        assert.deepEqual(answer.errors, [], `${step.id}: ${does}`);
        answers.push(answer);
      }
    }
    return answers;
  };

  const catalog = async (): Promise<unknown> => (await fine(sa, catalogQuery)).sets;

  it('does, proves, and undoes without a trace', async () => {
    const setup = setupOf();
    const before = await catalog();
    const answers = await runAll(setup, 'run');
    assert.notDeepEqual(await catalog(), before);
    const proofs = answers.flatMap(({ sets }) => sets.flat()).filter((row) => 'return_value' in row);
    assert.deepEqual(
      proofs.map((row) => [row['return_value'], row['answer']]),
      [0, 1].flatMap(() => [
        [0, proofs[0]?.['answer']],
        [0, 'PodList'],
      ]),
    );
    assert.match(String(proofs[0]?.['answer']), /^system:serviceaccount:/u);
    await runAll(setup, 'undo');
    assert.deepEqual(await catalog(), before);
  });

  it('may be run twice, and undone twice', async () => {
    const setup = setupOf();
    const before = await catalog();
    await runAll(setup, 'run');
    await runAll(setup, 'run');
    await runAll(setup, 'undo');
    await runAll(setup, 'undo');
    assert.deepEqual(await catalog(), before);
  });

  it('records who calls from then on, also what fails, and keeps no statement', async () => {
    const setup = setupOf();
    await runAll(setup, 'run');
    const audit = sqlSteps(setup).find(({ id }) => id === '60-audit');
    const read = audit?.run.at(-1)?.text(secrets()) ?? '';
    assert.deepEqual((await fine(sa, read)).sets, [[]]);
    const proof = sqlSteps(setup).find(({ id }) => id === '50-proof');
    for (const { text } of proof?.run ?? []) await fine(sa, text(secrets()));
    await run(sa, "DECLARE @r int; EXEC @r = sp_invoke_external_rest_endpoint @url = N'https://localhost:1/x';");
    const [rows = []] = (await fine(sa, read)).sets;
    assert.equal(rows.length, (proof?.run.length ?? 0) + 1);
    for (const row of rows) {
      assert.match(String(row['event_data']), /name="database_name"><value>kube</);
      assert.doesNotMatch(String(row['event_data']), /EXEC|Bearer|sp_invoke/u);
    }
    await runAll(setup, 'undo');
    assert.deepEqual((await fine(sa, 'SELECT name FROM sys.dm_xe_sessions;')).sets, [[]]);
  });

  it('leaves what was there before, told so by the state query', async () => {
    await fine(sa, "EXEC sp_configure 'external rest endpoint enabled', 1; RECONFIGURE;");
    await fine(sa, "CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'Str0ng-enough!';");
    await fine(sa, "CREATE ROLE [kube's [callers]]];");
    const before = await catalog();
    const state = readSetupState((await fine(sa, stateQuery(setupOf()))).sets);
    assert.deepEqual(
      { ...state, majorVersion: 0, engineEdition: 0 },
      {
        ...{
          majorVersion: 0,
          engineEdition: 0,
          database: 'kube',
          switchOn: true,
          masterKey: true,
          credential: false,
          role: true,
        },
        ...{ users: ['plain'], mayConfigure: true, mayControl: true, mayAudit: true },
      },
    );
    const setup = setupOf({ before: state ?? {} });
    await runAll(setup, 'run');
    await runAll(setup, 'undo');
    assert.deepEqual(await catalog(), before);
  });

  it('sends a token of 2,000 characters with quotes unchanged', async () => {
    const token = `it's]"\\$(x)`.repeat(200).slice(0, 2000);
    const identity = await selfSignedIdentity(['localhost', '127.0.0.1']);
    const upstream = await startEchoUpstream(identity);
    const server = await startSqlServer({ trusted: [identity.cert], switchOn: false, databases: ['kube'] });
    const { password } = server;
    const session = await login('sa', password, server);
    try {
      const setup = setupOf({ url: `https://localhost:${upstream.port}`, members: [] });
      const steps = sqlSteps(setup).flatMap((step) => step.run);
      const batches = runnableBatches(steps, { token, masterKeyPassword });
      assert.ok(batches.ok);
      for (const { sql } of batches.value) await fine(session, sql);
      assert.equal(upstream.arrivals.length, 2);
      for (const { headers } of upstream.arrivals)
        assert.equal(headers.find(([name]) => name === 'authorization')?.[1], `Bearer ${token}`);
    } finally {
      session.close();
      await server.close();
      await upstream.close();
    }
  });

  it('says which step a login may not run, and SQL Server refuses it', async () => {
    const plain = await login('plain', 'Str0ng-enough!');
    try {
      const setup = setupOf();
      const state = readSetupState((await fine(plain, stateQuery(setup))).sets);
      assert.ok(state);
      const refused = sqlSteps(setup).filter((step) => !mayRun(step, state));
      assert.deepEqual(
        refused.map(({ id }) => id),
        ['10-switch', '20-master-key', '30-credential', '40-grants', '50-proof', '60-audit'],
      );
      for (const step of refused.filter(({ id }) => id !== '50-proof')) {
        const [first] = step.run;
        assert.notDeepEqual((await run(plain, first?.text(secrets()) ?? '')).errors, [], step.id);
      }
    } finally {
      plain.close();
    }
  });

  it('fails with the answer of the endpoint when the token is wrong', async () => {
    const setup = setupOf();
    await runAll(setup, 'run');
    const [first] =
      sqlSteps(setup)
        .find(({ id }) => id === '30-credential')
        ?.run.slice(1) ?? [];
    await fine(sa, first?.text({ token: 'wrong', masterKeyPassword }) ?? '');
    const proof = sqlSteps(setup).find(({ id }) => id === '50-proof')?.run ?? [];
    for (const { text } of proof) {
      const { errors } = await run(sa, text(secrets()));
      assert.match(errors.join(), /^50000: The endpoint answered with HTTP status 401: /u);
    }
    assert.deepEqual((await fine(sa, 'SELECT USER_NAME() AS name;')).sets, [[{ name: 'dbo' }]]);
  });

  it('comes back from the user also when the call could not be made', async () => {
    const setup = setupOf();
    await runAll(setup, 'run');
    await fine(sa, "EXEC sp_configure 'external rest endpoint enabled', 0; RECONFIGURE;");
    for (const { text } of sqlSteps(setup).find(({ id }) => id === '50-proof')?.run ?? []) {
      assert.match((await run(sa, text(secrets()))).errors.join(), /^31643: /u);
      assert.deepEqual((await fine(sa, 'SELECT USER_NAME() AS name;')).sets, [[{ name: 'dbo' }]]);
    }
  });

  it('does nothing in another database', async () => {
    await fine(sa, 'CREATE DATABASE other;');
    await fine(sa, 'USE other;');
    for (const step of sqlSteps(setupOf()).filter(({ on }) => on === 'database'))
      for (const { text, does } of [...step.run, ...step.undo].filter(
        ({ does: what }) => !what.startsWith('Shows the') && !what.startsWith('Shows who holds'),
      ))
        assert.match(
          (await run(sa, text(secrets()))).errors.join(),
          /^50000: This script is for database kube\./u,
          does,
        );
  });

  it('refuses to install what somebody else left waiting', async () => {
    await fine(sa, "EXEC sp_configure 'clr enabled', 1;");
    const [first] = sqlSteps(setupOf())[0]?.run ?? [];
    assert.match(
      (await run(sa, first?.text(secrets()) ?? '')).errors.join(),
      /^50000: Another sp_configure change waits/u,
    );
  });

  it('does the same as files, once sqlcmd has put in the variables', async () => {
    const setup = setupOf();
    const before = await catalog();
    const { token } = secrets();
    const play = async (direction: 'run' | 'undo'): Promise<void> => {
      for (const step of direction === 'run' ? sqlSteps(setup) : sqlSteps(setup).toReversed()) {
        if (step[direction].length === 0) continue;
        const text = renderSqlFile(setup, step, direction)
          .replaceAll('$(TOKEN)', token)
          .replaceAll('$(MASTER_KEY_PASSWORD)', 'Str0ng-enough!')
          .replaceAll(/^:on error exit\n/gmu, '');
        for (const batch of splitBatches(text)) assert.deepEqual((await run(sa, batch.text)).errors, [], step.id);
      }
    };
    await play('run');
    await play('undo');
    assert.deepEqual(await catalog(), before);
  });

  it('is refused by editors without SQLCMD mode before a variable is stored as if it were a secret', async () => {
    for (const step of sqlSteps(setupOf()))
      for (const batch of splitBatches(renderSqlFile(setupOf(), step, 'run')))
        if (batch.text.includes('$(')) assert.notDeepEqual((await run(sa, batch.text)).errors, []);
    assert.deepEqual((await fine(sa, 'SELECT name FROM sys.symmetric_keys;')).sets, [[]]);
  });
});

const catalogQuery = `SELECT name, CONVERT(int, value) AS value, CONVERT(int, value_in_use) AS in_use FROM sys.configurations ORDER BY configuration_id;
SELECT name FROM sys.symmetric_keys;
SELECT name, credential_identity FROM sys.database_scoped_credentials;
SELECT name, type FROM sys.database_principals ORDER BY principal_id;
SELECT r.name AS role, m.name AS member FROM sys.database_role_members x JOIN sys.database_principals r ON r.principal_id = x.role_principal_id JOIN sys.database_principals m ON m.principal_id = x.member_principal_id ORDER BY r.name, m.name;
SELECT grantee_principal_id, permission_name, state, class, major_id FROM sys.database_permissions ORDER BY grantee_principal_id, permission_name;
SELECT name, startup_state FROM sys.server_event_sessions ORDER BY name;
SELECT name FROM sys.server_principals ORDER BY name;
SELECT name FROM sys.databases ORDER BY name;`;

/** Runs a batch and collects what it sent. */
async function run(session: SqlSession, text: string): Promise<Answer> {
  const answer: Answer = { sets: [], messages: [], errors: [] };
  let names: readonly string[] = [];
  const nothing = (): void => undefined;
  const sink: ResultSink = {
    columns: (columns) => {
      names = columns.map(({ name }) => name);
      answer.sets.push([]);
    },
    row: (values) =>
      void answer.sets.at(-1)?.push(Object.fromEntries(names.map((name, index) => [name, values[index]]))),
    message: ({ class: severity, number, text: words }) => {
      if (severity > 10) answer.errors.push(`${number}: ${words}`);
      else answer.messages.push(words);
    },
    done: nothing,
    database: nothing,
    transaction: nothing,
  };
  await session.batch(text, sink, new AbortController().signal);
  return answer;
}

async function fine(session: SqlSession, text: string): Promise<Answer> {
  const answer = await run(session, text);
  assert.deepEqual(answer.errors, [], text);
  return answer;
}
