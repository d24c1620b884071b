/** What one rule marks, «between these», and on what it is silent. */
export interface RuleCases {
  readonly marked: readonly string[];
  readonly silent: readonly string[];
  /** Pairs of a script and what its first fix makes of it. A marked script with a fix is applied anyway, and must be clean then. */
  readonly fixed?: readonly (readonly [string, string])[];
  /** True when no fix is offered on any of `marked`. */
  readonly noFix?: true;
}

const invoke = 'sp_invoke_external_rest_endpoint';
const pods = 'https://k8s.corp/api/v1/namespaces/shop/pods';
const web = `${pods}/web`;
const deployments = 'https://k8s.corp/apis/apps/v1/namespaces/shop/deployments';
const log = `${web}/log`;
const other = 'https://shop.openai.azure.com/openai/deployments/x/chat/completions?api-version=2024-06-01';

/** EXEC with @url and whatever else is given. */
const call = (url: string, ...more: readonly string[]): string =>
  `DECLARE @code int, @r nvarchar(max); EXEC @code = ${[`${invoke} @url = N'${url}'`, ...more].join(', ')}; SELECT @code`;
const get = (url: string, ...more: readonly string[]): string => call(url, "@method = 'GET'", ...more);
const post = (url: string, payload: string, ...more: readonly string[]): string =>
  call(url, "@method = 'POST'", `@payload = N'${payload}'`, ...more);
const headers = (json: string): string => `@headers = N'${json}'`;
const read = (url: string, use: string, ...more: readonly string[]): string =>
  `DECLARE @r nvarchar(max); EXEC ${[`${invoke} @url = N'${url}'`, "@method = 'GET'", ...more, '@response = @r OUTPUT'].join(', ')}; ${use}`;

const dynamic = (declare: string, operand: string): string =>
  `${declare} DECLARE @s nvarchar(max) = N'EXEC ${invoke} @url = N''' + ${operand} + N''''; EXEC (@s)`;

export const ruleCases: Readonly<Record<string, RuleCases>> = {
  'method-missing': {
    marked: [
      `EXEC @c = «${invoke}» @url = N'${pods}'`,
      `EXEC @c = ${invoke} @url = N'${pods}', @method = «NULL»`,
      `DECLARE @m nvarchar(6); EXEC @c = ${invoke} @url = N'${pods}', @method = «@m»`,
    ],
    silent: [get(pods), call(pods, '@method = @m'), call(other), `EXEC ${invoke} N'${pods}', NULL, NULL, N'GET'`],
    fixed: [
      [`EXEC ${invoke} N'${pods}'`, `EXEC ${invoke} N'${pods}', @method = N'GET'`],
      [`EXEC ${invoke} N'${pods}', N'{}'`, `EXEC ${invoke} N'${pods}', N'{}', @method = N'POST'`],
    ],
  },
  'method-unknown': {
    marked: [call(pods, "@method = «'LIST'»"), call(other, "@method = «N'OPTIONS'»"), call(pods, '@method = «apply»')],
    silent: [call(pods, "@method = 'get'"), call(other, '@method = @m'), call(pods, '@method = NULL')],
    fixed: [[call(pods, "@method = 'create'"), call(pods, "@method = 'POST'")]],
  },
  'argument-unknown': {
    marked: [
      call(other, "«@body» = N'{}'"),
      call(other, "«@header» = N'{}'"),
      `EXEC ${invoke} N'${pods}', NULL, NULL, N'GET', 30, NULL, @r OUTPUT, 0, «5»`,
    ],
    silent: [get(pods, '@timeout = 5', '@retry_count = 1'), `EXEC k8s.pods @body = N'x'`],
    fixed: [[call(other, "@body = N'{}'"), call(other, "@payload = N'{}'")]],
  },
  'argument-twice': {
    marked: [get(other, '@timeout = 5', '«@timeout = 6»'), `EXEC ${invoke} N'${other}', «@url = N'x'»`],
    silent: [get(other, '@timeout = 5')],
    fixed: [[get(other, '@timeout = 5', '@timeout = 6'), get(other, '@timeout = 5')]],
  },
  'argument-order': {
    marked: [`EXEC ${invoke} @url = N'${other}', «NULL», @method = 'POST'`],
    silent: [`EXEC ${invoke} N'${other}', NULL, @method = 'POST'`],
    noFix: true,
  },
  'url-missing': {
    marked: [
      `EXEC «${invoke}» @method = 'GET'`,
      `EXEC ${invoke} «NULL», @method = 'GET'`,
      `EXEC ${invoke} @url = «DEFAULT»`,
    ],
    silent: [get(other), `EXEC ${invoke} @url = @u`, `DECLARE @u nvarchar(9); EXEC ${invoke} @url = @u`],
    noFix: true,
  },
  'url-malformed': {
    marked: [
      `EXEC ${invoke} @url = «N'/api/v1/pods'»`,
      `EXEC ${invoke} «N'k8s.corp/api/v1/pods'»`,
      `EXEC ${invoke} «N''»`,
    ],
    silent: [
      get(pods),
      `EXEC ${invoke} @u`,
      `EXEC ${invoke} N'http://a/b'`,
      // SQL Server encodes what may not stand in a URL.
      call('https://a.example/x?q=John Doe, "quoted" äöü {1}'),
    ],
    fixed: [[call('k8s.corp/version'), call('https://k8s.corp/version')]],
  },
  'url-not-https': {
    marked: [call('«http»://ollama.local/api'), call('«http»://k8s.corp/version'), call('«ftp»://a/b')],
    silent: [get(pods), call('HTTPS://a/b')],
    fixed: [[call('http://k8s.corp/version'), call('https://k8s.corp/version')]],
  },
  'url-host': {
    marked: [
      call('https://«[::1]:6443»/version'),
      call('https://«me:x@k8s.corp»/version'),
      call('https://«köln.example»/'),
    ],
    silent: [get(pods), call('https://k8s_1.corp:6443/version'), call('https://10.0.0.1/version')],
    noFix: true,
  },
  'url-too-long': {
    marked: [`EXEC ${invoke} «N'https://a/${'x'.repeat(4000)}'»`, `EXEC ${invoke} «N'https://a/${'ä'.repeat(1400)}'»`],
    silent: [call(`https://a/${'x'.repeat(3000)}`)],
    noFix: true,
  },
  'query-too-long': {
    marked: [call(`https://a/b«?q=${'ä'.repeat(800)}»`)],
    silent: [call(`https://a/b?q=${'x'.repeat(3000)}`)],
    noFix: true,
  },
  'headers-not-flat': {
    marked: [
      call(other, `@headers = «N'Accept: text/plain'»`),
      call(other, `@headers = «N'["Accept"]'»`),
      call(other, headers('{«"a":{"b":1}»}')),
      call(other, headers('{"x":"y",«"a":5»}')),
    ],
    silent: [call(other, headers('{"api-key":"x"}')), call(other, headers('{}')), call(other, '@headers = @h')],
    noFix: true,
  },
  'header-empty': {
    marked: [call(other, headers('{«"a":""»}')), call(other, headers('{"b":"c",«"":"x"»}'))],
    silent: [call(other, headers('{"a":" "}'))],
    fixed: [[call(other, headers('{"a":"b","c":""}')), call(other, headers('{"a":"b"}'))]],
  },
  'header-duplicate': {
    marked: [
      get(pods, headers('{"X-A":"1",«"x-a":"1"»}')),
      get(pods, headers('{"Accept":"application/json",«"Accept":"text/plain"»}')),
    ],
    silent: [get(pods, headers('{"a":"1","b":"1"}')), call(other, headers('{"a":"1","a":"2"}'))],
    fixed: [[get(pods, headers('{"A":"1","a":"1"}')), get(pods, headers('{"A":"1"}'))]],
  },
  'header-not-ascii': {
    marked: [call(other, headers('{«"a":"Köln"»}')), call(other, headers('{«"a":"x\\ty"»}'))],
    silent: [call(other, headers('{"a":"Koeln ~"}'))],
    noFix: true,
  },
  'headers-too-long': {
    marked: [call(other, `@headers = «N'{"a":"${'x'.repeat(4000)}"}'»`)],
    silent: [call(other, headers(`{"a":"${'x'.repeat(3900)}"}`))],
    noFix: true,
  },
  'header-forbidden': {
    marked: [
      call(other, headers('{«"Cookie":"a=b"»,"api-key":"x"}')),
      call(other, headers('{«"Sec-Fetch-Mode":"cors"»}')),
    ],
    silent: [call(other, headers('{"api-key":"x","X-HTTP-Method":"GET"}'))],
    fixed: [[call(other, headers('{"Cookie":"a=b","k":"x"}')), call(other, headers('{"k":"x"}'))]],
  },
  'header-overwritten': {
    marked: [call(other, headers('{«"User-Agent":"me"»}')), call(other, headers('{«"Host":"a.example"»}'))],
    silent: [call(other, headers('{"X-Host":"a"}'))],
  },
  'content-type-refused': {
    marked: [
      call(other, headers('{"Content-Type":«"application/json; charset=utf-8"»}')),
      call(pods, headers('{"Content-Type":«"application/merge-patch+json"»}')),
      call(other, headers('{"content-type":«"image/png"»}')),
    ],
    silent: [
      call(other, headers('{"Content-Type":"application/json"}')),
      call(other, headers('{"Content-Type":"application/vnd.microsoft.servicebus.json"}')),
    ],
    fixed: [
      [
        call(web, "@method = 'PATCH'", headers('{"Content-Type":"application/merge-patch+json"}')),
        call(web, "@method = 'PATCH'", headers('{"X-Kube-Patch":"merge"}')),
      ],
      [
        call(other, headers('{"Content-Type":"application/json; charset=utf-8"}')),
        call(other, headers('{"Content-Type":"application/json"}')),
      ],
    ],
  },
  'accept-refused': {
    marked: [
      call(other, headers('{"Accept":«"*/*"»}')),
      get(pods, headers('{"Accept":«"application/json;as=Table;g=meta.k8s.io;v=v1"»}')),
    ],
    silent: [call(other, headers('{"Accept":"text/html"}')), call(other, headers('{"Accept":"application/xml"}'))],
    fixed: [
      [
        get(pods, headers('{"Accept":"application/json;as=Table;g=meta.k8s.io;v=v1"}')),
        get(pods, headers('{"X-Kube-View":"table"}')),
      ],
      [call(other, headers('{"Accept":"*/*"}')), call(other, headers('{"Accept":"application/json"}'))],
    ],
  },
  'accept-not-kubernetes': {
    marked: [get(pods, headers('{"Accept":«"text/plain"»}')), get(log, headers('{"Accept":«"text/plain"»}'))],
    silent: [
      get(log, headers('{"Accept":"text/plain","X-Kube-View":"text"}')),
      get(pods, headers('{"Accept":"application/json"}')),
      get(other, headers('{"Accept":"text/plain"}')),
      get('https://k8s.corp/version', headers('{"Accept":"text/plain"}')),
    ],
  },
  'token-literal': {
    marked: [
      get(pods, headers('{"Authorization":«"Bearer abc.def.ghi"»}')),
      `DECLARE @h nvarchar(4000) = N'{"a":"it''s","authorization": «"Basic YTpi"»}'; EXEC ${invoke} @url = N'${pods}', @headers = @h`,
    ],
    silent: [
      get(pods, headers('{"Authorization":"Bearer <token>"}')),
      get(pods, headers('{"Authorization":"Bearer $(token)"}')),
      get(other, headers('{"Authorization":"Bearer abc.def.ghi"}')),
    ],
  },
  'secret-literal': {
    marked: [
      post(
        'https://k8s.corp/api/v1/namespaces/a/secrets',
        '{"apiVersion":"v1","kind":"Secret",«"stringData":{"p":"hunter2"}»}',
      ),
    ],
    silent: [
      post('https://k8s.corp/api/v1/namespaces/a/secrets', '{"kind":"Secret","stringData":{"p":"<password>"}}'),
      post('https://k8s.corp/api/v1/namespaces/a/configmaps', '{"kind":"ConfigMap","data":{"p":"x"}}'),
    ],
    noFix: true,
  },
  'timeout-range': {
    marked: [call(other, '@timeout = «0»'), call(other, '@timeout = «300»'), call(other, '@timeout = «-1»')],
    silent: [call(other, '@timeout = 230'), call(other, '@timeout = @t'), call(other, '@timeout = NULL')],
    fixed: [[call(other, '@timeout = 300'), call(other, '@timeout = 230')]],
  },
  'retry-range': {
    marked: [call(other, '@retry_count = «11»')],
    silent: [call(other, '@retry_count = 10'), call(other, '@retry_count = 0')],
    fixed: [[call(other, '@retry_count = 11'), call(other, '@retry_count = 10')]],
  },
  'retry-repeats-post': {
    marked: [
      post(pods, '{"kind":"Pod"}', '«@retry_count = 3»'),
      post(pods, '{"metadata":{"generateName":"a-"}}', '«@retry_count = 1»'),
    ],
    silent: [
      get(pods, '@retry_count = 3'),
      post(pods, '{}', '@retry_count = 0'),
      call(other, '@retry_count = 3'),
      post('https://k8s.corp/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', '{}', '@retry_count = 3'),
    ],
    fixed: [[post(pods, '{}', '@retry_count = 3'), post(pods, '{}')]],
  },
  'return-value-not-captured': {
    marked: [`EXEC «sys.${invoke}» @url = N'${pods}'`, `IF 1 = 1 EXEC «${invoke}» N'${pods}' ELSE PRINT 1`],
    silent: [get(pods), `EXEC ${invoke} @url = N'${other}'`],
    fixed: [
      [
        `BEGIN\n    EXEC ${invoke} N'${pods}', @method = 'GET';\nEND`,
        `BEGIN\n    DECLARE @code int;\n    EXEC @code = ${invoke} N'${pods}', @method = 'GET';\n    IF @code <> 0 THROW 50000, N'The call was refused. Its return value is the HTTP status.', 1;\nEND`,
      ],
    ],
  },
  'return-value-not-tested': {
    marked: [
      `DECLARE @c int; EXEC «@c» = ${invoke} N'${pods}', @method = 'GET'`,
      `DECLARE @a int, @c int; SET @c = 1; EXEC «@c» = ${invoke} N'${pods}'; EXEC «@c» = ${invoke} N'${web}'`,
    ],
    silent: [
      get(pods),
      `CREATE PROCEDURE p @c int OUTPUT AS EXEC @c = ${invoke} N'${pods}'`,
      `DECLARE @c int; EXEC @c = ${invoke} N'${pods}'; RETURN @c`,
      `DECLARE @c int; WHILE @c <> 0 EXEC @c = ${invoke} N'${pods}'`,
      `DECLARE @c int; EXEC @c = ${invoke} N'${other}'`,
    ],
    fixed: [
      [
        `DECLARE @c int; EXEC @c = ${invoke} N'${pods}'`,
        `DECLARE @c int; EXEC @c = ${invoke} N'${pods}';\nIF @c <> 0 THROW 50000, N'The call was refused. Its return value is the HTTP status.', 1;`,
      ],
    ],
  },
  'response-not-output': {
    marked: [call(other, '«@response = @r»'), `EXEC ${invoke} N'${other}', NULL, NULL, 'GET', 5, NULL, «@r»`],
    silent: [call(other, '@response = @r OUTPUT'), call(other, '@response = NULL')],
    fixed: [[call(other, '@response = @r'), call(other, '@response = @r OUTPUT')]],
  },
  'response-too-short': {
    marked: [`DECLARE @r «nvarchar(4000)»; EXEC ${invoke} N'${pods}', @response = @r OUTPUT`],
    silent: [
      `DECLARE @r nvarchar(max); EXEC ${invoke} N'${pods}', @response = @r OUTPUT`,
      `DECLARE @r json; EXEC ${invoke} N'${pods}', @response = @r OUTPUT`,
      `DECLARE @r nvarchar(4000); EXEC ${invoke} N'${other}', @response = @r OUTPUT`,
    ],
    fixed: [
      [
        `DECLARE @r varchar(99); EXEC ${invoke} N'${pods}', @response = @r OUTPUT`,
        `DECLARE @r nvarchar(max); EXEC ${invoke} N'${pods}', @response = @r OUTPUT`,
      ],
    ],
  },
  'response-without-result': {
    marked: [
      read(other, `SELECT JSON_VALUE(@r, «'$.choices[0].message.content'»)`),
      read(pods, `SELECT * FROM OPENJSON(@r, «N'lax $.items'») WITH (a int)`),
      read(pods, `SELECT JSON_VALUE(@r, «'$.Result.kind'»)`),
    ],
    silent: [
      read(other, `SELECT JSON_VALUE(@r, '$.result.choices[0].message.content')`),
      read(other, `SELECT JSON_VALUE(@r, '$.response.status.http.code'), JSON_QUERY(@r, '$'), JSON_VALUE(@r, @p)`),
      read(other, `SET @r = JSON_QUERY(@r, '$.result'); SELECT JSON_VALUE(@r, '$.choices')`),
      read(other, `SELECT JSON_VALUE(@r, '$.a')`, headers('{"Accept":"application/xml"}')),
      read(other, `SELECT JSON_VALUE(@x, '$.a')`),
    ],
    fixed: [
      [
        read(pods, `SELECT JSON_VALUE(@r, 'strict $.kind')`),
        read(pods, `SELECT JSON_VALUE(@r, 'strict $.result.kind')`),
      ],
      [read(pods, `SELECT JSON_VALUE(@r, '$.Result.kind')`), read(pods, `SELECT JSON_VALUE(@r, '$.result.kind')`)],
    ],
  },
  'json-value-on-object': {
    marked: [
      read(pods, `SELECT JSON_VALUE(@r, «'$.result.items'»)`),
      read(pods, `SELECT JSON_VALUE(@r, «'$.result'»)`),
      read(other, `SELECT JSON_VALUE(@r, «'$.response.headers'»)`),
      read(pods, `SELECT JSON_VALUE(@r, «'$.result.items[0].spec.containers'»)`),
    ],
    silent: [
      read(pods, `SELECT JSON_VALUE(@r, '$.result.metadata.name'), JSON_VALUE(@r, '$.result.status')`),
      read(other, `SELECT JSON_VALUE(@r, '$.result')`),
      read(pods, `SELECT JSON_QUERY(@r, '$.result.items')`),
    ],
    fixed: [
      [read(pods, `SELECT json_value(@r, '$.result.items')`), read(pods, `SELECT JSON_QUERY(@r, '$.result.items')`)],
    ],
  },
  'json-value-too-long': {
    marked: [
      read(log, `SELECT «JSON_VALUE(@r, '$.result')»`, headers('{"Accept":"text/plain","X-Kube-View":"text"}')),
      read(log, `IF @c <> 0 THROW; SELECT «JSON_VALUE(@r, '$.result')»`, headers('{"Accept":"text/plain"}')),
      read(log, `IF @c = 0 SELECT «JSON_VALUE(@r, '$.result')»`, headers('{"Accept":"text/plain"}')),
    ],
    silent: [
      read(`${log}?limitBytes=2000`, `SELECT JSON_VALUE(@r, '$.result')`, headers('{"Accept":"text/plain"}')),
      read(other, `SELECT JSON_VALUE(@r, '$.result')`, headers('{"Accept":"text/plain"}')),
      read(log, `IF @c = 0 PRINT 1 ELSE SELECT JSON_VALUE(@r, '$.result')`, headers('{"Accept":"text/plain"}')),
      read(log, `IF @c <> 0 BEGIN PRINT 1; SELECT JSON_VALUE(@r, '$.result') END`, headers('{"Accept":"text/plain"}')),
    ],
    fixed: [
      [
        read(log, `SELECT JSON_VALUE(@r, '$.result')`, headers('{"Accept":"text/plain"}')),
        read(
          log,
          `SELECT (SELECT [result] FROM OPENJSON(@r) WITH ([result] nvarchar(max) N'$.result'))`,
          headers('{"Accept":"text/plain"}'),
        ),
      ],
    ],
  },
  'call-in-transaction': {
    marked: [
      `BEGIN TRAN; EXEC «${invoke}» N'${pods}'; COMMIT`,
      `BEGIN TRY BEGIN TRANSACTION UPDATE t SET a = 1 EXEC «${invoke}» N'${pods}' COMMIT END TRY BEGIN CATCH ROLLBACK END CATCH`,
    ],
    silent: [
      `BEGIN TRAN; UPDATE t SET a = 1; COMMIT; EXEC ${invoke} N'${pods}'`,
      `BEGIN EXEC ${invoke} N'${pods}' END`,
      `BEGIN TRAN; EXEC ${invoke} N'${other}'; COMMIT`,
      `EXEC ${invoke} N'${pods}'; BEGIN TRAN; COMMIT`,
    ],
    noFix: true,
  },
  'call-in-trigger': {
    marked: [`CREATE OR ALTER TRIGGER t ON a AFTER INSERT AS EXEC «${invoke}» N'${pods}'`],
    silent: [
      `CREATE PROCEDURE t AS EXEC ${invoke} N'${pods}'`,
      `CREATE TRIGGER t ON a AFTER INSERT AS EXEC ${invoke} N'${other}'`,
    ],
    noFix: true,
  },
  'timeout-in-trigger': {
    marked: [
      `CREATE TRIGGER t ON a AFTER INSERT AS EXEC «${invoke}» N'${pods}'`,
      `CREATE TRIGGER t ON a AFTER INSERT AS EXEC ${invoke} N'${pods}', @timeout = «60»`,
    ],
    silent: [
      `CREATE TRIGGER t ON a AFTER INSERT AS EXEC ${invoke} N'${pods}', @timeout = 5`,
      get(pods, '@timeout = 60'),
    ],
    fixed: [
      [
        `CREATE TRIGGER t ON a AFTER INSERT AS EXEC ${invoke} N'${pods}', @timeout = 60`,
        `CREATE TRIGGER t ON a AFTER INSERT AS EXEC ${invoke} N'${pods}', @timeout = 5`,
      ],
    ],
  },
  'call-in-loop': {
    marked: [
      `WHILE @@FETCH_STATUS = 0 BEGIN EXEC «${invoke}» N'${pods}'; FETCH NEXT FROM c INTO @a; END`,
      `WHILE 1 = 1 BEGIN FETCH NEXT FROM c INTO @a; IF @@FETCH_STATUS <> 0 BREAK; BEGIN TRY EXEC «${invoke}» N'${pods}'; END TRY BEGIN CATCH THROW; END CATCH END`,
    ],
    silent: [
      `WHILE @continue <> '' BEGIN EXEC ${invoke} N'${pods}'; END`,
      `WHILE @@FETCH_STATUS = 0 BEGIN FETCH NEXT FROM c INTO @a; END EXEC ${invoke} N'${pods}'`,
      `WHILE @@FETCH_STATUS = 0 FETCH NEXT FROM c INTO @a; BEGIN EXEC ${invoke} N'${pods}'; FETCH NEXT FROM c INTO @a END`,
    ],
    noFix: true,
  },
  'credential-not-prefix': {
    marked: [
      get(pods, '@credential = «[https://other.corp]»'),
      call(other, "@credential = «N'my_credential'»"),
      get('https://k8s.corp/api/v1/pods', '@credential = «[https://k8s.corp/apis]»'),
      get(pods, '@credential = «[http://k8s.corp]»'),
    ],
    silent: [
      get(pods, '@credential = [https://K8S.corp/]'),
      get(pods, '@credential = [https://k8s.corp/api/v1]'),
      get(pods, '@credential = @c'),
      call(other, "@credential = N'https://shop.openai.azure.com'"),
    ],
    fixed: [[get(pods, '@credential = x'), get(pods, '@credential = [https://k8s.corp]')]],
  },
  'credential-port': {
    marked: [get('https://k8s.corp:6443/version', '@credential = «[https://k8s.corp]»')],
    silent: [get('https://k8s.corp:443/version', '@credential = [https://k8s.corp]')],
    fixed: [
      [
        get('https://k8s.corp:6443/version', '@credential = [https://k8s.corp]'),
        get('https://k8s.corp:6443/version', '@credential = [https://k8s.corp:6443]'),
      ],
    ],
  },
  'credential-query': {
    marked: [call(other, '@credential = «[https://shop.openai.azure.com/openai?api-version=1]»')],
    silent: [call(other, '@credential = [https://shop.openai.azure.com]')],
  },
  'credential-too-long': {
    marked: [call(other, `@credential = «N'https://a/${'x'.repeat(130)}'»`)],
    silent: [call(other, '@credential = [https://shop.openai.azure.com]')],
  },
  'credential-in-master': {
    marked: [
      `USE master\nGO\n${get(pods, '@credential = «[https://k8s.corp]»')}`,
      `USE [Master]; ${get(pods, '@credential = «[https://k8s.corp]»')}`,
    ],
    silent: [
      `USE master\nGO\nUSE shop\nGO\n${get(pods, '@credential = [https://k8s.corp]')}`,
      `USE master\nGO\n${get(pods)}`,
      `${get(pods, '@credential = [https://k8s.corp]')}\nUSE master`,
      `USE master\nGO\nUSE shop\n${get(pods, '@credential = [https://k8s.corp]')}`,
      get(pods, '@credential = [https://k8s.corp]'),
    ],
    noFix: true,
  },
  'payload-invalid': {
    marked: [
      call(other, `@payload = «N'{"a":}'»`),
      call(other, `@payload = «N''»`),
      call(other, `@payload = «N'<a><b></a>'»`, headers('{"Content-Type":"application/xml"}')),
    ],
    silent: [
      call(other, `@payload = N'{"a":1}'`),
      call(other, `@payload = N'a=b'`, headers('{"Content-Type":"application/x-www-form-urlencoded"}')),
      call(other, `@payload = N'<a x="1/>"><b/></a>'`, headers('{"Content-Type":"application/xml"}')),
      call(other, `@payload = @p`),
      call(other, `@payload = N'x'`, '@headers = @h'),
    ],
    fixed: [[call(other, `@payload = N''`), call(other)]],
  },
  'payload-ignored': {
    marked: [get(pods, "«@payload = N'{}'»")],
    silent: [get(pods), get(pods, '@payload = NULL'), get(other, "@payload = N'{}'")],
    fixed: [[get(pods, "@payload = N'{}'"), get(pods)]],
  },
  'payload-missing': {
    marked: [call(pods, "@method = «'POST'»"), call(web, "@method = «N'PATCH'»")],
    silent: [post(pods, '{}'), call(web, "@method = 'DELETE'"), call(pods, "@method = 'POST'", '@payload = @p')],
    noFix: true,
  },
  'payload-elsewhere': {
    marked: [
      post(pods, '{"apiVersion":«"apps/v1"»,"kind":«"Deployment"»,"metadata":{"namespace":«"other"»}}'),
      call(web, "@method = 'PUT'", `@payload = N'{"metadata":{"name":«"web2"»}}'`),
    ],
    silent: [
      post(pods, '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"shop"}}'),
      call(
        `${deployments}/web/scale`,
        "@method = 'PUT'",
        `@payload = N'{"apiVersion":"autoscaling/v1","kind":"Scale"}'`,
      ),
      call(web, "@method = 'DELETE'", `@payload = N'{"kind":"DeleteOptions"}'`),
    ],
    fixed: [[post(pods, '{"kind":"Deployment"}'), post(pods, '{"kind":"Pod"}')]],
  },
  'path-group': {
    marked: [
      get('https://k8s.corp/«api/v1»/namespaces/shop/deployments'),
      get('https://k8s.corp/«apis/apps/v1»/namespaces/shop/pods'),
    ],
    silent: [get(deployments), get('https://k8s.corp/apis/serving.knative.dev/v1/namespaces/a/services'), get(pods)],
    fixed: [[get('https://k8s.corp/api/v1/namespaces/shop/deployments'), get(deployments)]],
  },
  'path-plural': {
    marked: [
      get('https://k8s.corp/api/v1/namespaces/shop/«pod»'),
      get('https://k8s.corp/api/v1/namespaces/shop/«svc»/web'),
      get('https://k8s.corp/apis/apps/v1/namespaces/shop/«Deployments»'),
    ],
    silent: [
      get(pods),
      get('https://k8s.corp/apis/example.com/v1/namespaces/a/pod'),
      get('https://shop.example/api/v1/order'),
    ],
    fixed: [[get('https://k8s.corp/api/v1/namespaces/shop/pod'), get(pods)]],
  },
  'path-namespace': {
    marked: [get('https://k8s.corp/api/v1/«pods»/web'), post('https://k8s.corp/api/v1/«pods»', '{}')],
    silent: [get('https://k8s.corp/api/v1/pods'), get(web), get('https://k8s.corp/api/v1/nodes/a')],
    fixed: [[get('https://k8s.corp/api/v1/pods/web'), get('https://k8s.corp/api/v1/namespaces/default/pods/web')]],
  },
  'path-cluster-scoped': {
    marked: [get('https://k8s.corp/api/v1/«namespaces/shop»/nodes')],
    silent: [get('https://k8s.corp/api/v1/nodes'), get('https://k8s.corp/api/v1/namespaces/shop/status')],
    fixed: [[get('https://k8s.corp/api/v1/namespaces/shop/nodes/a'), get('https://k8s.corp/api/v1/nodes/a')]],
  },
  'api-version-removed': {
    marked: [
      get('https://k8s.corp/«apis/extensions/v1beta1»/namespaces/shop/deployments'),
      get('https://k8s.corp/«apis/batch/v1beta1»/namespaces/shop/cronjobs'),
    ],
    silent: [get(deployments), get('https://k8s.corp/apis/batch/v1/namespaces/shop/cronjobs')],
    fixed: [[get('https://k8s.corp/apis/extensions/v1beta1/namespaces/shop/deployments'), get(deployments)]],
  },
  'post-to-item': {
    marked: [post(`${pods}/«web»`, '{}')],
    silent: [post(pods, '{}'), post(`${web}/eviction`, '{}'), get(web)],
    fixed: [[post(web, '{}'), post(pods, '{}')]],
  },
  'put-to-collection': {
    marked: [
      call('https://k8s.corp/api/v1/namespaces/shop/«pods»', "@method = 'PUT'", "@payload = N'{}'"),
      call('https://k8s.corp/api/v1/namespaces/shop/«pods»', "@method = 'PATCH'", "@payload = N'{}'"),
    ],
    silent: [call(web, "@method = 'PUT'", "@payload = N'{}'")],
    fixed: [
      [
        call(pods, "@method = 'PUT'", `@payload = N'{"metadata":{"name":"web"}}'`),
        call(web, "@method = 'PUT'", `@payload = N'{"metadata":{"name":"web"}}'`),
      ],
    ],
  },
  'delete-collection': {
    marked: [call('https://k8s.corp/api/v1/namespaces/shop/«pods»', "@method = 'DELETE'")],
    silent: [call(web, "@method = 'DELETE'"), call(`${pods}?labelSelector=app%3Dx`, "@method = 'DELETE'")],
    noFix: true,
  },
  'query-unknown': {
    marked: [get(`${pods}?«limits=5»`), get(`${pods}?limit=5&«labelselector=a»`), get(`${log}?«tail=5»`)],
    silent: [
      get(`${pods}?limit=5&labelSelector=a&fieldSelector=b&resourceVersion=0`),
      get(`${log}?tailLines=5&container=a`),
      get('https://k8s.corp/apis/example.com/v1/foos?x=y'),
      get(other),
    ],
    fixed: [[get(`${pods}?limit=5&labelselector=a`), get(`${pods}?limit=5&labelSelector=a`)]],
  },
  'patch-without-type': {
    marked: [call(web, "@method = «'PATCH'»", "@payload = N'{}'")],
    silent: [
      call(web, "@method = 'PATCH'", headers('{"X-Kube-Patch":"merge"}')),
      call(web, "@method = 'PATCH'", '@headers = @h'),
      call(other, "@method = 'PATCH'"),
    ],
    fixed: [
      [
        call(web, "@method = 'PATCH'", headers('{"Accept":"application/json"}')),
        call(web, "@method = 'PATCH'", headers('{"X-Kube-Patch":"merge","Accept":"application/json"}')),
      ],
    ],
  },
  'proxy-header-value': {
    marked: [
      get(pods, headers('{"X-Kube-View":«"tables"»}')),
      call(web, "@method = 'PATCH'", headers('{"x-kube-patch":«"x"»}')),
    ],
    silent: [get(pods, headers('{"X-Kube-View":"metadata"}'))],
    fixed: [[get(pods, headers('{"X-Kube-View":"tables"}')), get(pods, headers('{"X-Kube-View":"table"}'))]],
  },
  stream: {
    marked: [
      get(`${pods}?limit=5&«watch=true»`),
      get(`${log}?«follow=1»&tailLines=5`),
      post(`${web}/«exec»?command=ls`, '{}'),
    ],
    silent: [get(`${pods}?watch=false`), get(log)],
    fixed: [
      [get(`${pods}?limit=5&watch=true`), get(`${pods}?limit=5`)],
      [get(`${log}?follow=1&tailLines=5`), get(`${log}?tailLines=5`)],
      [get(`${pods}?watch=1`), get(pods)],
    ],
  },
  'log-as-json': {
    marked: [get(`${web}/«log»`), get(`${web}/«log»`, headers('{"Accept":"application/json"}'))],
    silent: [get(log, headers('{"Accept":"text/plain","X-Kube-View":"text"}')), get(log, '@headers = @h')],
    fixed: [
      [get(log), get(log, headers('{"Accept":"text/plain","X-Kube-View":"text"}'))],
      [
        get(log, headers('{"Accept":"application/json"}')),
        get(log, headers('{"X-Kube-View":"text","Accept":"text/plain"}')),
      ],
    ],
  },
  'log-without-limit': {
    marked: [get(`${web}/«log»`), get(`${web}/«log»?container=a`)],
    silent: [get(`${log}?tailLines=5`), get(`${log}?sinceSeconds=60`)],
    fixed: [[get(`${log}?container=a`), get(`${log}?container=a&tailLines=100`)]],
  },
  'list-without-limit': {
    marked: [get(`«${pods}»`), get('«https://k8s.corp/apis/example.com/v1/foos»')],
    silent: [
      get(web),
      get(`${pods}?limit=5`),
      get('https://k8s.corp/version'),
      get('https://k8s.corp/api/v1'),
      post(pods, '{}'),
    ],
    fixed: [[get(`${pods}?labelSelector=a`), get(`${pods}?labelSelector=a&limit=500`)]],
  },
  'table-without-include-object': {
    marked: [get(`«${pods}?limit=5»`, headers('{"X-Kube-View":"table"}'))],
    silent: [get(`${pods}?includeObject=Metadata`, headers('{"X-Kube-View":"table"}')), get(pods)],
    fixed: [
      [
        get(`${pods}?limit=5`, headers('{"X-Kube-View":"table"}')),
        get(`${pods}?limit=5&includeObject=None`, headers('{"X-Kube-View":"table"}')),
      ],
    ],
  },
  'field-validation': {
    marked: [post(`«${pods}»`, '{}')],
    silent: [
      post(`${pods}?fieldValidation=Strict`, '{}'),
      post('https://k8s.corp/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', '{}'),
      get(pods),
      call(web, "@method = 'DELETE'"),
    ],
    fixed: [[post(pods, '{}'), post(`${pods}?fieldValidation=Strict`, '{}')]],
  },
  'object-name': {
    marked: [
      get('https://k8s.corp/api/v1/namespaces/«My_Shop»/pods'),
      get(`${pods}/«web_1»`),
      post(pods, '{"metadata":{"name":«"Web"»}}'),
      post('https://k8s.corp/api/v1/namespaces/a/services', '{"metadata":{"name":«"a.b"»}}'),
    ],
    silent: [
      get(`${pods}/web-1.a`),
      get(`${pods}/<name>`),
      get('https://k8s.corp/apis/rbac.authorization.k8s.io/v1/clusterroles/system:node'),
      get('https://k8s.corp/apis/example.com/v1/namespaces/a/foos/B_c'),
    ],
    fixed: [
      [get('https://k8s.corp/api/v1/namespaces/My_Shop/pods'), get('https://k8s.corp/api/v1/namespaces/my-shop/pods')],
    ],
  },
  'dynamic-sql-unescaped': {
    marked: [
      dynamic('DECLARE @u nvarchar(max) = (SELECT url FROM t);', '«@u»'),
      `CREATE PROCEDURE p @name nvarchar(63) AS EXEC (N'EXEC ${invoke} @url = N''https://a/' + «@name» + N'''')`,
      `CREATE PROCEDURE p @n sysname AS DECLARE @s nvarchar(max) = N'EXEC ${invoke} '; SET @s += N'@url = N''' + «@n»; EXEC (@s)`,
      `CREATE PROCEDURE p @n sysname AS DECLARE @s nvarchar(max); SET @s = CONCAT(N'EXEC ${invoke} N''', «@n», N''''); EXEC (@s)`,
    ],
    silent: [
      dynamic('DECLARE @u nvarchar(max) = (SELECT url FROM t);', `REPLACE(@u, '''', '''''')`),
      dynamic('DECLARE @u int = (SELECT 1);', '@u'),
      dynamic("DECLARE @u nvarchar(9) = N'abc';", '@u'),
      dynamic('', '@u'),
      `DECLARE @n nvarchar(9) = (SELECT 1); DECLARE @s nvarchar(max) = N'PRINT N''' + @n + N''' -- ${invoke.slice(0, 9)}'; EXEC (@s); EXEC ${invoke} @u`,
    ],
    fixed: [
      [
        dynamic('DECLARE @u nvarchar(max) = (SELECT 1);', '@u'),
        dynamic('DECLARE @u nvarchar(max) = (SELECT 1);', "REPLACE(@u, N'''', N'''''')"),
      ],
    ],
  },
  'dynamic-sql-quotename': {
    marked: [
      `CREATE PROCEDURE p @u nvarchar(4000) AS EXEC (N'EXEC ${invoke} @url = ' + «QUOTENAME(@u, '''')»)`,
      `DECLARE @p nvarchar(max) = (SELECT 1), @s nvarchar(max); SET @s = N'EXEC ${invoke} @payload = N' + «QUOTENAME(@p, N'''')»; EXEC (@s)`,
    ],
    silent: [
      `CREATE PROCEDURE p @u nvarchar(128) AS EXEC (N'EXEC ${invoke} @url = ' + QUOTENAME(@u, ''''))`,
      `CREATE PROCEDURE p @c nvarchar(4000) AS EXEC (N'EXEC ${invoke} N''x'', @credential = ' + QUOTENAME(@c))`,
      `CREATE PROCEDURE p @u nvarchar(4000) AS EXEC (N'EXEC other ' + QUOTENAME(@u, ''''))`,
    ],
  },
};
