/** Verbs that a grant can have, as RBAC calls them. `watch` is none: SQL Server cannot stream. */
export const grantVerbs = ['get', 'list', 'create', 'update', 'patch', 'delete', 'deletecollection'] as const;
export type GrantVerb = (typeof grantVerbs)[number];

/** Some verbs on one resource or one of its subresources. */
export interface Grant {
  readonly verbs: readonly GrantVerb[];
  /** Empty for the core group. */
  readonly group: string;
  /** Plural and lower case. */
  readonly resource: string;
  readonly subresource?: string;
  /** Absent: all names. */
  readonly names?: readonly string[];
}

/** Where grants hold: in each of some namespaces, or everywhere, objects outside namespaces included. */
export type AccessScope =
  { readonly kind: 'namespaces'; readonly namespaces: readonly string[] } | { readonly kind: 'cluster' };

/** The service account that SQL Server acts as. */
export interface AccessAccount {
  readonly namespace: string;
  readonly name: string;
}

/** A checked choice of access. Roles and the proxy's allow-list are both made of it. */
export interface Access {
  readonly account: AccessAccount;
  readonly scope: AccessScope;
  readonly grants: readonly Grant[];
}

/** Allows nothing: for checks of what stands beside an access. */
export const noAccess: Pick<Access, 'scope' | 'grants'> = { scope: { kind: 'cluster' }, grants: [] };

/** `group/resource/subresource` in kubectl's spelling: `deployments.apps/scale`. */
export const resourceText = ({ group, resource, subresource }: Omit<Grant, 'verbs' | 'names'>): string =>
  `${resource}${group === '' ? '' : `.${group}`}${subresource === undefined ? '' : `/${subresource}`}`;

const keyOf = (grant: Grant): string => JSON.stringify([resourceText(grant), grant.names ?? null]);

/** One grant for each resource and set of names, with verbs in their usual order. */
export function mergeGrants(grants: readonly Grant[]): readonly Grant[] {
  const merged = new Map<string, Grant>();
  for (const grant of grants) {
    const key = keyOf(grant);
    const verbs = new Set([...(merged.get(key)?.verbs ?? []), ...grant.verbs]);
    merged.set(key, { ...grant, verbs: grantVerbs.filter((verb) => verbs.has(verb)) });
  }
  return [...merged.values()];
}
