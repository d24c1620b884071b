import { passwordKey } from '../host/secrets.ts';
import type { Command } from './command.ts';
import { pickConnection } from './pick.ts';

export const connectionRemove: Command<'sqlkube.connection.remove'> = {
  id: 'sqlkube.connection.remove',
  async run(context, row) {
    const stored = await pickConnection(context, row?.connectionId, { title: 'Remove Connection', own: true });
    if (!stored) return undefined;
    const { profile } = stored;
    const endpoints = context.profiles.endpointsOf(profile.id).length;
    const sure = await context.prompts.confirm(
      `Remove the connection ${profile.name}?`,
      `Its settings, ${endpoints === 1 ? 'its endpoint' : `its ${endpoints} endpoints`} and its stored password go. Nothing changes on ${profile.server}.`,
      'Remove',
    );
    if (!sure) return undefined;
    await context.clusters.disconnect(profile.id);
    if (!sharesPassword(context.profiles.connections(), profile)) {
      await context.vault.forget(passwordKey(profile, context.profiles.pin(profile.server)));
    }
    await context.profiles.removeConnection(profile.id);
    return undefined;
  },
};

type Sign = Parameters<typeof passwordKey>[0] & { readonly id: string };

/** Two connections to one server with one login share a password; the other one keeps it. */
const sharesPassword = (all: readonly { readonly profile: Sign }[], one: Sign): boolean =>
  all.some(({ profile }) => profile.id !== one.id && passwordKey(profile) === passwordKey(one));
