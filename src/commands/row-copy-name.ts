import type { Command } from './command.ts';

export const rowCopyName: Command<'sqlkube.row.copyName'> = {
  id: 'sqlkube.row.copyName',
  async run(context, row) {
    const name = context.clusters.nameOf(row);
    if (name !== undefined) await context.copy(name);
    return undefined;
  },
};
