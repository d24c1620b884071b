import type { Command } from './command.ts';

export const clustersRefresh: Command<'sqlkube.clusters.refresh'> = {
  id: 'sqlkube.clusters.refresh',
  needsTrust: true,
  async run(context) {
    await context.clusters.refresh();
    return undefined;
  },
};
