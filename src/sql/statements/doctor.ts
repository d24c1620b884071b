import type { DoctorCall } from '../../core/doctor/hands.ts';
import { restLimitValues } from '../../core/rest/limits.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { sql } from '../../core/tsql/quoting.ts';
import type { Link } from '../cluster-reader.ts';
import type { SqlBatch, SqlParameter } from '../driver-contract.ts';
import { credentialOf, headersOf } from './call.ts';

/** How much of a body comes along: enough for a page of a table, not for everything that somebody may send. */
const mostCharacters = 64_000;

/** Facts of an answer, with the body as text whatever it is. Header names arrive as they were sent. */
const facts = sql`
SELECT @rv AS returnValue,
    JSON_VALUE(@r, '$.response.status.http.code') AS httpCode,
    COALESCE(JSON_VALUE(@r, '$.response.headers."Content-Type"'), JSON_VALUE(@r, '$.response.headers."content-type"')) AS contentType,
    COALESCE(JSON_VALUE(@r, '$.response.headers."Retry-After"'), JSON_VALUE(@r, '$.response.headers."retry-after"')) AS retryAfter,
    COALESCE(JSON_VALUE(@r, '$.response.headers.Date'), JSON_VALUE(@r, '$.response.headers.date')) AS serverDate,
    LEN(JSON_QUERY(@r, '$.response.headers')) AS headerLength,
    (SELECT TOP (1) LEN(result.[value]) FROM OPENJSON(@r) AS result WHERE result.[key] = N'result') AS bodyLength,
    (SELECT TOP (1) LEFT(result.[value], @most) FROM OPENJSON(@r) AS result WHERE result.[key] = N'result') AS body,
    CASE WHEN @rv <> 0 THEN (SELECT TOP (1) LEFT(result.[value], @most) FROM OPENJSON(@r) AS result WHERE result.[key] = N'result') END AS errorBody;`;

/** One call of the doctor. The error is a sentence about what cannot be sent. */
export function doctorBatch(link: Link, call: DoctorCall, timeoutSeconds: number): Result<SqlBatch, string> {
  const isWhole = /^https:\/\//i.test(call.path);
  const url = isWhole ? call.path : link.endpoint.url + call.path;
  const signIn = call.signIn && !isWhole;
  const stranger: Link = { ...link, endpoint: { ...link.endpoint, authentication: { kind: 'none' } } };
  const from = signIn ? link : stranger;
  const headers = headersOf(from, { ...(call.headers === undefined ? {} : { headers: call.headers }) });
  if (!headers.ok) return headers;
  const credential = credentialOf(from);
  if (!credential.ok) return credential;
  if (url.length > restLimitValues.urlCharacters) return err(`The URL has ${url.length} characters.`);
  const text = sql`DECLARE @rv int, @r nvarchar(max);
EXEC @rv = sys.sp_invoke_external_rest_endpoint
    @url = @url, @method = @method, @headers = @headers, @payload = @payload, @timeout = @timeout,${credential.value} @response = @r OUTPUT;
${facts}`;
  const parameters: SqlParameter[] = [
    { name: 'url', type: 'nvarchar', length: restLimitValues.urlCharacters, value: url },
    { name: 'method', type: 'nvarchar', length: 6, value: call.method ?? 'GET' },
    { name: 'headers', type: 'nvarchar', length: restLimitValues.headersCharacters, value: headers.value },
    { name: 'payload', type: 'nvarchar', length: 'max', value: call.body ?? null },
    { name: 'timeout', type: 'smallint', value: timeoutSeconds },
    { name: 'most', type: 'int', value: mostCharacters },
  ];
  return ok({ text, parameters });
}

/** What `serverFacts` does not ask: who may see what, keys, credentials with their kind, and the clock. Needs no rights. */
export const serverRights = sql`SELECT HAS_PERMS_BY_NAME(NULL, 'DATABASE', 'CONTROL') AS seesAll,
    (SELECT COUNT(*) FROM sys.symmetric_keys AS [key] WHERE [key].name = N'##MS_DatabaseMasterKey##') AS masterKeys,
    HAS_PERMS_BY_NAME(QUOTENAME(@credential), 'DATABASE SCOPED CREDENTIAL', 'REFERENCES') AS mayUse,
    CONVERT(nvarchar(40), SYSUTCDATETIME(), 126) AS clock;
SELECT credential.name, credential.credential_identity AS [identity]
FROM sys.database_scoped_credentials AS credential
ORDER BY credential.name;`;

/** The files of SQL Server’s folder of CAs. Undocumented, well known; needs VIEW SERVER STATE. */
export const trustFiles = sql`SELECT entry.file_or_directory_name AS name, CONVERT(int, entry.is_directory) AS isDirectory
FROM sys.dm_os_enumerate_filesystem(N'/var/opt/mssql/security/ca-certificates', N'*') AS entry
WHERE entry.[level] = 0
ORDER BY entry.file_or_directory_name;`;

/** Lines of the current error log that name the folder or certificates; needs securityadmin or a grant. */
export const errorLogLines = sql`EXEC sys.xp_readerrorlog 0, 1, N'ca-certificates';
EXEC sys.xp_readerrorlog 0, 1, N'Client TLS certificates';`;
