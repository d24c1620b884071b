import { ok } from '../../core/result.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { pickEndpoint } from '../pick.ts';
import { askToken } from './ask-token.ts';
import { keepToken, untilText } from './keep-token.ts';
import { offerMore } from './offers.ts';
import { rotateInto } from './rotate-token.ts';

const title = 'Request Token';

/** Requests a token for an endpoint's service account and keeps it in SecretStorage. */
export async function requestToken(context: CommandContext, endpointId: string | undefined): Promise<Outcome> {
  const stored = await pickEndpoint(context, endpointId, { title });
  if (stored === undefined) return undefined;
  const endpoint = stored.profile;
  const fresh = await askToken(context, title, endpoint);
  if (!fresh?.ok) return fresh;
  const chosen = await offerMore(context, title, endpoint, fresh.value);
  if (!chosen?.ok) return chosen;
  const byCredential = endpoint.authentication.kind === 'credential';
  const { namespace, serviceAccount, until } = chosen.value;
  const words = `The token of ${namespace}/${serviceAccount} for ${endpoint.url} is good ${untilText(until, context.now())}.`;
  if (byCredential) {
    const next = 'It is not in SQL Server yet. Next: put it into the credential.';
    const pressed = await context.prompts.tell(
      'info',
      `${words} ${next}`,
      'Put It into the Credential',
      'Only Keep It',
    );
    if (pressed === 'Put It into the Credential') return await rotateInto(context, endpoint, chosen.value);
  }
  // The tree goes on saying when the token ends that the credential holds.
  const known = byCredential ? context.expiries.token(endpoint.id) : undefined;
  await keepToken(context, endpoint, chosen.value);
  if (known !== undefined) await context.expiries.noteToken(endpoint.id, known);
  if (!byCredential) await context.prompts.tell('info', `${words} It is kept in secret storage and used from now on.`);
  return ok(true);
}
