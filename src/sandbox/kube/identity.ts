import type { AccessRule } from '../../core/kube/access.ts';
import { quoted } from './go-json.ts';
import type { ApiCall, ResourceCall } from './api-request.ts';
import { StatusError, unauthorized } from './status-error.ts';

/** Who asks, and what they may. */
export interface Identity {
  readonly user: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  /** Rules that hold in one namespace; `undefined` asks for those that hold everywhere. */
  rulesIn(namespace: string | undefined): readonly GrantedRule[];
}

/** A rule and the binding that grants it, as an access review names it. */
export interface GrantedRule extends AccessRule {
  readonly binding: string;
}

const rule = (binding: string, verbs: readonly string[], group: string, resources: readonly string[]): GrantedRule => ({
  binding,
  verbs,
  groups: [group],
  resources,
  names: [],
});

const selfReviews: readonly GrantedRule[] = [
  rule(
    'ClusterRoleBinding "system:basic-user" of ClusterRole "system:basic-user" to Group "system:authenticated"',
    ['create'],
    'authorization.k8s.io',
    ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
  ),
  rule(
    'ClusterRoleBinding "system:basic-user" of ClusterRole "system:basic-user" to Group "system:authenticated"',
    ['create'],
    'authentication.k8s.io',
    ['selfsubjectreviews'],
  ),
];

const serviceAccount = { namespace: 'sqlkube', name: 'reader' };

/** The service account of the sandbox's token: pods in every namespace that is bound to it, namespaces everywhere. */
export const sandboxIdentity = (isBound: (namespace: string) => boolean): Identity => {
  const subject = `ServiceAccount "${serviceAccount.name}/${serviceAccount.namespace}"`;
  const clusterWide = [
    ...selfReviews,
    rule(
      `ClusterRoleBinding "sqlkube-namespaces" of ClusterRole "sqlkube-namespaces" to ${subject}`,
      ['get', 'list'],
      '',
      ['namespaces'],
    ),
  ];
  const inNamespace = (namespace: string): readonly GrantedRule[] => {
    const binding = `RoleBinding "sqlkube-pods/${namespace}" of ClusterRole "sqlkube-pods" to ${subject}`;
    return [
      rule(binding, ['get', 'list', 'create', 'delete'], '', ['pods']),
      rule(binding, ['get'], '', ['pods/log']),
      rule(binding, ['get', 'list'], '', ['events']),
      rule(binding, ['get', 'list'], '', ['resourcequotas']),
    ];
  };
  return {
    user: `system:serviceaccount:${serviceAccount.namespace}:${serviceAccount.name}`,
    uid: '6f0b8a52-3f6e-4a39-9d0c-5a1f5d9e7c01',
    groups: ['system:serviceaccounts', `system:serviceaccounts:${serviceAccount.namespace}`, 'system:authenticated'],
    rulesIn: (namespace) =>
      namespace !== undefined && isBound(namespace) ? [...clusterWide, ...inNamespace(namespace)] : clusterWide,
  };
};

/** An administrator, for comparisons with a real cluster's `system:masters`. */
export const adminIdentity: Identity = {
  user: 'admin',
  uid: 'admin',
  groups: ['system:masters', 'system:authenticated'],
  rulesIn: () => [{ binding: '', verbs: ['*'], groups: ['*'], resources: ['*'], names: [] }],
};

const anonymous: Identity = { user: 'system:anonymous', groups: ['system:unauthenticated'], rulesIn: () => [] };

/** Finds out who asks. A wrong token is 401 on every path; no token at all is the anonymous user, unless that is switched off. */
export const authenticate = (
  header: string | undefined,
  known: ReadonlyMap<string, Identity>,
  allowAnonymous: boolean,
): Identity => {
  const token = /^Bearer +(\S+)$/i.exec(header?.trim() ?? '')?.[1];
  if (token === undefined) {
    if (allowAnonymous) return anonymous;
    throw unauthorized();
  }
  const identity = known.get(token);
  if (identity === undefined) throw unauthorized();
  return identity;
};

const isMaster = (identity: Identity): boolean => identity.groups.includes('system:masters');

const withSubresource = (call: Pick<ResourceCall, 'resource' | 'subresource'>): string =>
  call.subresource === undefined ? call.resource : `${call.resource}/${call.subresource}`;

/** The rule that allows a call on objects, or undefined. */
export const grantFor = (identity: Identity, call: ResourceCall): GrantedRule | undefined => {
  const covers = (listed: readonly string[], wanted: string): boolean =>
    listed.includes('*') || listed.includes(wanted);
  return identity
    .rulesIn(call.namespace)
    .find(
      (granted) =>
        covers(granted.verbs, call.verb) &&
        covers(granted.groups, call.group) &&
        covers(granted.resources, withSubresource(call)),
    );
};

// `system:public-info-viewer`, and what `system:discovery` adds for those who are signed in.
const publicPaths = ['/healthz', '/livez', '/readyz', '/version', '/version/'];

const mayGet = (identity: Identity, path: string): boolean =>
  isMaster(identity) ||
  publicPaths.includes(path) ||
  (identity.user !== anonymous.user && /^\/(api|apis|openapi)(\/|$)/.test(path));

const refusal = (identity: Identity, call: ResourceCall): StatusError => {
  const { group, resource, name, namespace } = call;
  const qualified = group === '' ? resource : `${resource}.${group}`;
  const subject = name === undefined ? qualified : `${qualified} ${quoted(name)}`;
  const scope = namespace === undefined ? 'at the cluster scope' : `in the namespace ${quoted(namespace)}`;
  const what = `cannot ${call.verb} resource ${quoted(withSubresource(call))} in API group ${quoted(group)} ${scope}`;
  return new StatusError(403, 'Forbidden', `${subject} is forbidden: User ${quoted(identity.user)} ${what}`, {
    details: { ...(name === undefined ? {} : { name }), ...(group === '' ? {} : { group }), kind: resource },
  });
};

/** Throws the 403 that Kubernetes answers, in its words. */
export const authorize = (identity: Identity, call: ApiCall, method: string): void => {
  if (call.kind === 'resource') {
    if (grantFor(identity, call.resource) === undefined) throw refusal(identity, call.resource);
    return;
  }
  if ((method === 'GET' && mayGet(identity, call.path)) || isMaster(identity)) return;
  const verb = method.toLowerCase();
  throw new StatusError(
    403,
    'Forbidden',
    `forbidden: User ${quoted(identity.user)} cannot ${verb} path ${quoted(call.path)}`,
    {
      details: {},
    },
  );
};
