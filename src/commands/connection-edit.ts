import { passwordKey } from '../host/secrets.ts';
import type { Command } from './command.ts';
import { pickConnection } from './pick.ts';

export const connectionEdit: Command<'sqlkube.connection.edit'> = {
  id: 'sqlkube.connection.edit',
  needsTrust: true,
  async run(context, row) {
    const stored = await pickConnection(context, row?.connectionId, { title: 'Edit Connection', own: true });
    if (!stored) return undefined;
    const { profile } = stored;
    const stillThere = await context.vault.get(passwordKey(profile, context.profiles.pin(profile.server)));
    const draft = { profile, password: '', ...(stillThere !== undefined && { hasStored: true as const }) };
    return await (await import('./profile/flows.ts')).enterConnection(context, 'Edit Connection', draft);
  },
};
