import type { Command } from './command.ts';

export const podsLoadAll: Command<'sqlkube.pods.loadAll'> = {
  id: 'sqlkube.pods.loadAll',
  needsTrust: true,
  async run(context, row) {
    await context.clusters.loadAll(row);
    return undefined;
  },
};
