import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Connection, Request } from 'tedious';
import { type ServerForClients, startServerForClients } from './support.ts';

describe('tedious', () => {
  let server: ServerForClients;
  let connection: Connection;

  before(async () => {
    server = await startServerForClients('on');
    connection = new Connection({
      server: 'localhost',
      authentication: { type: 'default', options: { userName: server.user, password: server.password } },
      options: { port: server.port, encrypt: true, cryptoCredentialsDetails: { ca: readFileSync(server.ca) } },
    });
    await new Promise<void>((resolve, reject) =>
      connection.connect((error) => (error === undefined ? resolve() : reject(error))),
    );
  });
  after(async () => {
    const ended = new Promise((resolve) => connection.once('end', resolve));
    connection.close();
    await ended;
    await server.close();
  });

  /** The rows' first values, and the return status that came with each end of a procedure. */
  const batch = (text: string): Promise<{ readonly rows: readonly unknown[]; readonly returned: readonly unknown[] }> =>
    new Promise((resolve, reject) => {
      const rows: unknown[] = [];
      const returned: unknown[] = [];
      const request = new Request(text, (error) => (error ? reject(error) : resolve({ rows, returned })));
      request.on('row', (columns: readonly { readonly value: unknown }[]) => rows.push(columns[0]?.value));
      request.on('doneProc', (_rows: unknown, _more: unknown, status: unknown) => returned.push(status));
      connection.execSqlBatch(request);
    });

  it('hears what each EXEC of a batch returns, but not those inside procedures', async () => {
    await batch('CREATE PROCEDURE dbo.returns @n int AS SELECT @n RETURN @n');
    await batch('CREATE PROCEDURE dbo.calls AS EXEC dbo.returns 5 RETURN 9');
    assert.deepEqual(
      await batch("EXEC dbo.returns 3; EXEC dbo.calls; EXEC sp_executesql N'SELECT 4'; SELECT 1; EXEC ('SELECT 2')"),
      { rows: [3, 5, 4, 1, 2], returned: [3, 9, 0, undefined] },
    );
  });
});
