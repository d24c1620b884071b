import type { Command } from './command.ts';
import { prove, tellFindings } from './connection-proof.ts';
import { pickConnection } from './pick.ts';

export const connectionTest: Command<'sqlkube.connection.test'> = {
  id: 'sqlkube.connection.test',
  needsTrust: true,
  async run(context, row) {
    const stored = await pickConnection(context, row?.connectionId, { title: 'Test Connection' });
    if (!stored) return undefined;
    const asked = await context.access.target(stored.profile.id, 'ask');
    if (!asked.ok) return asked;
    const { target, outcome } = await prove(context, asked.value);
    await context.access.settle(target, outcome);
    if (!outcome.ok) return outcome;
    const pressed = await tellFindings(context, target, outcome.value);
    if (pressed !== 'Add Endpoint…') return undefined;
    return await (await import('./profile/flows.ts')).addEndpoint(context, stored.profile.id);
  },
};
