import { tokenClaims } from '../../core/kube/token.ts';
import type { TokenNote } from '../../host/expiries.ts';
import { setupKey } from '../../host/setup-store.ts';
import type { CommandContext } from '../command.ts';

/** What a token says of its life and its account. One that says nothing has no end that could be told. */
export function tokenNote(token: string, now: Date): TokenNote {
  const { issuedAt = now.getTime(), expiresAt, namespace = '', serviceAccount = '' } = tokenClaims(token) ?? {};
  const account = namespace === '' ? '' : `${namespace}/${serviceAccount}`;
  return { from: issuedAt, account, ...(expiresAt !== undefined && { until: expiresAt }) };
}

/**
 * After a script put a token into the credential: notes when it ends, for the tree and the status bar, with the endpoints that use
 * the credential and with the set-up, for those that are added later. A token kept for them is the one to put back, so it is
 * replaced.
 */
export async function noteCredentialToken(
  { access, expiries, profiles, setups, now }: CommandContext,
  place: { readonly url: string; readonly connectionId: string },
  token: string,
): Promise<void> {
  const note = tokenNote(token, now());
  await setups.update(place.url, { token: { ...note, connectionId: place.connectionId } });
  for (const { profile } of profiles.endpointsOf(place.connectionId)) {
    if (profile.authentication.kind !== 'credential' || setupKey(profile.url) !== setupKey(place.url)) continue;
    const held = await access.heldToken(profile.id);
    if (held !== undefined && held !== token) await access.keepToken(profile.id, token);
    await expiries.noteToken(profile.id, note);
  }
}
