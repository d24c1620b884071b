import { selfSubjectReviewPath } from '../kube/path.ts';
import { inputProblem, type InputProblem } from '../input-problem.ts';
import { err, ok, type Result } from '../result.ts';
import { identifierProblem, integer, quoteIdentifier, quoteLiteral, sql, type SqlText } from '../tsql/quoting.ts';

const identity = quoteLiteral('HTTPEndpointHeaders');

const secretOf = (token: string): SqlText => quoteLiteral(JSON.stringify({ Authorization: `Bearer ${token}` }));

/**
 * The name of a credential that serves one path only: asking who one is. While a new token is proven it can be used for nothing
 * else, whoever may use the credentials of this database.
 */
export function proofName(endpointUrl: string): Result<string, InputProblem> {
  const name = endpointUrl.replace(/\/+$/, '') + selfSubjectReviewPath;
  const problem = identifierProblem(name);
  return problem === undefined
    ? ok(name)
    : err(
        inputProblem(
          'url',
          `No credential can be named after ${name}. ${problem}`,
          'Use an endpoint with a shorter URL.',
        ),
      );
}

/** To be sent as a batch of its own: SECRET takes no parameter, and is masked in traces only then. */
export const createCredential = (name: string, token: string): SqlText =>
  sql`CREATE DATABASE SCOPED CREDENTIAL ${quoteIdentifier(name)} WITH IDENTITY = ${identity}, SECRET = ${secretOf(token)};`;

/** Replaces the token; a batch of its own, too. */
export const alterCredential = (name: string, token: string): SqlText =>
  sql`ALTER DATABASE SCOPED CREDENTIAL ${quoteIdentifier(name)} WITH IDENTITY = ${identity}, SECRET = ${secretOf(token)};`;

export const dropCredential = (name: string): SqlText => sql`DROP DATABASE SCOPED CREDENTIAL ${quoteIdentifier(name)};`;

/** Asks the API server, through the procedure and a credential, who the caller is. One row; changes nothing. */
export const whoAmIThrough = (
  endpointUrl: string,
  credential: string,
  seconds: number,
): SqlText => sql`DECLARE @rv int, @r nvarchar(max);
EXEC @rv = sys.sp_invoke_external_rest_endpoint
    @url = ${quoteLiteral(endpointUrl.replace(/\/+$/, '') + selfSubjectReviewPath)}, @method = N'POST',
    @payload = ${quoteLiteral(JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' }))},
    @timeout = ${integer(seconds)}, @credential = ${quoteIdentifier(credential)}, @response = @r OUTPUT;
SELECT @rv AS returnValue,
    JSON_VALUE(@r, '$.response.status.http.code') AS httpCode,
    JSON_VALUE(@r, '$.result.status.userInfo.username') AS userName,
    JSON_VALUE(@r, '$.result.kind') AS kind,
    JSON_VALUE(@r, '$.result.reason') AS reason,
    JSON_VALUE(@r, '$.result.message') AS message;`;
