import type { CallFacts, Failure } from '../core/failure.ts';
import type { SqlText } from '../core/tsql/quoting.ts';
import { err, type Result } from '../core/result.ts';
import { readCallAnswer, type CallAnswer } from './call-answer.ts';
import { logCall, type CallLog } from './call-log.ts';
import type { Link } from './cluster-reader.ts';
import type { SqlGateway } from './gateway.ts';
import { callBatch, type Call } from './statements/call.ts';

/** One run of the procedure, from path to answer. */
export type Caller = (
  link: Link,
  call: Omit<Call, 'timeoutSeconds'>,
  project: SqlText,
  signal: AbortSignal,
) => Promise<Result<CallAnswer, Failure>>;

/** Makes calls over a gateway, and logs each. `clock` counts milliseconds and need not be the time of day. */
export function createCaller(
  gateway: SqlGateway,
  options: { readonly requestSeconds: () => number; readonly clock: () => number; readonly log?: CallLog },
): Caller {
  return async (link, call, project, signal) => {
    const batch = callBatch(link, { ...call, timeoutSeconds: clamp(options.requestSeconds()) }, project);
    if (!batch.ok) return err({ kind: 'refused', reason: batch.error });
    const started = options.clock();
    const facts = (): CallFacts => ({
      method: call.payload === undefined ? 'GET' : 'POST',
      url: link.endpoint.url + call.path,
      durationMs: Math.round(options.clock() - started),
    });
    const answer = await gateway.run(link.target, batch.value, signal);
    const bytes = answer.ok ? answer.value.bytes : undefined;
    const made = { ...facts(), ...(bytes === undefined ? {} : { bytes }) };
    const outcome = answer.ok ? readCallAnswer(answer.value, made) : err(withCall(answer.error, made));
    if (options.log) logCall(options.log, made, outcome);
    return outcome;
  };
}

/** The procedure takes 1 to 230 seconds (documented). */
const clamp = (seconds: number): number => Math.min(230, Math.max(1, Math.round(seconds)));

const withCall = (failure: Failure, call: CallFacts): Failure =>
  failure.kind === 'sql' ? { ...failure, call } : failure;
