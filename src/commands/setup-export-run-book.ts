import type { Command } from './command.ts';

export const setupExportRunBook: Command<'sqlkube.setup.exportRunBook'> = {
  id: 'sqlkube.setup.exportRunBook',
  needsTrust: true,
  run: async (context, row) => (await import('./setup/flows.ts')).exportRunBook(context, row?.url),
};
