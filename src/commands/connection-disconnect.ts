import type { Command } from './command.ts';
import { pickConnection } from './pick.ts';

export const connectionDisconnect: Command<'sqlkube.connection.disconnect'> = {
  id: 'sqlkube.connection.disconnect',
  async run(context, row) {
    const stored = await pickConnection(context, row?.connectionId, { title: 'Disconnect' });
    if (stored) await context.clusters.disconnect(stored.profile.id);
    return undefined;
  },
};
