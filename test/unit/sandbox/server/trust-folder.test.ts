import assert from 'node:assert/strict';
import { startSandbox, type Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { sql } from '../../../../src/core/tsql/quoting.ts';
import { createGateway, type SqlGateway } from '../../../../src/sql/gateway.ts';
import { mssqlDriver } from '../../../../src/sql/driver.ts';
import { linkOf } from '../../../../scripts/doctor-sandbox.ts';

describe('the folder of CAs, as T-SQL sees it', () => {
  let sandbox: Sandbox;
  let gateway: SqlGateway;
  before(async () => {
    sandbox = await startSandbox({ bare: false, trust: [] });
    gateway = createGateway({
      loadDriver: () => Promise.resolve(mssqlDriver),
      timeouts: () => ({ connectSeconds: 5, querySeconds: 10 }),
    });
  });
  after(async () => {
    await gateway.close();
    await sandbox.close();
  });

  const ask = async (text: ReturnType<typeof sql>): Promise<unknown> => {
    const answer = await gateway.run(linkOf(sandbox).target, { text, parameters: [] }, AbortSignal.timeout(10_000));
    return answer.ok ? answer.value.recordsets[0] : answer.error;
  };

  it('holds a file for each CA, and none under the fault', async () => {
    const list = sql`SELECT file_or_directory_name AS name FROM sys.dm_os_enumerate_filesystem(N'/var/opt/mssql/security/ca-certificates', N'*');`;
    assert.deepEqual(await ask(list), [{ name: 'ca-1.crt' }]);
    await sandbox.faults.set('untrusted-ca');
    assert.deepEqual(await ask(list), []);
    await sandbox.faults.set();
  });

  it('is told of in the error log', async () => {
    const rows = (await ask(sql`EXEC sys.xp_readerrorlog 0, 1, N'ca-certificates';`)) as { Text: string }[];
    assert.match(rows[0]?.Text ?? '', /directory: 1$/);
  });

  it('is no other folder: nothing is guessed', async () => {
    const answer = await ask(sql`SELECT * FROM sys.dm_os_enumerate_filesystem(N'/etc', N'*');`);
    assert.match(JSON.stringify(answer), /Sandbox: not supported: listing another folder/);
  });
});
