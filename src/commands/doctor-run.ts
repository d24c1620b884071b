import type { EndpointRef, ConnectionRef } from '../ids.ts';
import type { StoredEndpoint } from '../host/profiles.ts';
import type { Command, CommandContext } from './command.ts';
import { pickEndpoint } from './pick.ts';

export const doctorRun: Command<'sqlkube.doctor.run'> = {
  id: 'sqlkube.doctor.run',
  needsTrust: true,
  async run(context, row) {
    const stored = await endpointFor(context, row);
    if (!stored) return undefined;
    const link = await context.access.link(stored.profile.id, 'ask');
    if (!link.ok) return link;
    await context.doctor.examine(link.value);
    return undefined;
  },
};

/** The row’s endpoint; of a connection’s row, its only endpoint; otherwise the user’s choice. */
async function endpointFor(
  context: CommandContext,
  row: EndpointRef | ConnectionRef | undefined,
): Promise<StoredEndpoint | undefined> {
  const wish = { title: 'Run Doctor' };
  const { connectionId, endpointId } = (row ?? {}) as Partial<EndpointRef>;
  if (endpointId !== undefined) return await pickEndpoint(context, endpointId, wish);
  const all = context.profiles.endpoints();
  const own = connectionId === undefined ? all : all.filter(({ profile }) => profile.connectionId === connectionId);
  const [only, second] = own;
  return only !== undefined && second === undefined ? only : await pickEndpoint(context, undefined, wish);
}
