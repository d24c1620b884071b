import type { Failure } from '../core/failure.ts';
import { ok } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import type { Command } from './command.ts';

export const podDescribe: Command<'sqlkube.pod.describe'> = {
  id: 'sqlkube.pod.describe',
  needsTrust: true,
  async run(context, row) {
    const link = await context.access.link(row.endpointId, 'ask');
    if (!link.ok) return link;
    const read = await context.prompts.progress(
      `Describing pod ${row.pod}`,
      async (signal, report): Promise<Result<string, Failure>> => {
        const reader = await context.reader();
        report('reading the pod');
        const pod = await reader.pod(link.value, row.namespace, row.pod, signal);
        if (!pod.ok) return pod;
        report('reading its events');
        const events = await reader.podEvents(link.value, row.namespace, row.pod, signal);
        if (!events.ok && events.error.kind === 'cancelled') return events;
        const text = await context.describePod(pod.value, events.ok ? events.value : [], context.now());
        if (events.ok) return ok(text);
        // The pod is worth showing without its events; the text says why they are missing.
        const { profile } = link.value.target;
        const { headline } = await context.explain(events.error, {
          connection: profile,
          endpoint: link.value.endpoint,
        });
        return ok(`${text}\nEvents could not be read: ${context.redact(headline)}.\n`);
      },
    );
    if (!read.ok) return read;
    await context.open(`${row.pod} describe.txt`, read.value);
    return undefined;
  },
};
