import type { Command } from './command.ts';

export const tokenRequest: Command<'sqlkube.token.request'> = {
  id: 'sqlkube.token.request',
  writes: true,
  needsTrust: true,
  run: async (context, row) => (await import('./token/flows.ts')).requestToken(context, row?.endpointId),
};
