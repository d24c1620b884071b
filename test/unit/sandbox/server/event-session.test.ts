import assert from 'node:assert/strict';
import { describeError, TestInstance } from './harness.ts';
import type { TestSession } from './harness.ts';

const create = (name = 'calls'): string =>
  `CREATE EVENT SESSION [${name}] ON SERVER
ADD EVENT sqlserver.external_rest_endpoint_summary (ACTION (sqlserver.database_name, sqlserver.session_id))
ADD TARGET package0.event_file (SET filename = N'calls', max_file_size = (10))
WITH (MAX_DISPATCH_LATENCY = 5 SECONDS, STARTUP_STATE = ON);`;

async function outcomeOf(session: TestSession, text: string): Promise<string> {
  try {
    await session.run(text);
    return 'fine';
  } catch (error) {
    return describeError(error);
  }
}

describe('an event session of the sandbox', () => {
  let sa: TestSession;
  let test: TestInstance;

  beforeEach(() => {
    test = new TestInstance();
    sa = test.connect();
  });

  it('is made once, started and stopped once, and dropped with what runs', async () => {
    assert.equal(await outcomeOf(sa, create()), 'fine');
    assert.match(await outcomeOf(sa, create('CALLS')), /^25631\b/);
    assert.equal(await outcomeOf(sa, 'ALTER EVENT SESSION calls ON SERVER STATE = START;'), 'fine');
    assert.match(await outcomeOf(sa, 'ALTER EVENT SESSION calls ON SERVER STATE = START;'), /^25705\b/);
    assert.deepEqual(
      sa.rows('dm_xe_sessions').map(({ name }) => name),
      ['calls'],
    );
    assert.deepEqual(
      sa.rows('server_event_sessions').map(({ name, startup_state }) => [name, startup_state]),
      [['calls', true]],
    );
    assert.equal(await outcomeOf(sa, 'DROP EVENT SESSION calls ON SERVER;'), 'fine');
    assert.match(await outcomeOf(sa, 'DROP EVENT SESSION calls ON SERVER;'), /^15151\b/);
    assert.match(await outcomeOf(sa, 'ALTER EVENT SESSION calls ON SERVER STATE = STOP;'), /^15151\b/);
    assert.deepEqual(sa.rows('dm_xe_sessions'), []);
  });

  it('takes the right to alter any of them', async () => {
    await sa.run("CREATE LOGIN plain WITH PASSWORD = 'Str0ng!pass';");
    const plain = test.connect('plain', 'Str0ng!pass', 'master');
    assert.match(await outcomeOf(plain, create()), /^15247\b/);
    assert.deepEqual(plain.rows('server_event_sessions'), []);
    await sa.run('GRANT ALTER ANY EVENT SESSION TO plain;');
    assert.equal(await outcomeOf(plain, create()), 'fine');
  });

  it('shows itself and its files to whoever may see the performance of the server, not to whoever may alter it', async () => {
    await sa.run(`${create()}
CREATE LOGIN plain WITH PASSWORD = 'Str0ng!pass';
GRANT ALTER ANY EVENT SESSION TO plain;`);
    const plain = test.connect('plain', 'Str0ng!pass', 'master');
    const denied = { number: 300, message: /^VIEW SERVER PERFORMANCE STATE permission was denied on object 'server'/u };
    assert.throws(() => plain.rows('dm_xe_sessions'), denied);
    assert.throws(() => plain.rows('dm_xe_objects'), denied);
    assert.deepEqual(plain.rows('server_event_sessions'), []);
    for (const right of ['VIEW SERVER PERFORMANCE STATE', 'VIEW SERVER STATE', 'ALTER SERVER STATE']) {
      await sa.run(`GRANT ${right} TO plain;`);
      assert.deepEqual(plain.rows('dm_xe_sessions'), [], right);
      assert.equal(plain.rows('server_event_sessions').length, 1, right);
      await sa.run(`REVOKE ${right} FROM plain;`);
      assert.throws(() => plain.rows('dm_xe_sessions'), denied, right);
    }
  });

  for (const [name, from, to] of [
    ['another event', 'external_rest_endpoint_summary', 'sql_statement_completed'],
    ['an action that records the statement', 'sqlserver.session_id', 'sqlserver.sql_text'],
    ['another target', 'package0.event_file', 'package0.ring_buffer'],
    ['a file somewhere else', "N'calls'", "N'/tmp/calls'"],
    ['another option', 'STARTUP_STATE = ON', 'TRACK_CAUSALITY = ON'],
  ] as const)
    it(`is refused with ${name}, never guessed`, async () => {
      assert.match(await outcomeOf(sa, create().replace(from, to)), /not supported/);
    });
});
