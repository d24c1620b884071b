import type { Command } from './command.ts';

export const clustersShowProblemsOnly: Command<'sqlkube.clusters.showProblemsOnly'> = {
  id: 'sqlkube.clusters.showProblemsOnly',
  run(context) {
    context.clusters.problemsOnly = true;
    return Promise.resolve(undefined);
  },
};
