import type { Failure } from '../core/failure.ts';
import { err, ok } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import type { Choice } from '../host/prompts.ts';
import type { Link, LogRequest } from '../sql/cluster-reader.ts';
import type { PodRef } from '../ids.ts';
import type { Command, CommandContext } from './command.ts';

interface Wanted {
  readonly tailLines: number;
  readonly previous: boolean;
}

const amounts: readonly Choice<Wanted>[] = [
  { label: 'Last 100 lines', value: { tailLines: 100, previous: false } },
  { label: 'Last 1,000 lines', value: { tailLines: 1000, previous: false } },
  { label: 'Last 10,000 lines', value: { tailLines: 10000, previous: false } },
  {
    label: 'Previous run, last 1,000 lines',
    description: 'why it restarted',
    value: { tailLines: 1000, previous: true },
  },
];

export const podShowLogs: Command<'sqlkube.pod.showLogs'> = {
  id: 'sqlkube.pod.showLogs',
  needsTrust: true,
  async run(context, row) {
    const link = await context.access.link(row.endpointId, 'ask');
    if (!link.ok) return link;
    const container = await pickContainer(context, link.value, row);
    if (!container.ok) return container;
    const amount = await context.prompts.choose({
      place: { title: `Logs of ${row.pod} ${container.value}`, step: 1, of: 1 },
      prompt: 'How much, and of which run',
      choices: amounts,
    });
    if (amount.kind !== 'value') return undefined;
    const request: LogRequest = { container: container.value, ...amount.value };
    const log = await context.prompts.progress(`Reading the log of ${row.pod}`, async (signal) =>
      (await context.reader()).podLog(link.value, row.namespace, row.pod, request, signal),
    );
    if (!log.ok) return log;
    const run = request.previous ? ' previous' : '';
    const text = log.value === '' ? 'The log is empty.\n' : log.value;
    await context.open(`${row.pod} ${container.value}${run}.log`, text);
    return undefined;
  },
};

/** The row's container, the only one, or the one the user picks. */
async function pickContainer(context: CommandContext, link: Link, row: PodRef): Promise<Result<string, Failure>> {
  if (row.container !== undefined) return ok(row.container);
  const pod = await context.prompts.progress(`Reading the containers of ${row.pod}`, async (signal) =>
    (await context.reader()).pod(link, row.namespace, row.pod, signal),
  );
  if (!pod.ok) return pod;
  const containers = context.containersOf(pod.value, context.now());
  const [only] = containers;
  if (!only) return err({ kind: 'refused', reason: `Pod ${row.pod} has no containers.` });
  if (containers.length === 1) return ok(only.name);
  const answer = await context.prompts.choose({
    place: { title: `Logs of ${row.pod}`, step: 1, of: 1 },
    prompt: 'Of which container. Next: how much.',
    choices: containers.map(({ name, role, state }) => ({
      label: name,
      description: `${role} · ${state}`,
      value: name,
    })),
  });
  return answer.kind === 'value' ? ok(answer.value) : err({ kind: 'cancelled' });
}
