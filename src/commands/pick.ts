import type { StoredConnection, StoredEndpoint } from '../host/profiles.ts';
import type { CommandContext } from './command.ts';

interface Wish {
  readonly title: string;
  /** Only those that can be written: the user's own. */
  readonly own?: true;
}

/** The connection of the row, or the one the user picks; undefined when there is none or the user backed out. */
export async function pickConnection(
  context: CommandContext,
  id: string | undefined,
  wish: Wish,
): Promise<StoredConnection | undefined> {
  const all = context.profiles.connections().filter(({ source }) => !wish.own || source === 'user');
  if (id !== undefined) return all.find(({ profile }) => profile.id === id);
  return await pickOne(context, wish.title, 'connection', all, ({ profile }) => ({
    label: profile.name,
    description: `${profile.server} as ${profile.user}`,
  }));
}

/** The endpoint of the row, or the one the user picks. */
export async function pickEndpoint(
  context: CommandContext,
  id: string | undefined,
  wish: Wish,
): Promise<StoredEndpoint | undefined> {
  const all = context.profiles.endpoints().filter(({ source }) => !wish.own || source === 'user');
  if (id !== undefined) return all.find(({ profile }) => profile.id === id);
  return await pickOne(context, wish.title, 'endpoint', all, ({ profile }) => ({
    label: profile.url,
    description: context.profiles.connection(profile.connectionId)?.profile.name ?? '',
  }));
}

async function pickOne<T>(
  { prompts }: CommandContext,
  title: string,
  what: string,
  all: readonly T[],
  show: (one: T) => { readonly label: string; readonly description: string },
): Promise<T | undefined> {
  if (all.length === 0) {
    await prompts.tell('info', `There is no ${what} of your own to choose from.`);
    return undefined;
  }
  const answer = await prompts.choose({
    place: { title, step: 1, of: 1 },
    prompt: `Which ${what}?`,
    choices: all.map((value) => ({ ...show(value), value })),
  });
  return answer.kind === 'value' ? answer.value : undefined;
}
