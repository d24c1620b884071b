import type { Command } from './command.ts';

export const clustersClearFilter: Command<'sqlkube.clusters.clearFilter'> = {
  id: 'sqlkube.clusters.clearFilter',
  run(context) {
    context.clusters.filterText = '';
    return Promise.resolve(undefined);
  },
};
