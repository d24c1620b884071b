import type { Command } from './command.ts';
import { failureText } from './failure-text.ts';

export const failureExplain: Command<'sqlkube.failure.explain'> = {
  id: 'sqlkube.failure.explain',
  async run(context, row) {
    const found = context.clusters.troubleOf(row);
    if (!found) return undefined;
    const text = failureText(found);
    await context.open('What failed.md', context.redact(text));
    return undefined;
  },
};
