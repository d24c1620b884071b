import assert from 'node:assert/strict';
import { splitBatches } from '../../src/core/tsql/batches.ts';
import type { ResultSink, SqlSession } from '../../src/sandbox/engine.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { expand, readSnippets } from '../support/snippet.ts';

type Row = Readonly<Record<string, unknown>>;
interface Answer {
  readonly sets: Row[][];
  readonly errors: string[];
}

/** What the sandbox's SQL Server has not; these are parsed only. */
const notInSql = new Map([
  ['k8s-trigger-queue', 'triggers and OUTPUT clauses are outside its subset'],
  ['k8s-agent-job', 'it has no msdb and no Agent'],
]);

/**
 * What the sandbox's Kubernetes keeps from its service account, as it keeps no Deployments. The call arrives there, and
 * its refusal names the right that the snippet needs. The real API server carries these out in test/chain.
 */
const forbidden = new Map([
  ['k8s-deploy', 'create resource "deployments"'],
  ['k8s-scale-put', 'update resource "deployments/scale"'],
  ['k8s-scale-patch', 'patch resource "deployments/scale"'],
  ['k8s-restart', 'patch resource "deployments"'],
  ['k8s-delete', 'delete resource "deployments"'],
]);

/** The member whom `k8s-grants` adds must be there. */
const prelude = "CREATE LOGIN app_login WITH PASSWORD = N'Str0ng-enough!'; CREATE USER app_user FOR LOGIN app_login;";

/** The switch; credentials; what the role holds that the snippet grants. */
const granted = `
SELECT CONVERT(int, value_in_use) AS in_use FROM sys.configurations WHERE name = N'external rest endpoint enabled';
SELECT name FROM sys.database_scoped_credentials;
SELECT permission_name FROM sys.database_permissions
WHERE grantee_principal_id = DATABASE_PRINCIPAL_ID(N'kubernetes_callers') ORDER BY permission_name;`;

const preparing = ['k8s-enable', 'k8s-credential-create', 'k8s-credential-alter', 'k8s-grants'];
const snippets = readSnippets();
const calling = snippets.filter(({ prefix }) => !preparing.includes(prefix) && !notInSql.has(prefix));

describe('the snippets, run in the sandbox in the order of their file', () => {
  let sandbox: Sandbox;
  let session: SqlSession;
  /** By placeholder. */
  let values: ReadonlyMap<string, string>;
  /** Name of a pod that has events: in the sandbox those that run have none. */
  let troubled: string;

  const runSnippet = async (prefix: string): Promise<Answer> => {
    const snippet = snippets.find((one) => one.prefix === prefix);
    assert.ok(snippet, prefix);
    const { text } = expand(snippet.body, (placeholder) => values.get(placeholder) ?? placeholder);
    return await run(session, text);
  };

  before(async () => {
    sandbox = await startSandbox({ bare: true, trust: [], pods: 20 });
    const { description, sqlServer } = sandbox;
    const outcome = await sqlServer.engine.login({
      ...{ user: 'sa', password: sqlServer.password, database: description.database },
      ...{ applicationName: 'test', hostName: 'test', encrypted: true },
    });
    assert.ok(outcome.ok);
    session = outcome.session;
    values = new Map([
      ['https://kubernetes.example.local', description.proxy.url],
      ['<token>', description.kubernetes.token],
      ['<a strong password>', "It''s a str0ng-one"],
    ]);
    assert.deepEqual((await run(session, prelude)).errors, []);
  });
  after(async () => {
    session.close();
    await sandbox.close();
  });

  it('prepares the way: the switch, the credential, its token, the grants', async () => {
    for (const prefix of preparing) assert.deepEqual((await runSnippet(prefix)).errors, [], prefix);
    const { sets } = await run(session, granted);
    assert.deepEqual(
      sets.map((rows) => rows.map((row) => Object.values(row)[0])),
      [[1], [sandbox.description.proxy.url], ['EXECUTE ANY EXTERNAL ENDPOINT', 'REFERENCES']],
    );
  });

  it('finds a pod that runs and one that cannot start', async () => {
    values = new Map([...values, ['default', 'payments']]);
    const { sets, errors } = await runSnippet('k8s-pods-rows');
    assert.deepEqual(errors, []);
    const rows = sets[0] ?? [];
    const running = rows.find(({ phase }) => phase === 'Running');
    const pending = rows.find(({ phase }) => phase === 'Pending');
    assert.ok(running && pending);
    values = new Map([...values, ['my-pod', String(running['name'])], ['main', String(running['container'])]]);
    troubled = String(pending['name']);
  });

  for (const { prefix } of calling) {
    const right = forbidden.get(prefix);
    it(`${prefix} ${right === undefined ? 'is answered' : `needs the right to ${right}`}`, async () => {
      if (prefix === 'k8s-events') values = new Map([...values, ['my-pod', troubled]]);
      const { sets, errors } = await runSnippet(prefix);
      assert.deepEqual(errors, []);
      // Each snippet reports a refusal, and an answer that never came, in a set with this column.
      const refusals = sets.flat().filter((row) => 'http_status' in row);
      if (right === undefined) {
        assert.deepEqual(refusals, []);
        const [first] = sets[0] ?? [];
        assert.ok(first, 'no row');
        assert.ok(
          Object.values(first).some((value) => value !== null),
          'no value',
        );
      } else {
        assert.deepEqual(
          refusals.map((row) => [row['http_status'], row['reason']]),
          [[403, 'Forbidden']],
        );
        assert.ok(String(refusals[0]?.['message']).includes(`cannot ${right} in API group "apps"`));
      }
    });
  }

  it('cannot run those that are only parsed, and they say so', async () => {
    for (const [prefix, reason] of notInSql) {
      assert.notDeepEqual((await runSnippet(prefix)).errors, [], `no longer: ${reason}`);
      assert.match(
        snippets.find((one) => one.prefix === prefix)?.description ?? '',
        /Parsed by our tests, not yet run\./u,
      );
    }
  });

  it('reports an HTTP error with the Status of Kubernetes', async () => {
    values = new Map([...values, ['my-pod', 'not-there'], ['/version', '/api/v1/namespaces/payments/pods/not-there']]);
    for (const prefix of ['k8s-pod', 'k8s-pod-status', 'k8s-delete-pod']) {
      const { sets } = await runSnippet(prefix);
      assert.deepEqual(sets, [[{ http_status: 404, reason: 'NotFound', message: 'pods "not-there" not found' }]]);
    }
    const [refusal] = (await runSnippet('k8s-logs')).sets.flat();
    assert.equal(refusal?.['http_status'], 404);
    assert.match(String(refusal['answer']), /"reason":\s*"NotFound"/u);
    assert.deepEqual((await runSnippet('k8s-call')).errors, ['50001: HTTP 404: pods "not-there" not found']);
  });

  it('lets the exception of a failed call through', async () => {
    await sandbox.faults.set('refused-port');
    const { errors } = await runSnippet('k8s-call');
    assert.equal(errors.length, 1);
    assert.match(errors[0] ?? '', /^31608: /u);
  });
});

/** Sends a script as an editor does: batch after batch, on until the end. */
async function run(session: SqlSession, script: string): Promise<Answer> {
  const answer: Answer = { sets: [], errors: [] };
  const nothing = (): void => undefined;
  let names: readonly string[] = [];
  const sink: ResultSink = {
    columns: (columns) => {
      names = columns.map(({ name }) => name);
      answer.sets.push([]);
    },
    row: (values) =>
      void answer.sets.at(-1)?.push(Object.fromEntries(names.map((name, index) => [name, values[index]]))),
    message: ({ class: severity, number, text }) => {
      if (severity > 10) answer.errors.push(`${number}: ${text}`);
    },
    done: nothing,
    database: nothing,
    transaction: nothing,
  };
  for (const { text } of splitBatches(script)) await session.batch(text, sink, new AbortController().signal);
  return answer;
}
