import assert from 'node:assert/strict';
import fc from 'fast-check';
import { batchPlaces } from '../../../../../src/core/tsql/batch-scan.ts';
import { judgeReadOnly } from '../../../../../src/core/tsql/run/read-only.ts';
import { expand, readSnippets } from '../../../../support/snippet.ts';

const get =
  "EXEC @code = sys.sp_invoke_external_rest_endpoint @url = N'https://k8s/api/v1/pods', @method = N'GET', @response = @r OUTPUT";
const accepts = (batch: string): void => {
  const judged = judgeReadOnly(batch);
  assert.ok(judged.ok, `${judged.ok ? '' : judged.error.reason}\n${batch}`);
};
const refuses = (batch: string, reason?: RegExp): void => {
  const judged = judgeReadOnly(batch);
  assert.ok(!judged.ok, `was accepted:\n${batch}`);
  if (reason !== undefined) assert.match(judged.error.reason, reason);
};
const call = (rest: string, name = 'sp_invoke_external_rest_endpoint'): string => `EXEC ${name} ${rest}`;

const readers = [
  get,
  `DECLARE @code int, @r nvarchar(max); ${get}; SELECT @code, JSON_VALUE(@r, '$.result.kind');`,
  call("@url = @url, @method = 'head'"),
  call("N'https://k8s/version', NULL, NULL, N'GET'"),
  call("@url = N'https://k8s/version', @method = N'GET', @headers = N'{\"Accept\":\"text/plain\"}'"),
  call("@url = N'https://k8s/version', @method = N'GET'", 'master.sys.sp_invoke_external_rest_endpoint'),
  call("@url = N'https://k8s/version', @method = N'GET'", '[sys].[sp_invoke_external_rest_endpoint]'),
  call("@url = N'https://k8s/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', @method = N'POST', @payload = @p"),
  call("@url = N'https://k8s/apis/authentication.k8s.io/v1/selfsubjectreviews?fieldManager=x', @method = N'POST'"),
  "DECLARE @t TABLE (id int PRIMARY KEY, name nvarchar(10)); INSERT INTO @t VALUES (1, N'a'); UPDATE @t SET name = N'b'; DELETE FROM @t; SELECT * FROM @t",
  'CREATE TABLE #t (id int); INSERT #t SELECT 1; UPDATE #t SET id = 2; DELETE #t; TRUNCATE TABLE #t; DROP TABLE IF EXISTS #t',
  'SELECT name INTO #t FROM sys.databases; SELECT #t.name FROM #t',
  "SET NOCOUNT ON; IF @a = 1 BEGIN PRINT N'x' END ELSE SELECT 1",
  'BEGIN TRY SELECT 1 END TRY BEGIN CATCH THROW; END CATCH',
  'WITH x AS (SELECT 1 AS a) SELECT a FROM x',
  'SELECT \'DROP TABLE x\', [DELETE], "UPDATE" FROM t -- EXEC sp_who\n/* INSERT /* nested */ x */',
  "WHILE 1 = 1 BEGIN WAITFOR DELAY '00:00:01'; BREAK END",
  'USE shop; SELECT COUNT(*) FROM dbo.orders WHERE id IN (1, 2)',
];

/** What changes something, each as a statement of its own. */
const writers = [
  'DROP TABLE dbo.x', 'CREATE TABLE dbo.x (id int)', 'ALTER TABLE dbo.x ADD y int', 'TRUNCATE TABLE dbo.x',
  'DELETE FROM dbo.x', 'DELETE dbo.x', 'UPDATE dbo.x SET a = 1', 'INSERT INTO dbo.x VALUES (1)', 'INSERT dbo.x SELECT 1',
  'MERGE dbo.x AS t USING dbo.y AS s ON 1 = 1 WHEN MATCHED THEN DELETE;', 'SELECT 1 AS a INTO dbo.x', 'EXEC sp_who',
  "EXECUTE ('DROP TABLE x')", 'EXEC @p', 'GRANT SELECT ON x TO y', 'REVOKE SELECT ON x TO y', 'DENY SELECT ON x TO y',
  'BACKUP DATABASE x TO DISK = N\'a\'', 'RECONFIGURE', 'KILL 52', 'SHUTDOWN', 'DBCC FREEPROCCACHE', 'BEGIN TRAN', 'COMMIT',
  'ENABLE TRIGGER a ON b', 'DISABLE TRIGGER a ON b', 'SEND ON CONVERSATION @h', 'RECEIVE * FROM q', 'END CONVERSATION @h',
  'SELECT NEXT VALUE FOR dbo.s', 'SELECT dbo.f()', 'SELECT * FROM dbo.f(1)', 'SELECT * FROM f(1)', 'SELECT * FROM [f](1)',
  'SELECT * FROM a, replace(1)', 'SELECT * FROM a CROSS APPLY abs(1)', "SELECT * FROM OPENQUERY(s, 'DELETE x')",
  "SELECT * FROM OPENROWSET('a', 'b', 'DELETE x')", 'DECLARE c CURSOR FOR SELECT 1', 'GOTO x', 'SET IDENTITY_INSERT x ON',
  'SET QUOTED_IDENTIFIER OFF', 'UPDATE #x SET a = 1 FROM dbo.real AS #x', 'DELETE #x FROM dbo.real #x', 'UPDATE ##x SET a = 1',
  'WITH #x AS (SELECT * FROM dbo.real) UPDATE #x SET a = 1', 'WITH x AS (SELECT * FROM dbo.real) DELETE x',
  'WITH a AS (SELECT 1 AS b), #x (b) AS (SELECT b FROM dbo.real) DELETE #x', 'UPDATE #x.y SET a = 1',
  'INSERT INTO @t OUTPUT inserted.id INTO dbo.log VALUES (1)', 'DELETE @t OUTPUT deleted.id INTO dbo.x', 'DROP TABLE #a, dbo.b',
  'DROP TABLE IF EXISTS dbo.x', 'DROP PROCEDURE x', "RAISERROR (N'x', 1, 1) WITH LOG", "RAISERROR (N'x', 1, 1) WITH NOWAIT, LOG",
  'INSERT TOP (1) INTO dbo.x VALUES (1)', 'UPDATE STATISTICS x', 'CREATE PROCEDURE p AS SELECT 1', 'CHECKPOINT', 'REVERT',
  "SELECT geometry::Parse('x')", '{call sp_who}', "ADD SIGNATURE TO x BY CERTIFICATE c", 'OPEN SYMMETRIC KEY k DECRYPTION BY CERTIFICATE c',
  call("@url = N'https://k8s/api/v1/pods'"), call("@url = N'https://k8s/api/v1/pods', @method = N'POST'"),
  call("@url = N'https://k8s/api/v1/pods', @method = @m"), call("@url = N'https://k8s/api/v1/pods', @method = DELETE"),
  call("@url = N'https://k8s/api/v1/pods', @method = N'GET', @method = N'DELETE'"),
  call("@url = @u, @method = N'POST'"), call("@url = N'https://k8s/apis/authorization.k8s.io/v1/selfsubjectaccessreviews/../x', @method = N'POST'"),
  call("@url = N'https://k8s/apis/authorization.k8s.io/v1/subjectaccessreviews', @method = N'POST'"),
  call("@url = N'https://evil/x?/apis/authentication.k8s.io/v1/selfsubjectreviews', @method = N'POST'"),
  call("@url = N'https://k8s/api/v1/x', @method = N'GET', @headers = N'{\"X-HTTP-Method-Override\":\"DELETE\"}'"),
  call("@url = N'https://k8s/api/v1/x', @method = N'GET', @headers = @h"),
  call("@url = N'https://k8s/api/v1/namespaces/a/pods/b/exec?command=rm', @method = N'GET'"),
  call("@url = N'https://k8s/version', @method = N'GET'", 'dbo.sp_invoke_external_rest_endpoint'),
  call("@url = N'https://k8s/version', @method = N'GET'", 'sys..sp_invoke_external_rest_endpoint'),
  call("@url = N'https://k8s/version', @method = N'GET' WITH RECOMPILE"),
  call("@url = N'https://k8s/version', @method = N'GET'", 'k8s.something'),
]; // prettier-ignore

describe('what runs in read-only mode', () => {
  for (const batch of readers) it(`accepts ${batch.slice(0, 70)}`, () => accepts(batch));

  for (const statement of writers) {
    it(`refuses ${statement.slice(0, 70)}`, () => {
      for (const batch of [
        statement,
        `${get}; ${statement}`,
        `IF 1 = 1 ${statement}`,
        `SELECT 1; BEGIN ${statement} END`,
      ])
        refuses(batch);
    });
  }

  it('refuses a batch that begins with the name of a procedure, which needs no EXEC', () => {
    for (const batch of ['sp_who', '[sp_who]', '"sp_who"', 'dbo.p', '/* x */ sp_who', ';;sp_who', `${get}; sp_who`])
      refuses(batch);
  });

  it('refuses what SQL Server and we might read differently', () => {
    refuses("-- \r ' \n DROP TABLE x --'");
    refuses("-- \\\n ' \n DROP TABLE x --'");
    refuses('SELECT 1 \u2028 -- x');
    refuses('SELECT 1 AS \u0430');
    refuses("SELECT '");
    refuses('SELECT [a');
    refuses('SELECT 1 /* /* */');
    accepts("SELECT N'\u0430' -- é");
  });

  it('names the reason and the line', () => {
    const judged = judgeReadOnly(`SELECT 1;\n\nDELETE FROM dbo.orders;`);
    assert.deepEqual(judged.ok ? undefined : judged.error, {
      reason: 'DELETE of dbo may change more than a temp table.',
      line: 3,
    });
    refuses(call("@url = N'https://k8s/api/v1/pods'"), /without @method it is POST/u);
    refuses(call("@url = N'https://k8s/api/v1/pods', @method = N'DELETE'"), /DELETE changes something/u);
  });

  it('judges our own snippets: those that read run, those that write do not', () => {
    const runs = new Map(
      readSnippets().map(({ prefix, body }) => {
        const { text } = expand(body);
        const batches = batchPlaces(text).map(({ start, end }) => text.slice(start, end));
        return [prefix, batches.every((batch) => judgeReadOnly(batch).ok)];
      }),
    );
    const reading = [...runs].filter(([, ok]) => ok).map(([prefix]) => prefix);
    assert.deepEqual(reading.sort(), [
      'k8s-access-review', 'k8s-call', 'k8s-events', 'k8s-logs', 'k8s-namespaces', 'k8s-pod', 'k8s-pod-status', 'k8s-pods',
      'k8s-pods-rows', 'k8s-pods-token', 'k8s-version', 'k8s-whoami',
    ]); // prettier-ignore
  });

  it('refuses every writer wherever it is put among readers, and never throws', () => {
    const glue = fc.constantFrom('; ', '\n', ' ;\n', '; /* x */ ', '; -- x\n');
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...readers), { maxLength: 3 }),
        fc.constantFrom(...writers),
        fc.array(fc.constantFrom(...readers), { maxLength: 3 }),
        glue,
        (before, statement, after, between) => {
          const batch = [...before, statement, ...after].join(between);
          assert.ok(!judgeReadOnly(batch).ok, batch);
        },
      ),
      { numRuns: 3000 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        judgeReadOnly(text);
        assert.ok(!judgeReadOnly(`${text}\nDROP TABLE dbo.x`).ok || /^(?:.*--|.*\/\*|.*['"[])/su.test(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('refuses writers spelled with other blanks, comments and letters', () => {
    const blank = fc.constantFrom(' ', '\t', '\n', '\r\n', '/**/', ' /* /* ; */ */ ', '--;\n');
    fc.assert(
      fc.property(
        fc.constantFrom(...writers),
        fc.array(blank, { minLength: 40, maxLength: 40 }),
        fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
        (statement, blanks, upper) => {
          if (statement.includes("'")) return;
          let at = 0;
          const spelled = Array.from(statement, (sign) => {
            at = (at + 1) % 40;
            if (sign === ' ') return blanks[at] ?? ' ';
            return upper[at] === true ? sign.toUpperCase() : sign.toLowerCase();
          });
          assert.ok(!judgeReadOnly(spelled.join('')).ok, spelled.join(''));
        },
      ),
      { numRuns: 3000 },
    );
  });
});
