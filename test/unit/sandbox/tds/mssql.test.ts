import assert from 'node:assert/strict';
import { once } from 'node:events';
import sql from 'mssql';
import type { ResultSink } from '../../../../src/sandbox/engine.ts';
import type { SqlType, SqlValue, SqlVariant } from '../../../../src/sandbox/values.ts';
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
      if (signal.aborted) return undefined;
    }
  },
  print: (sink) => {
    sink.message(message(0, 0, 'hello', { line: 3 }));
    sink.done({ command: 247 });
    return undefined;
  },
  fail: (sink) => {
    sink.message(message(50001, 16, 'it broke', { state: 7, procedure: 'dbo.thing', line: 42 }));
    sink.done({ command: 246, error: true });
    return undefined;
  },
  'fail after rows': async (sink) => {
    await select(sink, [column('one', { name: 'int' })], [[1]]);
    sink.message(message(8134, 16, 'Divide by zero error encountered.'));
    sink.done({ command: 193, error: true });
    return undefined;
  },
  bug: () => Promise.reject(new Error('engine bug')),
  'dbo.echo': (_sink, _signal, call) => {
    const outputs = call!.parameters.flatMap(({ name, type, value, output }, ordinal) =>
      output ? [{ ordinal, name, type, value }] : [],
    );
    return { returnStatus: 0, outputs, error: false };
  },
  'dbo.missing': (sink) => {
    sink.message(message(2812, 16, "Could not find stored procedure 'dbo.missing'."));
    return { outputs: [], error: true };
  },
  'use other': (sink) => {
    sink.database('other', 'demo');
    sink.message(message(5701, 0, "Changed database context to 'other'."));
    sink.done({ command: 226 });
    return undefined;
  },
  fatal: (sink) => {
    sink.message(message(596, 21, 'Cannot continue the execution because the session is in the kill state.'));
    return undefined;
  },
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

const big = { text: 'é中'.repeat(5_000_000), rows: 50_000 };
scripts['big text'] = (sink) => select(sink, [column('n', { name: 'nvarchar', length: 'max' })], [[big.text]]);
scripts['big rows'] = (sink) =>
  select(sink, [column('id', { name: 'int' }), column('name', { name: 'nvarchar', length: 60 })], manyRows());
scripts['every type'] = everyType;

function* manyRows(): Generator<SqlValue[]> {
  for (let id = 0; id < big.rows; id++) yield [id, `pod-${id}`];
}

const date = { kind: 'temporal', days: 739_577, ticks: 0 } as const;
const moment = { kind: 'temporal', days: 739_577, ticks: 450_000_000_000 + 1_234_567 } as const;
interface Sample {
  readonly type: SqlType;
  readonly value: SqlValue;
  readonly seen: unknown;
  /** tedious 20 reads the properties of a varchar in the wrong order (MS-TDS 2.2.5.5.4: collation first), so only ASCII comes through. */
  readonly inVariant?: false;
}

const typed: readonly Sample[] = [
  { type: { name: 'bit' }, value: true, seen: true },
  { type: { name: 'tinyint' }, value: 255, seen: 255 },
  { type: { name: 'smallint' }, value: -2, seen: -2 },
  { type: { name: 'int' }, value: -3, seen: -3 },
  { type: { name: 'bigint' }, value: -(2n ** 62n), seen: '-4611686018427387904' },
  { type: { name: 'float' }, value: 0.1, seen: 0.1 },
  { type: { name: 'real' }, value: 1.5, seen: 1.5 },
  { type: { name: 'money' }, value: { kind: 'decimal', unscaled: -12_345_678n, scale: 4 }, seen: -1234.5678 },
  { type: { name: 'smallmoney' }, value: { kind: 'decimal', unscaled: 15n, scale: 1 }, seen: 1.5 },
  {
    type: { name: 'decimal', precision: 20, scale: 3 },
    value: { kind: 'decimal', unscaled: -1234n, scale: 3 },
    seen: -1.234,
  },
  {
    type: { name: 'numeric', precision: 38, scale: 0 },
    value: { kind: 'decimal', unscaled: 10n ** 20n, scale: 0 },
    seen: 1e20,
  },
  { type: { name: 'nvarchar', length: 20 }, value: 'é😀', seen: 'é😀' },
  { type: { name: 'varchar', length: 20 }, value: 'é€', seen: 'é€', inVariant: false },
  { type: { name: 'nchar', length: 3 }, value: 'ab ', seen: 'ab ' },
  { type: { name: 'char', length: 3 }, value: 'ab ', seen: 'ab ' },
  { type: { name: 'varchar', length: 'max' }, value: 'ö'.repeat(9000), seen: 'ö'.repeat(9000) },
  { type: { name: 'varbinary', length: 'max' }, value: Uint8Array.of(1, 2), seen: Buffer.from([1, 2]) },
  { type: { name: 'binary', length: 2 }, value: Uint8Array.of(1, 2), seen: Buffer.from([1, 2]) },
  { type: { name: 'date' }, value: date, seen: '2025-11-23T00:00:00.000Z' },
  { type: { name: 'datetime' }, value: { ...date, ticks: 450_000_070_000 }, seen: '2025-11-23T12:30:00.007Z' },
  { type: { name: 'smalldatetime' }, value: { ...date, ticks: 450_000_000_000 }, seen: '2025-11-23T12:30:00.000Z' },
  { type: { name: 'time', scale: 7 }, value: { ...moment, days: 0 }, seen: '1970-01-01T12:30:00.123Z' },
  { type: { name: 'datetime2', scale: 3 }, value: moment, seen: '2025-11-23T12:30:00.123Z' },
  { type: { name: 'datetimeoffset', scale: 7 }, value: { ...moment, offset: 120 }, seen: '2025-11-23T10:30:00.123Z' },
  {
    type: { name: 'uniqueidentifier' },
    value: '01234567-89AB-CDEF-0123-456789ABCDEF',
    seen: '01234567-89AB-CDEF-0123-456789ABCDEF',
  },
];

/** Each type as a column, again inside a sql_variant where it may be, and a row of NULLs. */
async function everyType(sink: ResultSink): Promise<undefined> {
  const variants = typed.filter(({ type, inVariant }) => inVariant ?? !('length' in type && type.length === 'max'));
  const columns = [
    ...typed.map(({ type }, index) => column(`c${index}`, type)),
    ...variants.map((_, index) => column(`v${index}`, { name: 'sql_variant' })),
  ];
  const row = [
    ...typed.map(({ value }) => value),
    ...variants.map(({ type, value }): SqlVariant => ({ kind: 'variant', type, value })),
  ];
  return select(sink, columns, [row, row.map(() => null)]);
}

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

/** Dates as text, so that they compare. */
function plain(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value;
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

    it('sees every type as a column and in a sql_variant', async () => {
      const { recordset } = await pool.request().query<Record<string, unknown>>('every type');
      const [row, nulls] = recordset.map((record) => Object.values(record).map(plain));
      const variants = typed.filter(({ type, inVariant }) => inVariant ?? !('length' in type && type.length === 'max'));
      assert.deepEqual(
        row,
        [...typed, ...variants].map(({ seen }) => seen),
      );
      assert.ok(nulls!.every((value) => value === null));
    });

    it('gets 50,000 rows and 20 MB of text', async () => {
      const { recordset } = await pool.request().query<{ id: number; name: string }>('big rows');
      assert.equal(recordset.length, big.rows);
      assert.deepEqual(recordset.at(-1), { id: big.rows - 1, name: `pod-${big.rows - 1}` });
      const text = await pool.request().query<{ n: string }>('big text');
      assert.ok(text.recordset[0]!.n === big.text);
    });

    it('sends parameters of many types and sizes, and gets them back as OUTPUT', async () => {
      const values: Record<string, [sql.ISqlType | (() => sql.ISqlType), unknown]> = {
        long: [sql.NVarChar(sql.MAX), 'é😀'.repeat(100_000)],
        bytes: [sql.VarBinary(sql.MAX), Buffer.alloc(100_000, 7)],
        text: [sql.VarChar(20), 'é€'],
        missing: [sql.NVarChar(sql.MAX), null],
        bit: [sql.Bit, true],
        big: [sql.BigInt, '-4611686018427387904'],
        price: [sql.Decimal(10, 3), -1.234],
        when: [sql.DateTime2(3), new Date('2025-11-23T12:30:00.123Z')],
        where: [sql.DateTimeOffset(3), new Date('2025-11-23T12:30:00.123Z')],
        day: [sql.Date, new Date('2025-11-23T00:00:00.000Z')],
        id: [sql.UniqueIdentifier, '01234567-89AB-CDEF-0123-456789ABCDEF'],
      };
      const request = pool.request();
      for (const [name, [type, value]] of Object.entries(values)) request.output(name, type, value);
      const { output } = await request.execute('dbo.echo');
      for (const [name, [, value]] of Object.entries(values)) assert.deepEqual(output[name], value, name);
    });

    it('hears PRINT with its line, and a change of database', async () => {
      const request = pool.request();
      const infos: { message: string; lineNumber: number }[] = [];
      request.on('info', (info: { message: string; lineNumber: number }) => infos.push(info));
      await request.batch('print');
      await request.batch('use other');
      assert.deepEqual(
        infos.map(({ message: text, lineNumber }) => [text, lineNumber]),
        [
          ['hello', 3],
          ["Changed database context to 'other'.", 1],
        ],
      );
    });

    it('learns of a missing procedure and of a bug of the engine, and goes on', async () => {
      await assert.rejects(pool.request().execute('dbo.missing'), { number: 2812 });
      await assert.rejects(pool.request().query('bug'), /Sandbox: internal error: engine bug/);
      assert.deepEqual(
        errors.splice(0).map(({ message: text }) => text),
        ['engine bug'],
      );
      assert.deepEqual((await pool.request().query('select 1')).recordset, [{ one: 1 }]);
    });

    it('times out a run that waits, and goes on', async () => {
      const impatient = await connect(server, encrypt, { requestTimeout: 100 });
      await assert.rejects(impatient.request().query('wait'), { code: 'ETIMEOUT' });
      assert.deepEqual((await impatient.request().query('select 1')).recordset, [{ one: 1 }]);
      await impatient.close();
    });

    it('is told of a wrong password, and cut off by a fatal error', async () => {
      await assert.rejects(connect(server, encrypt, { password: 'wrong' }), (error: sql.ConnectionError) => {
        assert.equal(error.code, 'ELOGIN');
        assert.match(error.message, /Login failed for user 'sa'/);
        return true;
      });
      const doomed = await connect(server, encrypt);
      await assert.rejects(doomed.request().query('fatal'), { number: 596 });
      await doomed.close();
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
      const statement = new sql.PreparedStatement(pool);
      statement.input('name', sql.NVarChar(20));
      await statement.prepare('select 1');
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

describe('the mssql driver and a server that wants another encryption', () => {
  it('is turned away in clear words', async () => {
    const required = await serve({ encryption: 'required' });
    await assert.rejects(connect(required, false), /[Ee]ncrypt/);
    await required.close();
    const off = await serve({ encryption: 'off' });
    await assert.rejects(connect(off, true), /[Ee]ncrypt/);
    await off.close();
  });

  it('notices a server that dies in the middle of a run', async () => {
    const server = await serve();
    const pool = await connect(server, true);
    runStarted = () => server.dropConnections();
    await assert.rejects(pool.request().query('wait'));
    await pool.close();
    await server.close();
  });
});
