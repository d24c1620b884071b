import type { Command } from './command.ts';

export const clustersRefresh: Command<'sqlkube.clusters.refresh'> = {
  id: 'sqlkube.clusters.refresh',
  needsTrust: true,
  async run(context, row) {
    await context.clusters.refresh(row);
    return undefined;
  },
};
