import type { Command } from './command.ts';

export const callRun: Command<'sqlkube.call.run'> = {
  id: 'sqlkube.call.run',
  needsTrust: true,
  run: async (context, call) => await (await import('./call/flows.ts')).runCall(context, call),
};
