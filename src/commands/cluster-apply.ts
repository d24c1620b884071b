import type { Command } from './command.ts';

export const clusterApply: Command<'sqlkube.cluster.apply'> = {
  id: 'sqlkube.cluster.apply',
  writes: true,
  needsTrust: true,
  run: async (context, row) => await (await import('./setup/flows.ts')).applyToCluster(context, row),
};
