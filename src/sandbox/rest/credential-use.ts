import { credentialNameProblem } from '../../core/rest/credential-name.ts';
import type { HeaderPair } from '../../core/rest/header-rules.ts';
import { identityUse } from '../../core/rest/identities.ts';
import { notSupported } from '../not-supported.ts';
import type { SqlError } from '../sql-error.ts';
import type { RestCredential, RestHost } from './host.ts';
import { restError, restMessages } from './messages.ts';
import { readPairs } from './request-headers.ts';

/** What a credential adds to a request. */
export interface CredentialUse {
  readonly headers: readonly HeaderPair[];
  /** Ready for the URL, without `?`. */
  readonly query: string;
}

/** Finds and applies @credential. Throws 15151, 31630, 31628, 33047, 31644, 31637 or what is wrong with the secret. */
export function useCredential(name: string, url: string, host: RestHost): CredentialUse {
  const credential = host.credential(name);
  if (!credential) throw restError(restMessages.credentialMissing, [name]);
  if (credentialNameProblem(credential.name, url, { caseSensitive: host.caseSensitive })) {
    throw restError(restMessages.credentialMismatch, [credential.name]);
  }
  return applyIdentity(credential, url, host);
}

function applyIdentity(credential: RestCredential, url: string, host: RestHost): CredentialUse {
  const use = identityUse(credential.identity);
  switch (use) {
    case undefined:
      throw restError(restMessages.invalidIdentity, [credential.name, credential.identity]);
    case 'managed-identity':
      throw managedIdentityError(credential, host);
    case 'shared-access-signature':
      // Made for storage accounts, which no one can reach from here.
      throw restError(restMessages.signatureDomain, [new URL(url).hostname]);
    case 'headers':
      return { headers: secretPairs(credential), query: '' };
    case 'query':
      return { headers: [], query: secretPairs(credential).map(toQuery).join('&') };
  }
}

function secretPairs(credential: RestCredential): readonly HeaderPair[] {
  if (credential.secret === undefined) throw restError(restMessages.secretMissing, [credential.name]);
  return readPairs(credential.secret, '@credential secret');
}

function toQuery({ name, value }: HeaderPair): string {
  return `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
}

function managedIdentityError(credential: RestCredential, host: RestHost): SqlError {
  if (!host.managedIdentityAllowed) return restError(restMessages.managedIdentityDisabled);
  if (credential.secret === undefined) return restError(restMessages.secretMissing, [credential.name]);
  return notSupported('managed identity (there is no identity service here)');
}
