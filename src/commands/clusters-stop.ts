import type { Command } from './command.ts';

export const clustersStop: Command<'sqlkube.clusters.stop'> = {
  id: 'sqlkube.clusters.stop',
  run(context) {
    context.clusters.stop();
    return Promise.resolve(undefined);
  },
};
