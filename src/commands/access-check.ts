import type { Command } from './command.ts';

export const accessCheck: Command<'sqlkube.access.check'> = {
  id: 'sqlkube.access.check',
  needsTrust: true,
  run: async (context, row) => await (await import('./setup/flows.ts')).checkAccess(context, row),
};
