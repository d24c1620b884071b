import assert from 'node:assert/strict';
import { createInstance } from '../../../../src/sandbox/server/instance.ts';
import type { RpcParameter, SqlSession } from '../../../../src/sandbox/engine.ts';
import { network } from '../rest/endpoint.ts';
import { openSession, run, textSink } from './bench.ts';

const never = new AbortController().signal;
const open = (): Promise<SqlSession> =>
  openSession(createInstance({ password: '', clock: Date.now, network: network(), databases: ['demo'] }));
const errorsOf = async (text: string): Promise<readonly string[]> =>
  (await run(await open(), text)).filter((line) => line.startsWith('error'));

describe('T-SQL: system names that the stand-in does not have', () => {
  for (const view of [
    'sys.credentials',
    'sys.types',
    'sys.columns',
    'sys.messages',
    'sys.certificates',
    'sys.dm_exec_requests',
    'sys.dm_exec_sessions',
    'SYS.DM_OS_SYS_INFO',
    'INFORMATION_SCHEMA.TABLES',
    'master.sys.types',
    'sysobjects',
    'dbo.sysprocesses',
    'msdb.dbo.sysjobs',
  ])
    it(`refuses ${view}, before anything of the batch runs`, async () => {
      const lines = await run(await open(), `PRINT 'never'\nSELECT 1\nFROM ${view}`);
      assert.deepEqual(lines, [
        `error 49999/16/1 line 3: Sandbox: not supported: system view ${view} (line 3)`,
        'done 253 error',
      ]);
    });

  for (const view of [
    'sys.frogs',
    'dbo.types',
    'types',
    'INFORMATION_SCHEMA.frogs',
    'sys.dm_frogs',
    'dbo.sysjobs',
    'sys.tables_',
  ])
    it(`says 208 of ${view}`, async () => {
      assert.deepEqual(await errorsOf(`SELECT 1 FROM ${view}`), [
        `error 208/16/1 line 1: Invalid object name '${view}'.`,
      ]);
    });

  it('refuses to write to such a view, and says 208 of one that nobody has', async () => {
    assert.deepEqual(await errorsOf('\nDELETE FROM sys.types'), [
      'error 49999/16/1 line 2: Sandbox: not supported: system view sys.types (line 2)',
    ]);
    assert.deepEqual(await errorsOf('DELETE FROM sys.frogs'), [
      "error 208/16/1 line 1: Invalid object name 'sys.frogs'.",
    ]);
  });

  it('tells table functions apart', async () => {
    assert.deepEqual(await errorsOf('SELECT *\nFROM sys.dm_exec_sql_text(0x00)'), [
      'error 49999/16/1 line 2: Sandbox: not supported: table function sys.dm_exec_sql_text (line 2)',
    ]);
    assert.deepEqual(await errorsOf('SELECT * FROM sys.dm_frogs(1)'), [
      "error 208/16/1 line 1: Invalid object name 'sys.dm_frogs'.",
    ]);
  });

  const procedures = [
    'sp_who',
    'sp_helptext',
    'sp_set_session_context',
    'xp_msver',
    'sp_cursoropen',
    'master..xp_msver',
    'sys.sp_tables',
    'msdb.dbo.sp_start_job',
  ];
  for (const procedure of procedures)
    it(`refuses ${procedure} in a batch`, async () => {
      assert.deepEqual(await run(await open(), `PRINT 'first'\nEXEC ${procedure}\nPRINT 'never'`), [
        'info 0/0/1 line 1: first',
        'done 247',
        `error 49999/16/1 line 2: Sandbox: not supported: system procedure ${procedure} (line 2)`,
        'done 253 error',
      ]);
    });

  for (const procedure of ['sp_frog', 'kube.sp_who', 'sp_start_job', 'xp_frog'])
    it(`says 2812 of ${procedure}`, async () => {
      assert.deepEqual(await errorsOf(`EXEC ${procedure}`), [
        `error 2812/16/62 line 1: Could not find stored procedure '${procedure}'.`,
      ]);
    });

  it('names the line inside a procedure and dynamic SQL, and lets the caller catch it', async () => {
    const session = await open();
    await run(session, 'CREATE PROCEDURE p AS\nPRINT 1\nEXEC sp_who');
    const caught =
      "BEGIN TRY EXEC p END TRY BEGIN CATCH PRINT CONCAT(ERROR_NUMBER(), ' ', ERROR_PROCEDURE(), ' ', ERROR_MESSAGE()) END CATCH";
    assert.deepEqual(
      (await run(session, caught)).filter((line) => line.includes('49999')),
      ['info 0/0/1 line 1: 49999 p Sandbox: not supported: system procedure sp_who (line 3)'],
    );
    assert.deepEqual(await errorsOf("EXEC ('SELECT 1\nFROM sys.types')"), [
      'error 49999/16/1 line 2: Sandbox: not supported: system view sys.types (line 2)',
    ]);
  });

  // The special procedures of TDS that arrive by number.
  for (const procedure of [
    'sp_cursor',
    'sp_cursoropen',
    'sp_cursorfetch',
    'sp_cursorclose',
    'sp_prepexecrpc',
    'sp_who',
  ])
    it(`refuses ${procedure} by RPC`, async () => {
      const lines: string[] = [];
      const parameters: RpcParameter[] = [{ name: '', type: { name: 'int' }, value: 1, output: false }];
      const outcome = await (await open()).rpc({ procedure, parameters }, textSink(lines), never);
      assert.deepEqual(lines, [
        `error 49999/16/1 line 1: Sandbox: not supported: system procedure ${procedure} (line 1)`,
      ]);
      assert.deepEqual(outcome, { outputs: [], error: true });
    });

  it('refuses such a view inside sp_executesql by RPC', async () => {
    const lines: string[] = [];
    const parameters: RpcParameter[] = [
      { name: '', type: { name: 'nvarchar', length: 'max' }, value: 'SELECT 1\nFROM sys.types', output: false },
    ];
    await (await open()).rpc({ procedure: 'sp_executesql', parameters }, textSink(lines), never);
    assert.deepEqual(
      lines.filter((line) => line.startsWith('error')),
      ['error 49999/16/1 line 2: Sandbox: not supported: system view sys.types (line 2)'],
    );
  });

  it('tells @@ functions apart', async () => {
    assert.deepEqual(await errorsOf('SELECT 1,\n@@CPU_BUSY'), [
      'error 49999/16/1 line 2: Sandbox: not supported: @@CPU_BUSY (line 2)',
    ]);
    assert.deepEqual(await errorsOf('SELECT @@frogs'), [
      'error 137/15/2 line 1: Must declare the scalar variable "@@frogs".',
    ]);
  });

  it('names the line of values that it cannot convert or escape', async () => {
    assert.deepEqual(await errorsOf("DECLARE @d date = '2026-01-01'\nSELECT CAST(@d AS varbinary(8))"), [
      'error 49999/16/1 line 2: Sandbox: not supported: converting date to binary (line 2)',
    ]);
    assert.deepEqual(await errorsOf("\n\nSELECT STRING_ESCAPE('a', 'xml')"), [
      "error 49999/16/1 line 3: Sandbox: not supported: STRING_ESCAPE with a type other than 'json' (line 3)",
    ]);
  });
});
