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

/** Where a credential is, and what is called with it. */
interface CredentialPlace {
  readonly url: string;
  readonly connectionId: string;
}

/**
 * After a script put a token into the credential: notes when it ends, for the tree and the status bar, with the endpoints that use
 * the credential and with the set-up, for those that are added later. A token kept for them is the one to put back, so it is
 * replaced.
 */
export async function noteCredentialToken(
  { access, expiries, profiles, setups, now }: CommandContext,
  place: CredentialPlace,
  token: string,
): Promise<void> {
  const note = tokenNote(token, now());
  await setups.update(place.url, { token: { ...note, connectionId: place.connectionId } });
  for (const { id } of withCredential(profiles, place)) {
    const held = await access.heldToken(id);
    if (held !== undefined && held !== token) await access.keepToken(id, token);
    await expiries.noteToken(id, note);
  }
}

/** After the credential was dropped: no token ends behind these endpoints any more. One that is kept stays, to be put back. */
export async function forgetCredentialToken(
  { expiries, profiles, setups }: CommandContext,
  place: CredentialPlace,
): Promise<void> {
  await setups.forgetToken(place.url);
  for (const { id } of withCredential(profiles, place)) await expiries.forgetToken(id);
}

const withCredential = (profiles: CommandContext['profiles'], { url, connectionId }: CredentialPlace) =>
  profiles
    .endpointsOf(connectionId)
    .map(({ profile }) => profile)
    .filter(({ authentication, url: own }) => authentication.kind === 'credential' && setupKey(own) === setupKey(url));
