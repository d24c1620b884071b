import { checkPassword } from '../../host/field-checks.ts';
import { inOneLine } from '../../host/sentences.ts';
import { passwordKey } from '../../host/secrets.ts';
import { addEndpoint } from './enter-endpoint.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { askConnection } from './connection-form.ts';
import type { ConnectionDraft } from './connection-form.ts';
import { prove, tellFindings } from '../connection-proof.ts';

/** Asks, tests, and only then stores. A failed test offers to go back with everything still filled in, or to save anyway. */
export async function enterConnection(
  context: CommandContext,
  title: string,
  initial: ConnectionDraft,
): Promise<Outcome> {
  const draft = await askConnection(context.prompts, title, initial);
  if (!draft) return undefined;
  const password = await passwordFor(context, draft);
  if (password === undefined) return undefined;
  const pinned = context.profiles.pin(draft.profile.server);
  const { target, outcome } = await prove(context, {
    profile: draft.profile,
    password,
    ...(pinned && { pin: pinned }),
  });
  if (outcome.ok) {
    await context.access.storePassword(target);
    await context.profiles.saveConnection(draft.profile);
    await context.clusters.focus();
    await context.clusters.connect(draft.profile.id);
    const pressed = await tellFindings(context, target, outcome.value);
    return pressed === 'Add Endpoint…' ? await addEndpoint(context, draft.profile.id) : undefined;
  }
  if (outcome.error.kind === 'cancelled') return undefined;
  const words = inOneLine(await context.explain(outcome.error, { connection: target.profile }));
  const pressed = await context.prompts.tell('error', words, 'Change It…', 'Save Anyway');
  if (pressed === 'Change It…') return await enterConnection(context, title, draft);
  if (pressed === 'Save Anyway') await context.profiles.saveConnection(draft.profile);
  return undefined;
}

/** The typed password, or the stored one while it goes where it went before; asked for again as soon as that changed. */
async function passwordFor(
  context: CommandContext,
  { profile, password }: ConnectionDraft,
): Promise<string | undefined> {
  if (password !== '') return password;
  const stored = await context.vault.get(passwordKey(profile, context.profiles.pin(profile.server)));
  if (stored !== undefined) return stored;
  const answer = await context.prompts.text({
    place: { title: `Password for ${profile.name}`, step: 1, of: 1 },
    prompt: `Server, login, encryption or trust changed, so the stored password is not sent there. Type the password of ${profile.user}.`,
    secret: true,
    check: checkPassword,
  });
  return answer.kind === 'value' ? answer.value : undefined;
}
