import type { CallFacts, Failure } from '../core/failure.ts';
import { selfSubjectReviewPath } from '../core/kube/path.ts';
import { err, ok, type Result } from '../core/result.ts';
import { alterCredential, createCredential, dropCredential, whoAmIThrough } from '../core/tokens/credential-sql.ts';
import type { SqlText } from '../core/tsql/quoting.ts';
import type { SqlTarget } from './cluster-reader.ts';
import type { SqlRow } from './driver-contract.ts';
import type { ScriptRunner } from './script-runner.ts';

/** What changes places. Holds secrets. */
export interface Rotation {
  readonly target: SqlTarget;
  readonly endpointUrl: string;
  /** The database scoped credential that gets the new token. */
  readonly credential: string;
  /** Name of the credential that is made for the proof, and dropped. */
  readonly proof: string;
  readonly fresh: string;
  /** The token that the credential holds now, where it is known: SQL Server shows it to nobody. */
  readonly held?: string;
  /** `system:serviceaccount:NAMESPACE:NAME`: whom the new token must be. */
  readonly account: string;
  /** For one call, 1 to 230. */
  readonly requestSeconds: number;
}

/** How far it came, and what the credential holds now. */
export interface RotationFault {
  readonly stage: 'prove' | 'alter' | 'call';
  readonly failure: Failure;
  /** `old`: never replaced, or put back. `new`: the new token, which was proven. `unknown`: an ALTER got lost on its way. */
  readonly holds: 'old' | 'new' | 'unknown';
}

/** The end of a rotation. `left` names the credential of the proof when it could not be dropped. */
export interface RotationEnd {
  readonly outcome: Result<true, RotationFault>;
  readonly left?: string;
}

/**
 * Puts a new token into a credential. First SQL Server itself proves the token, through a credential that serves one path
 * only and is dropped whatever happens; then the credential is altered and called again. Until the ALTER it can be stopped.
 */
export async function rotateToken(
  runner: ScriptRunner,
  rotation: Rotation,
  signal: AbortSignal,
  report: (doing: string) => void,
): Promise<RotationEnd> {
  const { target, credential, fresh, held } = rotation;
  const proven = await prove(runner, rotation, signal, report);
  const left = proven.left === undefined ? {} : { left: proven.left };
  const end = (outcome: RotationEnd['outcome']): RotationEnd => ({ outcome, ...left });
  if (!proven.outcome.ok) return end(err({ stage: 'prove', failure: proven.outcome.error, holds: 'old' }));
  if (signal.aborted) return end(err({ stage: 'prove', failure: { kind: 'cancelled' }, holds: 'old' }));
  const putBack = async (): Promise<boolean> =>
    held !== undefined && (await send(runner, target, alterCredential(credential, held), unstoppable())).ok;
  report(`altering ${credential}`);
  // From here on nothing is stopped half-way.
  const altered = await send(runner, target, alterCredential(credential, fresh), unstoppable());
  if (!altered.ok) {
    // A statement that SQL Server refused changed nothing; of one that got lost nobody knows.
    const holds = (await putBack()) || altered.error.kind === 'sql' ? 'old' : 'unknown';
    return end(err({ stage: 'alter', failure: altered.error, holds }));
  }
  report('calling through it');
  const called = await review(runner, rotation, credential, unstoppable());
  if (called.ok) return end(ok(true));
  return end(err({ stage: 'call', failure: called.error, holds: (await putBack()) ? 'old' : 'new' }));
}

const unstoppable = (): AbortSignal => new AbortController().signal;

async function prove(
  runner: ScriptRunner,
  rotation: Rotation,
  signal: AbortSignal,
  report: (doing: string) => void,
): Promise<{ readonly outcome: Result<true, Failure>; readonly left?: string }> {
  const { target, proof, fresh } = rotation;
  report('making a credential for the proof');
  const made = await send(runner, target, createCredential(proof, fresh), signal);
  // One that was refused was not made by us: it may be somebody else's, and stays.
  if (!made.ok && made.error.kind === 'sql') return { outcome: made };
  let outcome: Result<true, Failure> = made;
  let left: string | undefined;
  try {
    if (made.ok) {
      report('asking Kubernetes, through SQL Server, who the new token is');
      outcome = await review(runner, rotation, proof, signal);
    }
  } finally {
    const dropped = await send(runner, target, dropCredential(proof), unstoppable());
    if (!dropped.ok && made.ok) left = proof;
  }
  return left === undefined ? { outcome } : { outcome, left };
}

async function send(
  runner: ScriptRunner,
  target: SqlTarget,
  text: SqlText,
  signal: AbortSignal,
): Promise<Result<true, Failure>> {
  const script = {
    database: target.profile.database,
    parts: [{ does: 'a step of a token rotation', line: 1, sql: text }],
  };
  const run = await runner.run(target, script, signal);
  if (!run.ok) return run;
  const errors = run.value.done.flatMap(({ events }) =>
    events.flatMap((event) => (event.kind === 'error' ? [event.message] : [])),
  );
  return errors.length === 0 ? ok(true) : err({ kind: 'sql', errors });
}

async function review(
  runner: ScriptRunner,
  { target, endpointUrl, account, requestSeconds }: Rotation,
  credential: string,
  signal: AbortSignal,
): Promise<Result<true, Failure>> {
  const started = performance.now();
  const text = whoAmIThrough(endpointUrl, credential, requestSeconds);
  const answer = await runner.ask(target, { database: target.profile.database, text }, signal);
  const call: CallFacts = {
    method: 'POST',
    url: endpointUrl + selfSubjectReviewPath,
    durationMs: Math.round(performance.now() - started),
  };
  if (!answer.ok) return answer.error.kind === 'sql' ? err({ ...answer.error, call }) : answer;
  return readReview(answer.value[0]?.[0], account, call);
}

function readReview(row: SqlRow | undefined, account: string, call: CallFacts): Result<true, Failure> {
  const text = (name: string): string | undefined => (typeof row?.[name] === 'string' ? row[name] : undefined);
  const code = Number(text('httpCode') ?? 0);
  if (row?.['returnValue'] !== 0) {
    const message = text('message');
    const reason = text('reason');
    const status = text('kind') === 'Status' && {
      status: { kind: 'Status' as const, code, ...(message && { message }), ...(reason && { reason }) },
    };
    return err({ kind: 'http', code, call, ...status });
  }
  const user = text('userName');
  if (user === account) return ok(true);
  return err({ kind: 'unexpected-answer', call, expected: account, seen: user ?? 'no user name' });
}
