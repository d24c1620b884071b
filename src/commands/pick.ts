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
  if (id !== undefined) return await granted(context, 'connection', context.profiles.connection(id), wish);
  const all = context.profiles.connections().filter(({ source }) => !wish.own || source === 'user');
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
  if (id !== undefined) return await granted(context, 'endpoint', context.profiles.endpoint(id), wish);
  const all = context.profiles.endpoints().filter(({ source }) => !wish.own || source === 'user');
  return await pickOne(context, wish.title, 'endpoint', all, ({ profile }) => ({
    label: profile.url,
    description: context.profiles.connection(profile.connectionId)?.profile.name ?? '',
  }));
}

/** The profile when it may be had as wished; otherwise says why not, and what to do instead. */
async function granted<S extends StoredConnection | StoredEndpoint>(
  { prompts, execute }: CommandContext,
  what: 'connection' | 'endpoint',
  stored: S | undefined,
  { own }: Wish,
): Promise<S | undefined> {
  if (stored === undefined || !own || stored.source === 'user') return stored;
  if (stored.source === 'workspace') {
    const from = `This ${what} comes from the settings of this workspace. Change it in its settings.json, under sqlkube.${what}s.`;
    await prompts.tell('info', from);
    return undefined;
  }
  const made = `The sandbox makes its ${what} anew at every start, so it cannot be changed. What was broken in the sandbox is mended there.`;
  const pressed = await prompts.tell('info', made, mend);
  if (pressed === mend) await execute('sqlkube.sandbox.break', []);
  return undefined;
}

const mend = 'Break or Mend the Sandbox…';

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
