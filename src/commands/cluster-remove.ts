import type { Command } from './command.ts';

export const clusterRemove: Command<'sqlkube.cluster.remove'> = {
  id: 'sqlkube.cluster.remove',
  writes: true,
  needsTrust: true,
  run: async (context, row) => await (await import('./setup/flows.ts')).removeFromCluster(context, row),
};
