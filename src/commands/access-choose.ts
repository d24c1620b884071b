import type { Command } from './command.ts';

export const accessChoose: Command<'sqlkube.access.choose'> = {
  id: 'sqlkube.access.choose',
  needsTrust: true,
  run: async (context, row) => await (await import('./setup/flows.ts')).chooseAccess(context, row),
};
