import type { Command } from './command.ts';

export const setupOpen: Command<'sqlkube.setup.open'> = {
  id: 'sqlkube.setup.open',
  needsTrust: true,
  run: async (context, row) => (await import('./setup/flows.ts')).openSetup(context, row?.url),
};
