import type { Command } from './command.ts';

export const proxyDirect: Command<'sqlkube.proxy.direct'> = {
  id: 'sqlkube.proxy.direct',
  needsTrust: true,
  run: async (context, row, server) => await (await import('./setup/flows.ts')).directEndpoint(context, row, server),
};
