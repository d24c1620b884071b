import type { Command } from './command.ts';

export const podsLoadMore: Command<'sqlkube.pods.loadMore'> = {
  id: 'sqlkube.pods.loadMore',
  needsTrust: true,
  async run(context, row) {
    await context.clusters.loadMore(row);
    return undefined;
  },
};
