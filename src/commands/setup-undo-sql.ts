import type { Command } from './command.ts';

export const setupUndoSql: Command<'sqlkube.setup.undoSql'> = {
  id: 'sqlkube.setup.undoSql',
  writes: true,
  needsTrust: true,
  run: async (context, row) => (await import('./setup/flows.ts')).runSql(context, 'undo', row?.url),
};
