import type { SqlMessage } from '../../src/core/failure.ts';
import { quoteIdentifier, sql, type SqlText } from '../../src/core/tsql/quoting.ts';
import type { SqlTarget } from '../../src/sql/cluster-reader.ts';
import type { SqlParameter, SqlRow } from '../../src/sql/driver-contract.ts';
import type { SqlGateway } from '../../src/sql/gateway.ts';
import { unwrap } from './unwrap.ts';

/** One run of the procedure as a person would write it. */
export interface Invocation {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text goes as it is, anything else as JSON. */
  readonly payload?: unknown;
  /** Name of a database scoped credential. */
  readonly credential?: string;
}

/** What it gave back. */
export interface Invoked {
  readonly returnValue: number;
  readonly code: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Absent when the envelope has none. */
  readonly result: unknown;
  readonly messages: readonly SqlMessage[];
}

interface Envelope {
  readonly response: {
    readonly status: { readonly http: { readonly code: number } };
    readonly headers: Readonly<Record<string, string>>;
  };
  readonly result?: unknown;
}

const never = new AbortController().signal;

/** Runs T-SQL and returns its result sets and messages; throws when SQL Server raised an error. */
export async function runSql(
  gateway: SqlGateway,
  target: SqlTarget,
  text: SqlText,
  parameters: readonly SqlParameter[] = [],
): Promise<{ readonly recordsets: readonly (readonly SqlRow[])[]; readonly messages: readonly SqlMessage[] }> {
  return unwrap(await gateway.run(target, { text, parameters }, never));
}

/** Calls the procedure once, with everything bound but the credential's name, which cannot be. */
export async function invoke(gateway: SqlGateway, target: SqlTarget, asked: Invocation): Promise<Invoked> {
  const credential = asked.credential === undefined ? sql`NULL` : quoteIdentifier(asked.credential);
  const text = sql`DECLARE @returned int, @answer nvarchar(max);
EXEC @returned = sys.sp_invoke_external_rest_endpoint
    @url = @url, @method = @method, @headers = @headers, @payload = @payload, @timeout = 60, @credential = ${credential},
    @response = @answer OUTPUT;
SELECT @returned AS returned, @answer AS answer;`;
  const { payload, headers } = asked;
  const { recordsets, messages } = await runSql(gateway, target, text, [
    { name: 'url', type: 'nvarchar', length: 4000, value: asked.url },
    { name: 'method', type: 'nvarchar', length: 6, value: asked.method ?? 'GET' },
    { name: 'headers', type: 'nvarchar', length: 4000, value: headers === undefined ? null : JSON.stringify(headers) },
    { name: 'payload', type: 'nvarchar', length: 'max', value: toPayload(payload) },
  ]);
  const row = recordsets[0]?.[0];
  const envelope = JSON.parse(String(row?.['answer'])) as Envelope;
  const { code } = envelope.response.status.http;
  return {
    returnValue: Number(row?.['returned']),
    code,
    headers: envelope.response.headers,
    result: envelope.result,
    messages,
  };
}

function toPayload(payload: unknown): string | null {
  if (payload === undefined) return null;
  return typeof payload === 'string' ? payload : JSON.stringify(payload);
}
