import { restLimitValues } from '../../core/rest/limits.ts';
import { concat, identifierProblem, quoteIdentifier, sql, type SqlText } from '../../core/tsql/quoting.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Link } from '../cluster-reader.ts';
import type { SqlBatch, SqlParameter } from '../driver-contract.ts';

/** One request through the procedure: a GET, or with a body a POST. `path` begins with `/` and may carry a query string. */
export interface Call {
  readonly path: string;
  /** Besides Authorization. */
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON of a POST. */
  readonly payload?: string;
  /** The procedure's own limit for the whole exchange, 1 to 230 seconds. */
  readonly timeoutSeconds: number;
}

/**
 * What every call reports as its first result set. `resultType` is OPENJSON's: absent is NULL, 1 is text, 5 an object.
 * A body comes along only when the call failed, for its `Status`.
 */
const facts = sql`
SELECT @rv AS returnValue,
    JSON_VALUE(@r, '$.response.status.http.code') AS httpCode,
    COALESCE(JSON_VALUE(@r, '$.response.headers."Content-Type"'), JSON_VALUE(@r, '$.response.headers."content-type"')) AS contentType,
    COALESCE(JSON_VALUE(@r, '$.response.headers."Retry-After"'), JSON_VALUE(@r, '$.response.headers."retry-after"')) AS retryAfter,
    COALESCE(JSON_VALUE(@r, '$.response.headers.Date'), JSON_VALUE(@r, '$.response.headers.date')) AS serverDate,
    (SELECT TOP (1) result.[type] FROM OPENJSON(@r) AS result WHERE result.[key] = N'result') AS resultType,
    JSON_VALUE(@r, '$.result.kind') AS kind,
    JSON_VALUE(@r, '$.result.metadata.continue') AS continueToken,
    JSON_VALUE(@r, '$.result.metadata.remainingItemCount') AS remaining,
    CASE WHEN @rv <> 0 THEN (SELECT TOP (1) LEFT(result.[value], 100000) FROM OPENJSON(@r) AS result WHERE result.[key] = N'result') END AS errorBody;
`;

/**
 * The call, its facts, then `project` when it succeeded; `project` reads @r. URL, headers and time-out are bound
 * parameters. The error is a sentence about what cannot be sent.
 */
export function callBatch(link: Link, call: Call, project: SqlText): Result<SqlBatch, string> {
  const url = link.endpoint.url + call.path;
  if (url.length > restLimitValues.urlCharacters) {
    return err(`The URL has ${url.length} characters; the procedure takes ${restLimitValues.urlCharacters}.`);
  }
  const headers = headersOf(link, call);
  if (!headers.ok) return headers;
  const credential = credentialOf(link);
  if (!credential.ok) return credential;
  const method = call.payload === undefined ? sql`@method = N'GET'` : sql`@method = N'POST', @payload = @payload`;
  const text = sql`DECLARE @rv int, @r nvarchar(max);
EXEC @rv = sys.sp_invoke_external_rest_endpoint
    @url = @url, ${method}, @headers = @headers, @timeout = @timeout,${credential.value} @response = @r OUTPUT;
${facts}IF @rv = 0
BEGIN
${project}
END;`;
  const parameters: SqlParameter[] = [
    { name: 'url', type: 'nvarchar', length: restLimitValues.urlCharacters, value: url },
    { name: 'headers', type: 'nvarchar', length: restLimitValues.headersCharacters, value: headers.value },
    { name: 'timeout', type: 'smallint', value: call.timeoutSeconds },
    ...(call.payload === undefined
      ? []
      : [{ name: 'payload', type: 'nvarchar', length: 'max', value: call.payload } as const]),
  ];
  return ok({ text, parameters });
}

/** NULL rather than an empty object: the procedure refuses empty JSON in some builds (facts: ISJSON of ''). */
export function headersOf(link: Link, call: Pick<Call, 'headers'>): Result<string | null, string> {
  const { authentication } = link.endpoint;
  if (authentication.kind === 'token' && !link.token)
    return err('This endpoint signs in with a token, but none is stored.');
  const headers = {
    ...call.headers,
    ...(authentication.kind === 'token' ? { Authorization: `Bearer ${link.token ?? ''}` } : {}),
  };
  if (Object.keys(headers).length === 0) return ok(null);
  const text = JSON.stringify(headers);
  return text.length > restLimitValues.headersCharacters
    ? err(
        `The token with its headers has ${text.length} characters; the procedure's @headers takes ` +
          `${restLimitValues.headersCharacters}. Use a shorter token.`,
      )
    : ok(text);
}

/** A credential is an identifier, not a value: it cannot be bound, so it is quoted. */
export function credentialOf(link: Link): Result<SqlText, string> {
  const { authentication } = link.endpoint;
  if (authentication.kind !== 'credential') return ok(concat([]));
  const problem = identifierProblem(authentication.name);
  if (problem !== undefined) return err(`The credential cannot be used: ${problem}`);
  return ok(sql` @credential = ${quoteIdentifier(authentication.name)},`);
}
