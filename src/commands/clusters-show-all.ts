import type { Command } from './command.ts';

export const clustersShowAll: Command<'sqlkube.clusters.showAll'> = {
  id: 'sqlkube.clusters.showAll',
  run(context) {
    context.clusters.problemsOnly = false;
    return Promise.resolve(undefined);
  },
};
