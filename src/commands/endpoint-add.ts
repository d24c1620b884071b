import type { Command } from './command.ts';
import { pickConnection } from './pick.ts';

export const endpointAdd: Command<'sqlkube.endpoint.add'> = {
  id: 'sqlkube.endpoint.add',
  needsTrust: true,
  async run(context, row, given) {
    const stored = await pickConnection(context, row?.connectionId, { title: 'Add Endpoint' });
    if (!stored) return undefined;
    return await (await import('./profile/flows.ts')).addEndpoint(context, stored.profile.id, given);
  },
};
