import type { Command } from './command.ts';

export const setupRunSql: Command<'sqlkube.setup.runSql'> = {
  id: 'sqlkube.setup.runSql',
  writes: true,
  needsTrust: true,
  run: async (context, row) => (await import('./setup/flows.ts')).runSql(context, 'run', row?.url),
};
