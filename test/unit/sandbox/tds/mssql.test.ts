import assert from 'node:assert/strict';
import { once } from 'node:events';
import sql from 'mssql';
import type { SqlVariant } from '../../../../src/sandbox/values.ts';
import { startTdsServer, type TdsServer, type TdsServerOptions } from '../../../../src/sandbox/tds/server.ts';
import { makeCertificate } from './certificate.ts';
import { column, FakeEngine, message, password, type Script, select, untilCancelled } from './fake-engine.ts';

const certificate = makeCertificate();

/** Called when a run that only a cancel ends has reached the engine. */
let runStarted: () => void = () => undefined;

const scripts: Record<string, Script> = {
  'select 1': (sink) => select(sink, [column('one', { name: 'int' })], [[1]]),
  'select two sets': async (sink) => {
    await select(sink, [column('a', { name: 'nvarchar', length: 10 })], [['x'], [null]]);
    await select(sink, [column('', { name: 'bigint' })], [[9007199254740993n]]);
  },
  wait: (_sink, signal) => {
    runStarted();
    return untilCancelled(signal);
  },
  'rows without end': async (sink, signal) => {
    sink.columns([column('n', { name: 'nvarchar', length: 'max' })]);
    for (;;) {
      await sink.row(['x'.repeat(3000)]);
      if (signal.aborted) return;
    }
  },
  print: (sink) => {
    sink.message(message(0, 0, 'hello', { line: 3 }));
    sink.done({ command: 247 });
  },
  fail: (sink) => {
    sink.message(message(50001, 16, 'it broke', { state: 7, procedure: 'dbo.thing', line: 42 }));
    sink.done({ command: 246, error: true });
  },
  'fail after rows': async (sink) => {
    await select(sink, [column('one', { name: 'int' })], [[1]]);
    sink.message(message(8134, 16, 'Divide by zero error encountered.'));
    sink.done({ command: 193, error: true });
  },
  bug: () => Promise.reject(new Error('engine bug')),
  'dbo.add': (sink, _signal, call) => {
    const sum = call!.parameters.slice(0, 2).reduce((total, { value }) => total + Number(value), 0);
    sink.message(message(0, 0, 'adding'));
    sink.columns([column('sum', { name: 'int' })]);
    void sink.row([sum]);
    sink.done({ command: 193, rows: 1, inProcedure: true });
    const outputs = [{ ordinal: 2, name: '@sum', type: { name: 'int' } as const, value: sum }];
    return Promise.resolve({ returnStatus: 7, outputs, error: false });
  },
};

const engine = new FakeEngine(scripts);
const errors: Error[] = [];

function serve(options: Partial<TdsServerOptions> = {}): Promise<TdsServer> {
  const onError = (error: Error): void => void errors.push(error);
  return startTdsServer({
    engine,
    host: '127.0.0.1',
    port: 0,
    tls: certificate,
    encryption: 'on',
    onError,
    ...options,
  });
}

type Encrypt = boolean | 'strict';

async function connect(
  server: TdsServer,
  encrypt: Encrypt,
  more: Partial<sql.config> = {},
): Promise<sql.ConnectionPool> {
  const options = {
    encrypt: encrypt as boolean,
    trustServerCertificate: true,
    cancelTimeout: 3000,
    cryptoCredentialsDetails: { ca: certificate.cert },
  };
  const pool = new sql.ConnectionPool({
    server: 'localhost',
    port: server.port,
    user: 'sa',
    password,
    database: 'demo',
    pool: { max: 1, min: 0 },
    ...more,
    options: { ...options, ...more.options },
  });
  return pool.connect();
}

const modes: readonly { encrypt: Encrypt; encryption: 'off' | 'on' | 'required' }[] = [
  { encrypt: false, encryption: 'off' },
  { encrypt: false, encryption: 'on' },
  { encrypt: true, encryption: 'on' },
  { encrypt: true, encryption: 'required' },
  { encrypt: 'strict', encryption: 'on' },
  { encrypt: 'strict', encryption: 'required' },
];

for (const { encrypt, encryption } of modes) {
  describe(`the mssql driver, encrypt ${encrypt}, server ${encryption}`, () => {
    let server: TdsServer;
    let pool: sql.ConnectionPool;

    before(async () => {
      errors.length = 0;
      server = await serve({ encryption });
      pool = await connect(server, encrypt);
    });
    after(async () => {
      await pool.close();
      await server.close();
      assert.deepEqual(errors, []);
    });

    it('logs in with what LOGIN7 carries', () => {
      const login = engine.logins.at(-1);
      assert.equal(login?.user, 'sa');
      assert.equal(login.password, password);
      assert.equal(login.database, 'demo');
      assert.equal(login.applicationName, 'node-mssql');
      assert.equal(login.encrypted, encrypt !== false);
    });

    it('runs a query, a batch and several result sets', async () => {
      assert.deepEqual((await pool.request().query('select 1')).recordset, [{ one: 1 }]);
      const { recordsets } = await pool.request().batch('select two sets');
      assert.deepEqual(recordsets, [[{ a: 'x' }, { a: null }], [{ '': '9007199254740993' }]]);
    });

    it('executes a procedure with OUTPUT parameters and a return status', async () => {
      const infos: string[] = [];
      const request = pool.request().input('a', sql.Int, 2).input('b', sql.Int, 40).output('sum', sql.Int);
      request.on('info', (info: { message: string }) => infos.push(info.message));
      const result = await request.execute('dbo.add');
      assert.deepEqual(result.recordset, [{ sum: 42 }]);
      assert.deepEqual(result.output, { sum: 42 });
      assert.equal(result.returnValue, 7);
      assert.deepEqual(infos, ['adding']);
    });

    it('tells errors with number, state, class, procedure and line', async () => {
      for (const run of [() => pool.request().query('fail'), () => pool.request().batch('fail')]) {
        await assert.rejects(run(), (error: sql.RequestError) => {
          assert.equal(error.message, 'it broke');
          assert.equal(error.number, 50001);
          assert.equal(error.state, 7);
          assert.equal(error.class, 16);
          assert.equal(error.procName, 'dbo.thing');
          assert.equal(error.lineNumber, 42);
          assert.equal(error.serverName, 'SANDBOX');
          return true;
        });
      }
      await assert.rejects(pool.request().query('fail after rows'), /Divide by zero/);
    });

    it('cancels a run that waits', async () => {
      for (const how of ['query', 'batch'] as const) {
        const request = pool.request();
        runStarted = () => request.cancel();
        await assert.rejects(request[how]('wait'), { code: 'ECANCEL' });
        assert.deepEqual((await pool.request().query('select 1')).recordset, [{ one: 1 }]);
      }
    });

    it('cancels a run that pours rows', async () => {
      for (const how of ['query', 'batch'] as const) {
        const request = pool.request();
        request.stream = true;
        const failed = once(request, 'error');
        request.once('row', () => request.cancel());
        request.on('error', () => undefined);
        const done = once(request, 'done').catch(() => undefined);
        void request[how]('rows without end');
        const [error] = (await failed) as [sql.RequestError];
        assert.equal(error.code, 'ECANCEL');
        await done;
        assert.deepEqual((await pool.request().query('select 1')).recordset, [{ one: 1 }]);
      }
    });

    it('runs transactions', async () => {
      engine.events.length = 0;
      const transaction = pool.transaction();
      await transaction.begin();
      assert.deepEqual((await transaction.request().query('select 1')).recordset, [{ one: 1 }]);
      await transaction.commit();
      const second = pool.transaction();
      await second.begin();
      await second.rollback();
      assert.deepEqual(engine.events, ['begin', 'commit', 'begin', 'rollback']);
    });

    it('prepares, executes and unprepares a statement by number', async () => {
      engine.calls.length = 0;
      engine.scripts.set('sp_prepare', () =>
        Promise.resolve({
          returnStatus: 0,
          outputs: [{ ordinal: 0, name: '@handle', type: { name: 'int' }, value: 1 }],
          error: false,
        }),
      );
      engine.scripts.set('sp_execute', scripts['select 1']!);
      const statement = new sql.PreparedStatement(pool);
      statement.input('name', sql.NVarChar(20));
      await statement.prepare('select @name');
      assert.deepEqual((await statement.execute({ name: 'é😀' })).recordset, [{ one: 1 }]);
      await statement.unprepare();
      assert.deepEqual(
        engine.calls.slice(-3).map(({ procedure }) => procedure),
        ['sp_prepare', 'sp_execute', 'sp_unprepare'],
      );
      assert.equal(engine.calls.at(-2)?.parameters[1]?.value, 'é😀');
    });
  });
}
