import { quoteIdentifier, quoteLiteral, sql } from '../tsql/quoting.ts';
import type { SqlText } from '../tsql/quoting.ts';
import { proofCalls } from './credential-reach.ts';
import type { ProofCall } from './credential-reach.ts';
import type { Setup } from './options.ts';
import { controlDatabase } from './right.ts';
import { lines, onlyIn } from './sql-parts.ts';
import type { SqlBatch, SqlStep } from './step.ts';

/** Real calls: first as whoever runs the script, then as the first member of the role, who has nothing but the role's rights. */
export const proofStep = (setup: Setup): SqlStep => {
  const [member] = setup.members;
  const calls = proofCalls(setup);
  return {
    id: '50-proof',
    title: 'Prove it with a call',
    owner: 'database-dba',
    on: 'database',
    rights: [controlDatabase],
    needs: member === undefined ? 'the role' : 'CONTROL on the database, or IMPERSONATE on the user it tries',
    notes: [
      'It changes nothing, here or in the cluster: a review is an answer that Kubernetes does not store.',
      'Return value 0 is any HTTP status from 200 to 299; another HTTP status is the return value itself, and no exception.',
      'When the call cannot be made the procedure throws: 31608 with 0x80072ee7 is a host name that this host cannot resolve, with 0x80070008 a certificate authority that SQL Server does not trust, with 0x80070010 a certificate for another name, with 0x80070020 one that has expired.',
      'Keep such calls outside transactions: a rollback does not undo what the cluster did, and locks are held while the answer is awaited.',
    ],
    run: [
      ...calls.map((call) => proofBatch(setup, call)),
      ...(member === undefined ? [] : calls.map((call) => proofBatch(setup, call, member.user))),
    ],
    undo: [],
    undoNotes: [],
  };
};

const proofBatch = (setup: Setup, call: ProofCall, user?: string): SqlBatch => ({
  does: `Shows ${call.proves}${user === undefined ? '' : `, as user ${user}`}`,
  text: () =>
    lines(
      onlyIn(setup.database),
      sql`DECLARE @code int, @response nvarchar(max), @failure nvarchar(2048);`,
      ...(user === undefined ? [] : [sql`EXECUTE AS USER = ${quoteLiteral(user)};`]),
      invoke(setup, call, user),
      ...(user === undefined ? [] : [sql`REVERT;`]),
      judge(call),
    ),
});

const invoke = ({ origin, basePath, credential }: Setup, call: ProofCall, user?: string): SqlText => {
  const payload =
    call.payload === undefined
      ? sql``
      : sql`
        @payload = ${quoteLiteral(call.payload)},`;
  const revert =
    user === undefined
      ? sql``
      : sql`
    REVERT;`;
  return sql`BEGIN TRY
    EXECUTE @code = sys.sp_invoke_external_rest_endpoint
        @url = ${quoteLiteral(origin + basePath + call.path)},
        @method = ${quoteLiteral(call.method)},${payload}
        @credential = ${quoteIdentifier(credential)},
        @timeout = 30,
        @response = @response OUTPUT;
END TRY
BEGIN CATCH${revert}
    PRINT N'The call was not made, or its answer was not JSON. The message below says which.';
    THROW;
END CATCH;`;
};

const judge = ({ shows }: ProofCall): SqlText => sql`SELECT
    @code AS return_value,
    JSON_VALUE(@response, N'$.response.status.http.code') AS http_status,
    JSON_VALUE(@response, ${quoteLiteral(shows)}) AS answer,
    JSON_VALUE(@response, N'$.result.reason') AS reason;
IF @code <> 0
BEGIN
    SET @failure = CONCAT(
        N'The endpoint answered with HTTP status ', @code, N': ',
        COALESCE(LEFT(JSON_VALUE(@response, N'$.result.message'), 1500), N'its answer holds no Kubernetes Status.')
    );
    THROW 50000, @failure, 1;
END;`;
