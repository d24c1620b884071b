import type { Command } from './command.ts';

export const proxyCreateManifests: Command<'sqlkube.proxy.createManifests'> = {
  id: 'sqlkube.proxy.createManifests',
  needsTrust: true,
  run: async (context, row) => await (await import('./setup/flows.ts')).createManifests(context, row),
};
