import type { Command } from './command.ts';

export const connectionImport: Command<'sqlkube.connection.import'> = {
  id: 'sqlkube.connection.import',
  run: async (context) => (await import('./profile/flows.ts')).importProfiles(context),
};
