import type { CommandContext, Outcome } from '../command.ts';
import { readMssqlProfiles } from './mssql-profiles.ts';

/** Takes over what can be taken over of the MS SQL extension's profiles, and says what could not. */
export async function importProfiles(context: CommandContext): Promise<Outcome> {
  const known = context.profiles.connections().map(({ profile }) => profile);
  const { profiles, notes } = readMssqlProfiles(context.mssqlProfiles(), known);
  for (const profile of profiles) await context.profiles.saveConnection({ id: context.newId(), ...profile });
  const count = profiles.length === 1 ? '1 connection' : `${profiles.length} connections`;
  if (profiles.length === 0 && notes.length === 0) {
    await context.prompts.tell('info', 'Your settings hold no MS SQL profiles (mssql.connections).');
    return undefined;
  }
  const told = `Took over ${count} from your MS SQL profiles, without passwords.`;
  const pressed = await context.prompts.tell('info', told, ...(notes.length > 0 ? ['Show What Was Not'] : []));
  if (pressed !== undefined) {
    await context.open(
      'Import from MS SQL profiles.md',
      ['# Not taken over', '', ...notes.map((note) => `- ${note}`), ''].join('\n'),
    );
  }
  return undefined;
}
