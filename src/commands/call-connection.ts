import type { CommandContext } from './command.ts';
import { pickConnection } from './pick.ts';

/**
 * The connection over which a document runs: the one it ran over last, the only one that is open, or the one the user picks.
 * The answer is remembered for the document.
 */
export async function connectionFor(context: CommandContext, uri: string): Promise<string | undefined> {
  const { profiles, clusters, documentConnections } = context;
  const remembered = documentConnections.get(uri);
  if (remembered !== undefined && profiles.connection(remembered) !== undefined) return remembered;
  const open = profiles.connections().filter(({ profile }) => clusters.connectedFacts(profile.id) !== undefined);
  const [only, ...others] = open;
  if (only !== undefined && others.length === 0) {
    await documentConnections.set(uri, only.profile.id);
    return only.profile.id;
  }
  return await chooseConnection(context, uri);
}

/** Asks, and remembers the answer for the document. */
export async function chooseConnection(context: CommandContext, uri: string): Promise<string | undefined> {
  const picked = await pickConnection(context, undefined, { title: 'Run through SQL Server' });
  if (picked === undefined) return undefined;
  await context.documentConnections.set(uri, picked.profile.id);
  return picked.profile.id;
}
