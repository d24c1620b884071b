import type { Command } from './command.ts';

export const callInsert: Command<'sqlkube.call.insert'> = {
  id: 'sqlkube.call.insert',
  run: async (context) => await (await import('./call/flows.ts')).insertCall(context),
};
