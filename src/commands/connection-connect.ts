import type { Command, CommandContext, Outcome } from './command.ts';
import { offerPin } from './connection-proof.ts';
import { pickConnection } from './pick.ts';

export const connectionConnect: Command<'sqlkube.connection.connect'> = {
  id: 'sqlkube.connection.connect',
  needsTrust: true,
  async run(context, row) {
    const stored = await pickConnection(context, row?.connectionId, { title: 'Connect' });
    return stored ? await connect(context, stored.profile.id) : undefined;
  },
};

/** Connects in the tree, which shows a failure itself; a certificate to be trusted is asked about here. */
async function connect(context: CommandContext, connectionId: string): Promise<Outcome> {
  const outcome = await context.clusters.connect(connectionId);
  if (outcome.ok || outcome.error.kind !== 'server-certificate') return undefined;
  const stored = context.profiles.connection(connectionId);
  if (!stored) return undefined;
  const before = context.profiles.pin(stored.profile.server);
  const pin = await offerPin(context, { profile: stored.profile, ...(before && { pin: before }) }, outcome.error);
  return pin ? await connect(context, connectionId) : undefined;
}
