/** What a database scoped credential's IDENTITY makes of its secret. */
export type IdentityUse = 'headers' | 'query' | 'managed-identity' | 'shared-access-signature';

const identities: Readonly<Record<string, IdentityUse>> = {
  httpendpointheaders: 'headers',
  httpendpointquerystring: 'query',
  'managed identity': 'managed-identity',
  'shared access signature': 'shared-access-signature',
};

/** The use of an IDENTITY (documented literals; compared without case, inferred), or undefined, which is Msg 31628. */
export function identityUse(identity: string): IdentityUse | undefined {
  return identities[identity.toLowerCase()];
}
