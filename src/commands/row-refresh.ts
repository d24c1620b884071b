import type { Command } from './command.ts';

export const rowRefresh: Command<'sqlkube.row.refresh'> = {
  id: 'sqlkube.row.refresh',
  needsTrust: true,
  async run(context, row) {
    await context.clusters.refresh(row);
    return undefined;
  },
};
