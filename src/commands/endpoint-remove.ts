import { tokenKey } from '../host/secrets.ts';
import type { Command } from './command.ts';
import { pickEndpoint } from './pick.ts';

export const endpointRemove: Command<'sqlkube.endpoint.remove'> = {
  id: 'sqlkube.endpoint.remove',
  async run(context, row) {
    const stored = await pickEndpoint(context, row?.endpointId, { title: 'Remove Endpoint', own: true });
    if (!stored) return undefined;
    const { profile } = stored;
    const sure = await context.prompts.confirm(
      `Remove the endpoint ${profile.url}?`,
      'Its settings and its stored token go. Nothing changes in the cluster or in SQL Server.',
      'Remove',
    );
    if (!sure) return undefined;
    const through = context.profiles.connection(profile.connectionId)?.profile;
    if (through) await context.vault.forget(tokenKey(profile, through, context.profiles.pin(through.server)));
    await context.profiles.removeEndpoint(profile.id);
    return undefined;
  },
};
