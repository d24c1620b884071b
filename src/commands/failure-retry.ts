import type { Command } from './command.ts';

export const failureRetry: Command<'sqlkube.failure.retry'> = {
  id: 'sqlkube.failure.retry',
  needsTrust: true,
  async run(context, row) {
    const found = context.clusters.troubleOf(row);
    if (found) await context.clusters.refresh(found.parent);
    return undefined;
  },
};
