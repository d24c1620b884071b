import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { checkSetup } from '../../../src/core/setup/check-setup.ts';
import { renderSqlFile } from '../../../src/core/setup/sql-file.ts';
import { readSetupState, stateQuery } from '../../../src/core/setup/sql-state.ts';
import { sqlSteps } from '../../../src/core/setup/sql-steps.ts';
import { reviewedText } from '../../../src/core/tsql/quoting.ts';
import { readScript } from '../../../src/core/tsql/script/script.ts';
import { fillVariables } from '../../../src/core/tsql/script/variables.ts';
import { startSandbox } from '../../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import type { SqlTarget } from '../../../src/sql/cluster-reader.ts';
import { mssqlDriver } from '../../../src/sql/driver.ts';
import { createScriptRunner } from '../../../src/sql/script-runner.ts';
import type { PartOutcome, RunnablePart, ScriptRunner } from '../../../src/sql/script-runner.ts';

const never = new AbortController().signal;

const partsOf = (script: string, values: Readonly<Record<string, string>> = {}): readonly RunnablePart[] => {
  const read = readScript(script);
  assert.ok(read.ok, JSON.stringify(read));
  const given = new Map(Object.entries(values));
  return read.value.map((part) => ({ does: part.does, line: part.line, sql: fillVariables(part, given) }));
};

describe('a script, run through the connection', () => {
  let sandbox: Sandbox;
  let runner: ScriptRunner;
  let target: SqlTarget;

  before(async () => {
    sandbox = await startSandbox({ bare: true, trust: [], pods: 5 });
    const { sqlserver, database } = sandbox.description;
    runner = createScriptRunner({
      loadDriver: () => Promise.resolve(mssqlDriver),
      timeouts: () => ({ connectSeconds: 5, querySeconds: 20 }),
      authorities: [await readFile(sqlserver.ca, 'utf8')],
    });
    const server = `${sqlserver.host},${sqlserver.port}`;
    const profile = { id: 'c1', name: 'c1', server, database, user: sqlserver.user, encryption: 'mandatory' } as const;
    target = { profile, password: sqlserver.password };
  });
  after(async () => {
    await runner.close();
    await sandbox.close();
  });

  const run = async (script: string, database = 'kube') => {
    const outcome = await runner.run(target, { database, parts: partsOf(script) }, never);
    assert.ok(outcome.ok, JSON.stringify(outcome));
    return outcome.value;
  };

  it('tells in order what each statement of a batch did', async () => {
    const { done, stopped } = await run(
      "PRINT N'first'; SELECT 1 AS a, N'x' AS a; CREATE TABLE #t (n int); INSERT #t VALUES (1), (2); PRINT N'last';",
    );
    assert.equal(stopped, false);
    assert.deepEqual(
      done[0]?.events.map((event) => {
        if (event.kind === 'rows') return [event.columns, event.rows, event.total];
        return event.kind === 'count' ? event.rows : event.message.text;
      }),
      ['first', [['a', 'a'], [[1, 'x']], 1], 2, 'last'],
    );
  });

  it('keeps the session from one batch to the next, and runs in the database that it was told', async () => {
    const { done } = await run(
      'CREATE TABLE #mine (n int);\nGO\nINSERT #mine VALUES (7);\nGO\nSELECT n, DB_NAME() AS db FROM #mine;',
    );
    const [set] = done.at(-1)?.events ?? [];
    assert.deepEqual(set?.kind === 'rows' && set.rows, [[7, 'kube']]);
  });

  it('stops at the first error and says in which batch and line, with what was told before it', async () => {
    const heard: PartOutcome[] = [];
    const parts = partsOf("SELECT 1 AS a;\nGO\nPRINT N'before';\nTHROW 50001, N'no', 1;\nGO\nSELECT 2 AS a;");
    const outcome = await runner.run(target, { database: 'kube', parts }, never, (part) => heard.push(part));
    assert.ok(outcome.ok);
    assert.equal(outcome.value.stopped, true);
    assert.equal(outcome.value.done.length, 2);
    assert.deepEqual(heard, outcome.value.done);
    const { line, events } = outcome.value.done[1]!;
    const [before, error] = events;
    assert.equal(line, 3);
    assert.equal(before?.kind === 'message' && before.message.text, 'before');
    assert.deepEqual(error?.kind === 'error' && [error.message.number, error.message.line], [50001, 2]);
  });

  it('ends on the server when it is cancelled', async () => {
    const abort = new AbortController();
    const parts = partsOf("PRINT N'go';\nGO\nWAITFOR DELAY '00:00:15';");
    const outcome = await runner.run(target, { database: 'kube', parts }, abort.signal, () => abort.abort());
    assert.deepEqual(outcome, { ok: false, error: { kind: 'cancelled' } });
    // The session is free again, so the next script does not wait for the one that was ended.
    const started = performance.now();
    await run('SELECT 1 AS a;');
    assert.ok(performance.now() - started < 5000);
  });

  it('answers what the server is like before', async () => {
    const setup = setupHere();
    const query = { database: 'kube', text: stateQuery(setup) };
    const sets = await runner.ask(target, query, never);
    assert.ok(sets.ok);
    assert.equal(readSetupState(sets.value)?.mayControl, true);
  });

  it('runs the files of the set-up as they lie there, with a token of quotes, and takes it all back', async () => {
    const setup = setupHere();
    const token = `it's]"\\$(x)`.repeat(200).slice(0, 2000);
    const values = { TOKEN: token, MASTER_KEY_PASSWORD: "It's 'a' str0ng ]-- one" };
    const steps = sqlSteps(setup).filter(({ id }) => id !== '60-audit' && id !== '50-proof');
    const files = [
      ...steps.map((step) => renderSqlFile(setup, step, 'run')),
      ...steps.toReversed().map((step) => renderSqlFile(setup, step, 'undo')),
    ];
    for (const file of files) {
      const outcome = await runner.run(target, { database: 'kube', parts: partsOf(file, values) }, never);
      assert.ok(outcome.ok && !outcome.value.stopped, JSON.stringify(outcome));
      assert.ok(!JSON.stringify(outcome).includes("it's"), 'the answer must not carry the secret');
    }
    const left = reviewedText(
      'SELECT name FROM sys.database_scoped_credentials UNION ALL SELECT name FROM sys.symmetric_keys;',
    );
    assert.deepEqual(await runner.ask(target, { database: 'kube', text: left }, never), { ok: true, value: [[]] });
  });

  function setupHere() {
    const url = sandbox.description.proxy.url;
    const checked = checkSetup({ url, database: 'kube', role: 'callers', members: [], audit: true });
    assert.ok(checked.ok);
    return checked.value;
  }
});
