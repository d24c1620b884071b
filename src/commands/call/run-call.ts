import type { Failure } from '../../core/failure.ts';
import { err, ok } from '../../core/result.ts';
import type { Result } from '../../core/result.ts';
import type { RunPlan } from '../../core/tsql/run/run-plan.ts';
import type { RunReport } from '../../core/tsql/run/run-report.ts';
import type { SqlTarget } from '../../sql/cluster-reader.ts';
import type { PartOutcome } from '../../sql/script-runner.ts';
import { connectionFor } from '../call-connection.ts';
import { noPlace } from '../call-place.ts';
import type { CallRef } from '../../ids.ts';
import type { CallTools, CommandContext, Outcome } from '../command.ts';

/** Rows that are held of each result set; the table and the CSV say how many there were. */
const rowsKept = 1000;

/**
 * Runs the batch at a place of a document. In read-only mode only what is known to read; otherwise what may change something
 * is asked about once.
 */
export async function runCall(context: CommandContext, call?: CallRef): Promise<Outcome> {
  const place = context.editor.place(call);
  if (place === undefined) return noPlace;
  const tools = await context.callTools();
  const planned = tools.planRun(place.text, place.offset);
  if (!planned.ok) return refused(`The batch was not run. ${planned.error}`);
  const judged = tools.judgeReadOnly(planned.value.batch);
  if (!judged.ok && context.isReadOnly()) {
    const line = planned.value.line + judged.error.line - 1;
    return refused(
      `SQL Kube is read-only, so the batch was not run. Line ${line}: ${judged.error.reason} Change the batch, or switch sqlkube.readOnly off.`,
    );
  }
  const connectionId = await connectionFor(context, place.uri);
  if (connectionId === undefined) return undefined;
  const target = await context.access.target(connectionId, 'ask');
  if (!target.ok) return target;
  if (!judged.ok && !(await confirmed(context, planned.value, target.value, judged.error.reason))) return undefined;
  const done = await send(context, planned.value, target.value);
  await context.access.settle(target.value, done);
  if (!done.ok) return done;
  await show(context, tools, planned.value, target.value, done.value);
  return ok(true);
}

const refused = (reason: string): Result<never, Failure> => err({ kind: 'refused', reason });

const databaseOf = (plan: RunPlan, { profile }: SqlTarget): string => plan.database ?? profile.database;

async function confirmed(context: CommandContext, plan: RunPlan, target: SqlTarget, why: string): Promise<boolean> {
  const { name, server, user } = target.profile;
  const calls = plan.calls.map(({ title }) => title).join(', ');
  return await context.prompts.confirm(
    `Run this batch on ${name}?`,
    `It may change something. ${why}${calls === '' ? '' : ` Calls: ${calls}.`} It runs on ${server}, in database ${databaseOf(plan, target)}, as ${user}.`,
    'Run',
  );
}

async function send(context: CommandContext, plan: RunPlan, target: SqlTarget): Promise<Result<PartOutcome, Failure>> {
  const { name } = target.profile;
  const session = await context.newSession();
  try {
    return await context.prompts.progress(`Running the batch on ${name}`, async (signal, report) => {
      report(plan.calls[plan.at]?.title ?? 'a batch without a call');
      const script = {
        database: databaseOf(plan, target),
        parts: [{ does: 'the batch', line: plan.line, sql: plan.text }],
        rowsKept,
      };
      const ran = await session.run(target, script, signal);
      if (!ran.ok) return ran;
      const [part] = ran.value.done;
      return part === undefined ? refused('Nothing was sent.') : ok(part);
    });
  } finally {
    await session.close();
  }
}

async function show(
  context: CommandContext,
  tools: CallTools,
  plan: RunPlan,
  target: SqlTarget,
  part: PartOutcome,
): Promise<void> {
  const { profile } = target;
  const now = context.now();
  const report = tools.readRun(part.events);
  const time = now.toLocaleTimeString('en-GB');
  const meaning = await meaningOf(context, target, report);
  const frame = {
    place: `${profile.name} · database ${databaseOf(plan, target)} · as ${profile.user}`,
    time: `${now.toLocaleDateString('en-CA')} ${time}`,
    durationMs: part.durationMs,
    ...(meaning === undefined ? {} : { meaning }),
  };
  const { redact } = context;
  const clear = (text: string): string => redact(tools.withoutValues(text, report.secrets));
  const document = tools.runDocument(plan, report, frame, redact);
  const what = plan.calls[plan.at]?.title.split(/[?\s]/u) ?? ['Batch'];
  const last = what.at(-1)?.split('/').at(-1) ?? '';
  await context.responses.open({
    title: redact(`${what[0] ?? 'Call'} ${last} ${time.replaceAll(':', '.')}.txt`),
    text: document.text,
    folded: document.folded,
    batch: redact(plan.text),
    sets: report.sets.map((set, index) => ({ line: document.sets[index] ?? 0, csv: tools.csvTable(set, clear) })),
  });
  await context.history.add({
    id: context.newId(),
    connectionId: profile.id,
    connection: profile.name,
    at: now.getTime(),
    headline: document.headline,
    batch: redact(plan.batch),
    response: document.text,
  });
}

/** What an error of SQL Server means, in our words. */
async function meaningOf(context: CommandContext, target: SqlTarget, report: RunReport): Promise<string | undefined> {
  const errors = report.said.flatMap((event) => (event.kind === 'error' ? [event.message] : []));
  if (errors.length === 0) return undefined;
  const { headline, why, fix } = await context.explain({ kind: 'sql', errors }, { connection: target.profile });
  return `${headline}. ${why} ${fix}`;
}
