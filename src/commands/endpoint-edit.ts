import type { Command } from './command.ts';
import { pickEndpoint } from './pick.ts';

export const endpointEdit: Command<'sqlkube.endpoint.edit'> = {
  id: 'sqlkube.endpoint.edit',
  needsTrust: true,
  async run(context, row) {
    const stored = await pickEndpoint(context, row?.endpointId, { title: 'Edit Endpoint', own: true });
    if (!stored) return undefined;
    const { profile } = stored;
    return await (
      await import('./profile/flows.ts')
    ).enterEndpoint(context, 'Edit Endpoint', {
      profile,
      token: '',
      isNew: false,
      typesCredential: false,
      typesNamespaces: profile.namespaces !== 'all',
    });
  },
};
