import type { Command } from './command.ts';

export const tokenRotate: Command<'sqlkube.token.rotate'> = {
  id: 'sqlkube.token.rotate',
  writes: true,
  needsTrust: true,
  run: async (context, row) => (await import('./token/flows.ts')).rotateToken(context, row?.endpointId),
};
