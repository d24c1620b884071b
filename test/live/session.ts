import type { SqlMessage } from '../../src/core/failure.ts';
import { identifierProblem, quoteIdentifier, sql, type SqlText } from '../../src/core/tsql/quoting.ts';
import type { SqlTarget } from '../../src/sql/cluster-reader.ts';
import type { SqlParameter } from '../../src/sql/driver-contract.ts';
import { mssqlDriver } from '../../src/sql/driver.ts';
import { createGateway } from '../../src/sql/gateway.ts';

/** The arguments of one call; those that are absent are not named. */
interface CallArguments {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: string;
  readonly payload?: string;
  readonly credential?: string;
}

/** One server to find out about. */
export interface LiveSession {
  /** The errors of one call of the procedure. */
  call(args: CallArguments): Promise<readonly SqlMessage[]>;
  /** The errors of a statement. */
  run(text: SqlText): Promise<readonly SqlMessage[]>;
  /** The first column of the first row as text, empty for NULL and for none. */
  text(text: SqlText): Promise<string>;
  close(): Promise<void>;
}

/** Opens a session. `authorities` are PEM texts that the server’s certificate may come from. */
export function liveSession(target: SqlTarget, authorities: readonly string[]): LiveSession {
  const gateway = createGateway({
    loadDriver: () => Promise.resolve(mssqlDriver),
    timeouts: () => ({ connectSeconds: 15, querySeconds: 60 }),
    applicationName: 'SQL Kube live test',
    authorities,
  });
  const run = async (text: SqlText, parameters: readonly SqlParameter[] = []) => {
    const answer = await gateway.run(target, { text, parameters }, AbortSignal.timeout(90_000));
    if (!answer.ok && answer.error.kind !== 'sql') throw new Error(JSON.stringify(answer.error));
    return answer;
  };
  const errorsOf = async (text: SqlText, parameters?: readonly SqlParameter[]): Promise<readonly SqlMessage[]> => {
    const answer = await run(text, parameters);
    return !answer.ok && answer.error.kind === 'sql' ? answer.error.errors : [];
  };
  return {
    close: () => gateway.close(),
    run: (text) => errorsOf(text),
    text: async (text) => {
      const answer = await run(text);
      const [value] = answer.ok ? Object.values(answer.value.recordsets[0]?.[0] ?? {}) : [];
      return typeof value === 'string' ? value : '';
    },
    call: async ({ url, method = 'GET', headers, payload, credential }) => {
      if (credential !== undefined && identifierProblem(credential) !== undefined) throw new Error('no such name');
      const by = credential === undefined ? sql`` : sql`, @credential = ${quoteIdentifier(credential)}`;
      const text = sql`DECLARE @rv int, @r nvarchar(max);
EXEC @rv = sys.sp_invoke_external_rest_endpoint @url = @url, @method = @method, @headers = @headers, @payload = @payload, @timeout = 10${by}, @response = @r OUTPUT;`;
      return await errorsOf(text, [
        { name: 'url', type: 'nvarchar', length: 4000, value: url },
        { name: 'method', type: 'nvarchar', length: 6, value: method },
        { name: 'headers', type: 'nvarchar', length: 4000, value: headers ?? null },
        { name: 'payload', type: 'nvarchar', length: 'max', value: payload ?? null },
      ]);
    },
  };
}
