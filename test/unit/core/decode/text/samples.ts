/** A text as people paste it, under a title. */
export interface Sample {
  readonly title: string;
  readonly text: string;
}

const inner = 'sys.sp_invoke_external_rest_endpoint_internal';
const failed = 'An error occurred, failed to communicate with the external rest endpoint. HRESULT:';
const sample = (title: string, text: string): Sample => ({ title, text });

/** Formats as the tools and drivers print them; names and addresses are made up. */
export const samples: readonly Sample[] = [
  sample(
    'SSMS',
    `Msg 31608, Level 16, State 24, Procedure ${inner}, Line 1 [Batch Start Line 0]\r\n${failed} 0x80072ee7.\r\n\r\nCompletion time: 2026-08-28T10:12:13.1234567+02:00`,
  ),
  sample('sqlcmd', `Msg 31608, Level 16, State 24, Server sql01, Procedure ${inner}, Line 1\n${failed} 0x80070008.`),
  sample(
    'sqlcmd, wrapped',
    `Msg 31608, Level 16, State 24, Server sql01, Line 1\nAn error occurred, failed to communicate with the external\nrest endpoint. HRESULT: 0x80072f7d.\n`,
  ),
  sample('German', `Meldung 31608, Ebene 16, Status 24, Prozedur ${inner}, Zeile 1\n${failed} 0x80070010.`),
  sample('French', `Msg 31608, Niveau 16, État 24, Procédure ${inner}, Ligne 1\n${failed} 0x80070020.`),
  sample('Spanish', `Mens. 31608, Nivel 16, Estado 24, Procedimiento ${inner}, Línea 1\n${failed} 0x80072efd.`),
  sample('Japanese', `メッセージ 31608、レベル 16、状態 24、プロシージャ ${inner}、行 1\n${failed} 0x80072ee2.`),
  sample('Chinese', `消息 31608，级别 16，状态 24，过程 ${inner}，第 1 行\n${failed} 0x80072ee7.`),
  sample('Russian', `Сообщение 31608, уровень 16, состояние 24, процедура ${inner}, строка 1\n${failed} 0x80070028.`),
  sample(
    'Several errors of one batch',
    "Msg 15151, Level 16, State 1, Line 3\nCannot find the credential 'https://k8s.corp.example', because it does not exist or you do not have permission.\nMsg 50000, Level 16, State 1, Line 9\nThe pods could not be read.\n",
  ),
  sample(
    'Error log',
    "2026-08-28 10:12:13.45 Logon       Error: 18456, Severity: 14, State: 8.\n2026-08-28 10:12:13.45 Logon       Login failed for user 'app_reader'. Reason: Password did not match that for the login provided. [CLIENT: 10.0.0.9]\n",
  ),
  sample(
    'Node, mssql',
    `RequestError: ${failed} 0x80072ee7.\n    at handleError (/app/node_modules/mssql/lib/tedious/request.js:384:15)\n    at Connection.emit (node:events:519:28) {\n  code: 'EREQUEST',\n  originalError: Error: ${failed} 0x80072ee7.\n      at Parser.parse (/app/x.js:1:1) {\n    info: ErrorMessageToken {\n      name: 'ERROR',\n      handlerName: 'onErrorMessage',\n      number: 31608,\n      state: 24,\n      class: 16,\n      message: '${failed} 0x80072ee7.',\n      serverName: 'sql01',\n      procName: '${inner}',\n      lineNumber: 1\n    }\n  },\n  number: 31608,\n  lineNumber: 1,\n  state: 24,\n  class: 16,\n  serverName: 'sql01',\n  procName: '${inner}',\n  precedingErrors: []\n}`,
  ),
  sample('tedious, refused', 'ConnectionError: Failed to connect to sql01:1433 - connect ECONNREFUSED 10.0.0.5:1433'),
  sample('tedious, time-out', 'ConnectionError: Failed to connect to sql01:1433 in 15000ms'),
  sample('tedious, request time-out', 'RequestError: Timeout: Request failed to complete in 15000ms'),
  sample(
    'tedious, certificate',
    'ConnectionError: Failed to connect to sql01:1433 - self-signed certificate\n  code: DEPTH_ZERO_SELF_SIGNED_CERT',
  ),
  sample(
    'pyodbc',
    `Traceback (most recent call last):\n  File "pods.py", line 12, in <module>\n    cursor.execute(sql)\npyodbc.ProgrammingError: ('42000', '[42000] [Microsoft][ODBC Driver 18 for SQL Server][SQL Server]${failed} 0x80072ee7. (31608) (SQLExecDirectW)')`,
  ),
  sample(
    'pymssql',
    `pymssql.exceptions.OperationalError: (31608, b'${failed} 0x80070008.DB-Lib error message 20018, severity 16:\\nGeneral SQL Server error: Check messages from the SQL Server\\n')`,
  ),
  sample('python-tds', `pytds.tds_base.OperationalError: ${failed} 0x80072f06.`),
  sample(
    'Java',
    `com.microsoft.sqlserver.jdbc.SQLServerException: 'sp_invoke_external_rest_endpoint' is disabled on this instance of SQL Server. Use sp_configure 'external rest endpoint enabled' to enable it.\n\tat com.microsoft.sqlserver.jdbc.SQLServerException.makeFromDatabaseError(SQLServerException.java:276)\n\tat com.microsoft.sqlserver.jdbc.TDSTokenHandler.onEOF(tdsparser.java:316)`,
  ),
  sample('DBeaver', `SQL Error [31608] [S0024]: ${failed} 0x80072ee7.`),
  sample('DataGrip', `[S0024][31608] Line 1: ${failed} 0x80072ee7.`),
  sample('Go', "mssql: login error: Login failed for user 'app_reader'."),
  sample(
    '.NET',
    `Microsoft.Data.SqlClient.SqlException (0x80131904): ${failed} 0x80072ee7.\n   at Microsoft.Data.SqlClient.SqlConnection.OnError(SqlException exception)\nClientConnectionId:6d1b7f0e-0000-4000-8000-000000000001\nError Number:31608,State:24,Class:16`,
  ),
  sample('ODBC, refused', '[08001] [Microsoft][ODBC Driver 18 for SQL Server]TCP Provider: Error code 0x274D (10061)'),
  sample(
    'JDBC, certificate',
    'com.microsoft.sqlserver.jdbc.SQLServerException: "encrypt" property is set to "true" but the driver could not establish a secure connection: PKIX path building failed: unable to find valid certification path to requested target',
  ),
  sample('HRESULT, hex', '0x80070008'),
  sample('HRESULT, signed', '-2147012889'),
  sample('HRESULT, unsigned', '2147954407'),
  sample('HRESULT, two flags', 'HRESULT: 0x80070018'),
  sample('WinHTTP code', '12175'),
  sample('Message number', 'Msg 31608'),
  sample('Unknown message', 'Msg 50001, Level 16, State 7, Line 4\nThe shop is closed.'),
  sample(
    'Envelope, refused by RBAC',
    '{"response":{"status":{"http":{"code":403,"description":"Forbidden"}},"headers":{"Content-Type":"application/json","Audit-Id":"1"}},"result":{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"pods is forbidden: User \\"system:serviceaccount:sqlkube:reader\\" cannot list resource \\"pods\\" in API group \\"\\" in the namespace \\"shop\\"","reason":"Forbidden","details":{"kind":"pods"},"code":403}}',
  ),
  sample(
    'Envelope, page of nginx',
    '{"response":{"status":{"http":{"code":502,"description":"Bad Gateway"}},"headers":{"Content-Type":"text/html","Server":"nginx"}},"result":null}',
  ),
  sample(
    'Envelope, well',
    '{"response":{"status":{"http":{"code":200,"description":"OK"}},"headers":{}},"result":{"kind":"PodList","items":[]}}',
  ),
  sample(
    'Status, expired token',
    '{\n  "kind": "Status",\n  "apiVersion": "v1",\n  "metadata": {},\n  "status": "Failure",\n  "message": "Unauthorized",\n  "reason": "Unauthorized",\n  "code": 401\n}',
  ),
  sample(
    'Status, quota, cut off',
    '{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"pods \\"web\\" is forbidden: exceeded quota: small, requested: pods=1, used: pods=3, limited: pods=3","reason":"Forbidden","details":{"name":"we',
  ),
  sample('kubectl', 'Error from server (NotFound): pods "web-7" not found'),
  sample(
    'nginx, API server down',
    '2026/08/28 10:12:13 [error] 31#31: *12 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.5, server: k8s.corp.example, request: "GET /api/v1/pods HTTP/1.1", upstream: "https://10.96.0.1:443/api/v1/pods", host: "k8s.corp.example"',
  ),
  sample(
    'nginx with what SQL Server said',
    'Msg 31608, Level 16, State 24, Line 1\nAn error occurred, failed to communicate with the external rest endpoint. HRESULT: 0x80070008.\n\n2026/08/28 10:12:13 [info] 31#31: *7 SSL_do_handshake() failed (SSL: error:0A000418:SSL routines::tlsv1 alert unknown ca:SSL alert number 48) while SSL handshaking, client: 10.0.0.5, server: 0.0.0.0:8443',
  ),
  sample(
    'nginx and its access log',
    '10.0.0.5 - - [28/Aug/2026:10:12:13 +0000] "GET /api/v1/pods HTTP/1.1" 502 312 "-" "SQL"\n2026/08/28 10:12:13 [error] 31#31: *12 upstream SSL certificate verify error: (20:unable to get local issuer certificate) while SSL handshaking to upstream, client: 10.0.0.5',
  ),
  sample(
    'nginx, page',
    '<html>\r\n<head><title>504 Gateway Time-out</title></head>\r\n<body>\r\n<center><h1>504 Gateway Time-out</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>',
  ),
  sample('In the middle of a mail', `Hello,\n\nwe tried it and got\n\n${failed} 0x80072ee7.\n\nAny idea?\nThanks`),
  sample('Nothing', 'The weather is fine, 42 degrees.'),
];
