import type { Failure } from '../../core/failure.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { ownerNames } from '../../core/setup/owner.ts';
import { isRightsError } from '../../core/setup/rights.ts';
import type { Direction } from '../../core/setup/sql-file.ts';
import { fillVariables } from '../../core/tsql/script/variables.ts';
import { machineOf } from '../../host/explain.ts';
import type { SqlTarget } from '../../sql/cluster-reader.ts';
import type { PartOutcome } from '../../sql/script-runner.ts';
import type { CommandContext } from '../command.ts';
import type { ReadyScript } from './read-scripts.ts';
import { renderRun, type RunReport, type ScriptReport } from './results.ts';

/** Scripts with all that is needed to run them. */
export interface ScriptRunWish {
  readonly target: SqlTarget;
  readonly database: string;
  readonly host: string;
  readonly direction: Direction;
  readonly scripts: readonly ReadyScript[];
  readonly values: ReadonlyMap<string, string>;
}

/** Why the scripts ended before their end. */
interface Stop {
  readonly failure: Failure;
  readonly sentence: string;
}

/** Runs them in order, shows what each did in a document, and answers which are finished, and why it stopped when it did. */
export async function runScripts(
  context: CommandContext,
  wish: ScriptRunWish,
): Promise<{ readonly finished: readonly ReadyScript[]; readonly outcome: Result<true, Failure> }> {
  const { target, database, host, direction } = wish;
  const server = machineOf(target.profile.server);
  const title = `SQL Server set-up of ${host}${direction === 'undo' ? ', taken back' : ''}`;
  const reports: ScriptReport[] = [];
  const finished: ReadyScript[] = [];
  const stop = await context.prompts.progress(`Running on ${server}, database ${database}`, async (signal, report) => {
    const runner = await context.scripts();
    for (const script of wish.scripts) {
      const done: PartOutcome[] = [];
      const parts = script.parts.map((part) => ({
        does: part.does,
        line: part.line,
        sql: fillVariables(part, wish.values),
      }));
      report(`${script.path}: ${parts[0]?.does ?? ''}`);
      const outcome = await runner.run(target, { database, parts }, signal, (part) => {
        done.push(part);
        const next = parts[done.length];
        if (next !== undefined) report(`${script.path}: ${next.does}`);
      });
      const unsent = parts.slice(done.length).map(({ does }) => does);
      reports.push({ path: script.path, owner: ownerNames[script.step.owner], done, unsent });
      const ended = stopOf(script, outcome, done, wish);
      if (ended !== undefined) return ended;
      finished.push(script);
    }
    return undefined;
  });
  const run: RunReport = {
    ...{ title, server, database, login: target.profile.user, at: context.now(), scripts: reports },
    ...(stop && { ended: stop.sentence }),
  };
  await context.open(`SQL Server Set-up ${host}.md`, context.redact(renderRun(run)));
  return { finished, outcome: stop === undefined ? ok(true) : err(stop.failure) };
}

function stopOf(
  script: ReadyScript,
  outcome: Awaited<ReturnType<Awaited<ReturnType<CommandContext['scripts']>>['run']>>,
  done: readonly PartOutcome[],
  { target, database }: ScriptRunWish,
): Stop | undefined {
  const server = machineOf(target.profile.server);
  if (!outcome.ok) {
    const during = script.parts[done.length]?.does ?? '';
    const cancelled = outcome.error.kind === 'cancelled';
    const sentence = cancelled
      ? `You stopped it during “${during}” of ${script.path}; that statement was cancelled on ${server}.`
      : `The connection to ${server} failed during “${during}” of ${script.path}. Whether that statement took effect shows when the script is run again.`;
    return { failure: outcome.error, sentence };
  }
  if (!outcome.value.stopped) return undefined;
  const last = done.at(-1);
  const errors = (last?.events ?? []).flatMap((event) => (event.kind === 'error' ? [event.message] : []));
  const [first] = errors;
  if (last === undefined || first === undefined) return undefined;
  const where = `“${last.does}” of ${script.path} failed: Msg ${first.number}, ${first.text}`;
  if (!errors.some(isRightsError)) return { failure: { kind: 'sql', errors }, sentence: where };
  const reason = `${where} ${handOver(script, target.profile.user, server, database)}`;
  return { failure: { kind: 'refused', reason }, sentence: reason };
}

/** Which script whoever has the rights must run. */
function handOver(script: Pick<ReadyScript, 'step' | 'full'>, login: string, server: string, database: string): string {
  const { needs, owner, on } = script.step;
  const place = on === 'instance' ? server : `${server}, database ${database}`;
  return `${login} lacks a right there (it needs ${needs}). The ${ownerNames[owner]} runs ${script.full} on ${place}.`;
}
