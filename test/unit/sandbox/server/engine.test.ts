import assert from 'node:assert/strict';
import type { Handler } from '../rest/endpoint.ts';
import { makeAuthority, makeLeaf } from '../rest/certificates.ts';
import { closeAll, network, serveHttps } from '../rest/endpoint.ts';
import { createInstance } from '../../../../src/sandbox/server/instance.ts';
import type { InstanceOptions } from '../../../../src/sandbox/server/instance.ts';
import { createEngine } from '../../../../src/sandbox/tsql/engine.ts';
import type { ServerMessage, SqlSession } from '../../../../src/sandbox/engine.ts';
import type { SqlValue } from '../../../../src/sandbox/values.ts';

const password = 'Sandbox!2025';
const strong = 'Str0ng!pass';

/** What one batch sent. */
interface Answer {
  readonly rows: readonly (readonly SqlValue[])[];
  readonly messages: readonly ServerMessage[];
}

async function batch(session: SqlSession, text: string): Promise<Answer> {
  const rows: (readonly SqlValue[])[] = [];
  const messages: ServerMessage[] = [];
  await session.batch(
    text,
    {
      columns: () => undefined,
      row: (values) => void rows.push(values),
      message: (message) => messages.push(message),
      done: () => undefined,
      database: () => undefined,
      transaction: () => undefined,
    },
    new AbortController().signal,
  );
  return { rows, messages };
}

const errors = ({ messages }: Answer): readonly string[] =>
  messages
    .filter((message) => message.class > 10)
    .map((one) => `${one.number}/${one.state} ${one.procedure}:${one.line}`);

describe('the instance inside the T-SQL engine', () => {
  let url: string;
  let options: Pick<InstanceOptions, 'network'>;
  let answer: Handler;

  before(async () => {
    const authority = await makeAuthority('Trusted CA');
    options = { network: network(authority.pem) };
    url = `https://kube.test:${await serveHttps(await makeLeaf(authority), (request, response) => answer(request, response))}`;
  });
  after(closeAll);

  const connect = async (user = 'sa', secret = password, engine = start()): Promise<SqlSession> => {
    const outcome = await engine.login({
      ...{ user, password: secret, database: '', applicationName: '', hostName: '', encrypted: true },
    });
    if (!outcome.ok) throw new Error(outcome.errors.map(({ text }) => text).join());
    return outcome.session;
  };
  const start = (more: Partial<InstanceOptions> = {}) =>
    createEngine({ ...createInstance({ password, clock: Date.now, ...options, ...more }) });

  it('goes from nothing to pods as a script does', async () => {
    let authorization: string | undefined;
    answer = (request, response) => {
      authorization = request.headers.authorization;
      response.end('{"kind":"PodList","items":[{"metadata":{"name":"web"}},{"metadata":{"name":"db"}}]}');
    };
    const session = await connect();
    const enabled = await batch(
      session,
      `EXEC sp_configure 'external rest endpoint enabled', 1; RECONFIGURE WITH OVERRIDE;`,
    );
    assert.deepEqual(
      enabled.messages.map(({ number, procedure, line }) => [number, procedure, line]),
      [[15457, 'sp_configure', 196]],
    );
    const { rows, messages } = await batch(
      session,
      `USE kube;
       CREATE MASTER KEY ENCRYPTION BY PASSWORD = '${strong}';
       CREATE DATABASE SCOPED CREDENTIAL [${url}] WITH IDENTITY = 'HTTPEndpointHeaders', SECRET = '{"Authorization":"Bearer t"}';
       DECLARE @rv int, @r nvarchar(max);
       EXEC @rv = sp_invoke_external_rest_endpoint @url = N'${url}/api/v1/pods', @method = 'GET', @credential = [${url}], @response = @r OUTPUT;
       SELECT @rv, JSON_VALUE(@r, '$.response.status.http.code'), name FROM OPENJSON(@r, '$.result.items') WITH (name nvarchar(99) '$.metadata.name');`,
    );
    assert.deepEqual(
      messages.map(({ number }) => number),
      [5701],
    );
    assert.deepEqual(rows, [
      [0, '200', 'web'],
      [0, '200', 'db'],
    ]);
    assert.equal(authorization, 'Bearer t');
  });

  it('refuses a managed identity on the line of the call', async () => {
    const session = await connect(undefined, undefined, start({ switchOn: true }));
    const { messages } = await batch(
      session,
      `EXEC sp_configure 'show advanced options', 1; RECONFIGURE WITH OVERRIDE;
       EXEC sp_configure 'allow server scoped db credentials', 1; RECONFIGURE WITH OVERRIDE;
       USE kube;
       CREATE MASTER KEY ENCRYPTION BY PASSWORD = '${strong}';
       CREATE DATABASE SCOPED CREDENTIAL [${url}] WITH IDENTITY = 'Managed Identity', SECRET = '{"resourceid":"x"}';
       EXEC sp_invoke_external_rest_endpoint @url = N'${url}/', @credential = [${url}];`,
    );
    const { number, text, line, procedure } = messages.at(-1) ?? assert.fail('no message');
    assert.deepEqual(
      { number, text, line, procedure },
      {
        number: 49_999,
        text: 'Sandbox: not supported: managed identity (there is no identity service here) (line 6)',
        line: 6,
        procedure: '',
      },
    );
  });

  it('gives HTTP errors as return values and transport errors as exceptions', async () => {
    answer = (_, response) => response.writeHead(404, { 'Content-Type': 'text/plain' }).end('404 page not found');
    const session = await connect(undefined, undefined, start({ switchOn: true }));
    const found = await batch(
      session,
      `DECLARE @rv int, @r nvarchar(max);
       EXEC @rv = sys.sp_invoke_external_rest_endpoint @url = N'${url}/none', @method = 'GET', @response = @r OUTPUT;
       SELECT @rv, JSON_PATH_EXISTS(@r, '$.result');
       BEGIN TRY
         EXEC @rv = sp_invoke_external_rest_endpoint @url = N'https://nowhere.test/', @response = @r OUTPUT;
       END TRY
       BEGIN CATCH
         SELECT ERROR_NUMBER(), ERROR_STATE(), ERROR_LINE(), ERROR_MESSAGE();
       END CATCH`,
    );
    assert.deepEqual(found.rows, [
      [404, 0],
      [31608, 24, 1, 'An error occurred, failed to communicate with the external rest endpoint. HRESULT: 0x80072ee7.'],
    ]);
    assert.deepEqual(errors(found), []);
  });

  it('ends the batch on an uncaught error, and names procedure and line', async () => {
    const session = await connect(undefined, undefined, start({ switchOn: true }));
    const failed = await batch(
      session,
      `EXEC sp_invoke_external_rest_endpoint @url = N'https://nowhere.test/';\nSELECT 1;`,
    );
    assert.deepEqual(errors(failed), ['31608/24 sys.sp_invoke_external_rest_endpoint_internal:1']);
    assert.deepEqual(failed.rows, []);
    const headers = await batch(
      session,
      `DECLARE @rv int; EXEC @rv = sp_invoke_external_rest_endpoint @url = N'${url}', @headers = N'x';\nSELECT @rv;`,
    );
    assert.deepEqual(errors(headers), ['11558/200 sys.sp_invoke_external_rest_endpoint:1']);
    assert.deepEqual(headers.rows, [[1]]);
  });

  it('wants @url, and refuses what is no parameter', async () => {
    const session = await connect(undefined, undefined, start({ switchOn: true }));
    assert.deepEqual(errors(await batch(session, `EXEC sp_invoke_external_rest_endpoint @method = 'GET'`)), [
      '201/4 sp_invoke_external_rest_endpoint:0',
    ]);
    assert.deepEqual(errors(await batch(session, `EXEC sp_invoke_external_rest_endpoint @url = N'x', @verb = 'GET'`)), [
      '8145/1 sp_invoke_external_rest_endpoint:0',
    ]);
  });

  it('enforces permissions on tables and procedures that users make', async () => {
    const engine = start();
    const sa = await connect('sa', password, engine);
    await batch(
      sa,
      `CREATE LOGIN reader WITH PASSWORD = '${strong}', DEFAULT_DATABASE = kube; USE kube; CREATE USER reader;
      CREATE TABLE dbo.Pods (name nvarchar(99)); INSERT INTO dbo.Pods VALUES (N'web');`,
    );
    await batch(sa, 'CREATE PROCEDURE dbo.ListPods AS SELECT name FROM dbo.Pods');
    const reader = await connect('reader', strong, engine);
    assert.deepEqual(
      errors(await batch(reader, 'SELECT name FROM dbo.Pods')).map((text) => text.slice(0, 5)),
      ['229/5'],
    );
    assert.deepEqual(
      errors(await batch(reader, 'EXEC dbo.ListPods')).map((text) => text.slice(0, 5)),
      ['229/5'],
    );
    assert.deepEqual(
      errors(await batch(reader, 'CREATE TABLE dbo.Mine (a int)')).map((text) => text.slice(0, 5)),
      ['262/1'],
    );
    await batch(sa, 'GRANT EXECUTE ON dbo.ListPods TO reader');
    assert.deepEqual((await batch(reader, 'EXEC dbo.ListPods')).rows, [['web']]);
    assert.deepEqual(
      errors(await batch(reader, 'SELECT name FROM dbo.Pods')).map((text) => text.slice(0, 5)),
      ['229/5'],
    );
    await batch(sa, 'GRANT SELECT ON dbo.Pods TO reader');
    assert.deepEqual((await batch(reader, 'SELECT name FROM dbo.Pods')).rows, [['web']]);
    assert.deepEqual(
      (
        await batch(
          reader,
          `SELECT o.name, s.name FROM sys.objects AS o JOIN sys.schemas AS s ON s.schema_id = o.schema_id WHERE o.object_id = OBJECT_ID(N'dbo.Pods', 'U')`,
        )
      ).rows,
      [['Pods', 'dbo']],
    );
  });

  it('rolls server state back with the transaction', async () => {
    const session = await connect();
    const { rows } = await batch(
      session,
      `USE kube; BEGIN TRAN; CREATE ROLE team; EXEC sp_configure 'external rest endpoint enabled', 1; ROLLBACK;
       SELECT (SELECT COUNT(*) FROM sys.database_principals WHERE name = 'team'), (SELECT CONVERT(int, value) FROM sys.configurations WHERE configuration_id = 16402);`,
    );
    assert.deepEqual(rows, [[0, 0]]);
  });

  it('answers what the extension asks on connecting', async () => {
    const session = await connect();
    const { rows, messages } = await batch(
      session,
      `SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ProductVersion')), CONVERT(int, SERVERPROPERTY('EngineEdition')), @@SERVERNAME,
         DB_NAME(), SUSER_SNAME(), CURRENT_USER, HAS_PERMS_BY_NAME(NULL, 'DATABASE', 'EXECUTE ANY EXTERNAL ENDPOINT');
       SELECT CONVERT(int, value_in_use) FROM sys.configurations WHERE name = N'external rest endpoint enabled';
       SELECT name FROM sys.all_parameters WHERE object_id = OBJECT_ID(N'sys.sp_invoke_external_rest_endpoint') AND name = N'@retry_count';
       SELECT permission_name FROM sys.fn_my_permissions(NULL, 'DATABASE') WHERE permission_name LIKE 'EXECUTE%';
       SELECT 1 WHERE @@VERSION LIKE '%sandbox%';`,
    );
    assert.deepEqual(messages, []);
    assert.deepEqual(rows, [
      ['17.0.4065.4', 3, 'SANDBOX', 'master', 'sa', 'dbo', 1],
      [0],
      ['@retry_count'],
      ['EXECUTE'],
      ['EXECUTE ANY EXTERNAL ENDPOINT'],
      [1],
    ]);
  });

  it('impersonates for the length of EXECUTE AS', async () => {
    const session = await connect();
    const { rows } = await batch(
      session,
      `USE kube; CREATE USER tester WITHOUT LOGIN; GRANT EXECUTE ANY EXTERNAL ENDPOINT TO tester;
       EXECUTE AS USER = 'tester';
       SELECT CURRENT_USER, HAS_PERMS_BY_NAME(NULL, 'DATABASE', 'EXECUTE ANY EXTERNAL ENDPOINT'), HAS_PERMS_BY_NAME(NULL, 'DATABASE', 'CONTROL');
       REVERT;
       SELECT CURRENT_USER;`,
    );
    assert.deepEqual(rows, [['tester', 1, 0], ['dbo']]);
  });
});
