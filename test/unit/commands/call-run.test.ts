import assert from 'node:assert/strict';
import { callChooseConnection } from '../../../src/commands/call-choose-connection.ts';
import { callCopyCurl, callCopyKubectl } from '../../../src/commands/call-copy.ts';
import { callRun } from '../../../src/commands/call-run.ts';
import { historyClear } from '../../../src/commands/history-clear.ts';
import { historyShow } from '../../../src/commands/history-show.ts';
import { responseOpenCsv, responseShowBatch } from '../../../src/commands/response-links.ts';
import { passwordKey } from '../../../src/host/secrets.ts';
import type { ScriptEvent } from '../../../src/sql/driver-contract.ts';
import { connection } from '../../support/fake-cluster.ts';
import { world } from './world.ts';

const call =
  "EXEC @code = sp_invoke_external_rest_endpoint @url = N'https://k8s.corp/api/v1/namespaces/shop/pods', @method = N'GET', @response = @r OUTPUT;";

const captured = (result: unknown, code = 200): ScriptEvent => {
  const text = JSON.stringify({ response: { status: { http: { code, description: 'OK' } }, headers: {} }, result });
  const columns = ['sqlkube call', 'return value', 'response', 'characters'];
  return { kind: 'rows', columns, rows: [[1, code === 200 ? 0 : code, text, text.length]], total: 1 };
};

/** A world with two connections whose passwords are stored, and this text in the editor. */
const scene = async (text: string, ...acts: Parameters<typeof world>) => {
  const made = world(...acts);
  const profiles = [
    connection({ id: 'one', name: 'Production' }),
    connection({ id: 'two', name: 'Test', server: 'test01' }),
  ];
  made.settings.user['connections'] = profiles;
  made.profiles.changed.fire(undefined);
  for (const profile of profiles) await made.vault.store(passwordKey(profile), 'hunter2hunter2');
  made.editor.place = { uri: 'file:///a.sql', text, offset: 0 };
  made.session.events = [
    captured({ kind: 'PodList', items: [] }),
    { kind: 'rows', columns: ['name'], rows: [['web']], total: 1 },
  ];
  return made;
};

describe('Run Batch Through SQL Server', () => {
  it('asks once for the connection, runs, shows and keeps the answer, and ends its session', async () => {
    const made = await scene(call, { pick: 'Production' });
    assert.ok((await callRun.run(made.context))?.ok);
    assert.ok((await callRun.run(made.context, { uri: 'file:///a.sql', offset: 3 }))?.ok);
    const [first, second] = made.session.sent;
    assert.deepEqual([first?.database, first?.user], ['orders', 'app_reader']);
    assert.match(first?.text ?? '', /AS \[sqlkube call\]/u);
    assert.equal(second?.text, first?.text);
    assert.equal(made.session.closed, 2);
    const [shown] = made.opened;
    assert.equal(shown?.name, 'GET pods 12.00.00.txt');
    assert.match(
      shown.text,
      /^200 OK · 84 ms · \d+ B · GET \/api\/v1\/namespaces\/shop\/pods\nOn Production · database orders · as app_reader · 2026-01-01 12:00:00\n/u,
    );
    assert.deepEqual(
      made.context.history.entries().map(({ connection: name }) => name),
      ['Production', 'Production'],
    );
    assert.deepEqual(made.prompts.left, []);
  });

  it('runs in the database of the last USE', async () => {
    const made = await scene(`USE Shop;\nGO\n${call}`, { pick: 'Production' });
    made.editor.place = { uri: 'file:///a.sql', text: `USE Shop;\nGO\n${call}`, offset: 15 };
    await callRun.run(made.context);
    assert.equal(made.session.sent[0]?.database, 'Shop');
  });

  it('asks before it runs what may change something, and names the target', async () => {
    const writer = call.replace("N'GET'", "N'DELETE'");
    const made = await scene(writer, { pick: 'Production' }, { confirm: false });
    await callRun.run(made.context);
    assert.equal(made.session.sent.length, 0);
    const question = made.prompts.seen.find((line) => line.startsWith('confirm')) ?? '';
    assert.match(
      question,
      /Run this batch on Production\?.*DELETE changes something.*DELETE \/api\/v1\/namespaces\/shop\/pods.*prod-sql01.*orders.*app_reader/u,
    );
    const again = await scene(writer, { pick: 'Production' }, { confirm: true });
    assert.ok((await callRun.run(again.context))?.ok);
    assert.equal(again.session.sent.length, 1);
  });

  it('refuses in read-only mode what is not known to read, with reason and line, and runs what is', async () => {
    const made = await scene(`SELECT 1;\n${call.replace("N'GET'", '@m')}`);
    made.state.readOnly = true;
    const outcome = await callRun.run(made.context);
    assert.ok(outcome?.ok === false && outcome.error.kind === 'refused');
    assert.match(
      outcome.error.reason,
      /read-only, so the batch was not run\. Line 2: The call names no method as a literal/u,
    );
    assert.equal(made.session.sent.length, 0);
    const reading = await scene(call, { pick: 'Test' });
    reading.state.readOnly = true;
    assert.ok((await callRun.run(reading.context))?.ok);
    assert.equal(reading.session.sent.length, 1);
  });

  it('says what an error of SQL Server means', async () => {
    const made = await scene(call, { pick: 'Production' });
    const text = 'An error occurred, HRESULT: 0x80072ee7.';
    made.session.events = [{ kind: 'error', message: { number: 31608, state: 24, class: 16, text, line: 1 } }];
    await callRun.run(made.context);
    assert.match(made.opened[0]?.text ?? '', /^Failed · 84 ms · .*\n.*\n.*(?:name|resolve)/iu);
    assert.match(made.opened[0]?.text ?? '', /Msg 31608, level 16, state 24, line 1/u);
  });

  it('ends its session when the connection fails, keeps nothing, and forgets a password that was refused', async () => {
    const made = await scene(call, { pick: 'Production' });
    made.session.failure = { kind: 'login', server: 'prod-sql01', user: 'app_reader', errors: [] };
    const outcome = await callRun.run(made.context);
    assert.ok(outcome?.ok === false && outcome.error.kind === 'login');
    assert.equal(made.session.closed, 1);
    assert.deepEqual(made.context.history.entries(), []);
    assert.equal(await made.vault.get(passwordKey(connection({ id: 'one' }))), undefined);
  });

  it('is silent when somebody stops it, and keeps nothing', async () => {
    const made = await scene(call, { pick: 'Production' });
    made.session.failure = { kind: 'cancelled' };
    const outcome = await callRun.run(made.context);
    assert.ok(outcome?.ok === false && outcome.error.kind === 'cancelled');
    assert.deepEqual([made.session.closed, made.opened.length, made.context.history.entries().length], [1, 0, 0]);
  });

  it('says so when there is no T-SQL in front, and when only sqlcmd could run it', async () => {
    const made = await scene(':r a.sql');
    const sqlcmd = await callRun.run(made.context);
    assert.ok(sqlcmd?.ok === false && sqlcmd.error.kind === 'refused' && sqlcmd.error.reason.includes('sqlcmd'));
    made.editor.place = undefined;
    for (const command of [callRun, callCopyCurl, callCopyKubectl, callChooseConnection]) {
      const outcome = await command.run(made.context);
      assert.ok(
        outcome?.ok === false && outcome.error.kind === 'refused' && outcome.error.reason.includes('No T-SQL document'),
      );
    }
  });

  it('leaves no secret in the document, its links, the history, the state and the log', async () => {
    const secret = 'ZqPlanted0123456789';
    const coded = Buffer.from(secret).toString('base64');
    const jwt = `eyJhbGciOiJSUzI1NiJ9.${Buffer.from(secret).toString('base64url')}.${secret}`;
    const pem = `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----`;
    const batch = `${call}\nSELECT N'${jwt}' AS a, N'Authorization: Bearer ${secret}' AS b; DECLARE @password nvarchar(99) = N'${secret}';
EXEC sp_invoke_external_rest_endpoint @url = N'https://k8s/api/v1/namespaces/a/secrets', @payload = N'{"kind":"Secret","stringData":{"a":"${secret}"}}', @headers = N'{"Authorization":"Bearer ${secret}"}';`;
    const made = await scene(batch, { pick: 'Production' }, { confirm: true });
    made.session.events = [
      captured({ kind: 'SecretList', items: [{ data: { a: coded } }] }),
      { kind: 'message', message: { number: 0, state: 1, class: 0, text: coded } },
      captured({ kind: 'TokenRequest', status: { token: secret } }),
      {
        kind: 'rows',
        columns: ['a', 'b'],
        rows: [
          [jwt, pem],
          [coded, secret],
          [`{"a":"${coded}"}`, `it is ${coded}`],
          ['hunter2hunter2', `PASSWORD = N'${secret}'`],
        ],
        total: 4,
      },
      { kind: 'error', message: { number: 50000, state: 1, class: 16, text: `no: Bearer ${secret}` } },
    ];
    assert.ok((await callRun.run(made.context))?.ok);
    const response = made.opened[0]?.name ?? '';
    await responseShowBatch.run(made.context, { response });
    await responseOpenCsv.run(made.context, { response, set: 0 });
    assert.deepEqual(
      made.opened.map(({ name }) => name.replace(/^.*\d\d\.\d\d\.\d\d/u, '')),
      ['.txt', ' batch.sql', ' 1.csv'],
    );
    const everything = JSON.stringify([
      made.opened,
      [...made.globalState.all],
      [...made.workspaceState.all],
      made.logged,
      made.prompts.seen,
    ]);
    for (const shape of [
      secret,
      Buffer.from(secret).toString('base64url'),
      'hunter2',
      Buffer.from(secret).toString('base64'),
    ])
      assert.ok(!everything.includes(shape), `${shape} in ${everything}`);
    assert.match(everything, /\[redacted\]/u);
  });
});

describe('the history', () => {
  it('keeps so many runs of each connection, in bounded size, and none when told so', async () => {
    const made = await scene(`${call} -- ${'x'.repeat(20_000)}`, { pick: 'Production' });
    made.editor.mostEntries = 3;
    for (let run = 0; run < 5; run += 1) await callRun.run(made.context);
    assert.equal(made.context.history.entries().length, 3);
    assert.ok(JSON.stringify([...made.globalState.all]).length < 3 * 20_000);
    made.editor.mostEntries = 0;
    await callRun.run(made.context);
    assert.deepEqual(made.context.history.entries(), []);
  });

  it('opens a run again, and forgets those of one connection or all', async () => {
    const made = await scene(call, { pick: 'Production' }, { pick: 'Test' });
    await callRun.run(made.context);
    await callChooseConnection.run(made.context);
    await callRun.run(made.context);
    const latest = made.context.history.entries();
    assert.deepEqual(
      latest.map(({ connection: name }) => name),
      ['Test', 'Production'],
    );
    const show = await scene(call, { pick: latest[0]?.headline ?? '' }, { pick: 'Test' }, { pick: 'All connections' });
    for (const [key, value] of made.globalState.all) await show.globalState.update(key, value);
    await historyShow.run(show.context);
    assert.match(show.opened[0]?.text ?? '', /The batch that ran:\n\nEXEC @code/u);
    await historyClear.run(show.context);
    assert.deepEqual(
      show.context.history.entries().map(({ connection: name }) => name),
      ['Production'],
    );
    await historyClear.run(show.context);
    assert.deepEqual(show.context.history.entries(), []);
    await historyClear.run(show.context);
    await historyShow.run(show.context);
    assert.equal(show.prompts.seen.filter((line) => line.startsWith('info')).length, 2);
  });

  it('reads nothing that it did not write', async () => {
    const made = await scene(call);
    for (const stored of ['x', [1, { id: 1 }, null], { a: 1 }]) {
      await made.globalState.update('sqlkube.history', stored);
      await made.workspaceState.update('sqlkube.documentConnections', stored);
      assert.deepEqual(made.context.history.entries(), []);
      assert.equal(made.context.documentConnections.get('a'), undefined);
    }
  });
});

describe('Copy Call', () => {
  it('puts the call on the clipboard for kubectl and curl, or says why not', async () => {
    const made = await scene(call);
    await callCopyKubectl.run(made.context);
    await callCopyCurl.run(made.context, { uri: 'file:///a.sql', offset: 0 });
    assert.deepEqual(made.copied[0], 'kubectl get pods --namespace shop --output json\n');
    assert.match(made.copied[1] ?? '', /^curl --request GET/u);
    made.editor.place = { uri: 'a', text: 'EXEC sp_invoke_external_rest_endpoint @url = @u', offset: 0 };
    const outcome = await callCopyKubectl.run(made.context);
    assert.ok(
      outcome?.ok === false &&
        outcome.error.kind === 'refused' &&
        outcome.error.reason.includes('The URL is not known'),
    );
  });
});
