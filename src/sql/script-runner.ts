import type { Failure } from '../core/failure.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { SqlText } from '../core/tsql/quoting.ts';
import type { SqlTarget } from './cluster-reader.ts';
import type { ScriptEvent, SqlRow } from './driver-contract.ts';
import { createGateway, type GatewayOptions } from './gateway.ts';

/** One batch of a script, with its secrets in it. */
export interface RunnablePart {
  /** What it does; shown. */
  readonly does: string;
  /** Line of the script's file on which it begins. */
  readonly line: number;
  readonly sql: SqlText;
}

/** What is to be run, and where. */
interface RunnableScript {
  readonly database: string;
  readonly parts: readonly RunnablePart[];
  /** Rows held of each result set; a few when absent. */
  readonly rowsKept?: number;
}

/** What one batch did. */
export interface PartOutcome {
  readonly does: string;
  readonly line: number;
  readonly events: readonly ScriptEvent[];
  readonly durationMs: number;
}

/** How far a script came. */
interface ScriptRun {
  /** Every batch that was sent; the last one holds an error when the script stopped there. */
  readonly done: readonly PartOutcome[];
  /** True when SQL Server raised an error: nothing after it was sent. */
  readonly stopped: boolean;
}

/** Runs scripts through a connection, and asks for what they need to know. */
export interface ScriptRunner {
  /**
   * Sends batch after batch, each directly and alone, in `database`, and stops at the first error as sqlcmd -b does. A cancel
   * reaches SQL Server. A failure is one of the connection: `onDone` has then been told what was finished before it.
   */
  run(
    target: SqlTarget,
    script: RunnableScript,
    signal: AbortSignal,
    onDone?: (part: PartOutcome) => void,
  ): Promise<Result<ScriptRun, Failure>>;
  /** A query without parameters, in `database`: its result sets. */
  ask(
    target: SqlTarget,
    query: { readonly database: string; readonly text: SqlText },
    signal: AbortSignal,
  ): Promise<Result<readonly (readonly SqlRow[])[], Failure>>;
  /** Closes all sessions. */
  close(): Promise<void>;
}

/** A runner with sessions of its own: what a script does to its session touches nobody else's. */
export function createScriptRunner(options: GatewayOptions & { readonly clock?: () => number }): ScriptRunner {
  const gateway = createGateway(options);
  const clock = options.clock ?? (() => performance.now());
  return {
    async run(target, { database, parts, rowsKept }, signal, onDone) {
      const there = inDatabase(target, database);
      const done: PartOutcome[] = [];
      for (const { does, line, sql } of parts) {
        const started = clock();
        const events = await gateway.runDirect(there, sql, signal, rowsKept);
        if (!events.ok) return err(events.error);
        const part = { does, line, events: events.value, durationMs: Math.round(clock() - started) };
        done.push(part);
        onDone?.(part);
        if (hasError(part)) return ok({ done, stopped: true });
      }
      return ok({ done, stopped: false });
    },
    async ask(target, { database, text }, signal) {
      const answer = await gateway.run(inDatabase(target, database), { text, parameters: [] }, signal);
      return answer.ok ? ok(answer.value.recordsets) : answer;
    },
    close: () => gateway.close(),
  };
}

/** A severity above 10 is an error; the driver tells the two apart already. */
const hasError = ({ events }: PartOutcome): boolean => events.some(({ kind }) => kind === 'error');

const inDatabase = (target: SqlTarget, database: string): SqlTarget => ({
  ...target,
  profile: { ...target.profile, id: `${target.profile.id} ${database}`, database },
});
