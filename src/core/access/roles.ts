import type { Access, Grant } from './grant.ts';

/** One rule of a Role or ClusterRole, as the API server takes it. */
export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

const ruleOf = ({ verbs, group, resource, subresource, names }: Grant): PolicyRule => ({
  apiGroups: [group],
  resources: [subresource === undefined ? resource : `${resource}/${subresource}`],
  verbs,
  ...(names === undefined ? {} : { resourceNames: names }),
});

/** The rules of the access' Role (the same in each namespace) or ClusterRole. */
export const policyRules = ({ grants }: Pick<Access, 'grants'>): readonly PolicyRule[] => grants.map(ruleOf);

const rbac = 'rbac.authorization.k8s.io';
const apiVersion = `${rbac}/v1`;

/** The service account's objects: itself, and for each namespace or the cluster a role and its binding. Never a Secret. */
export type AccessObject =
  | {
      readonly apiVersion: 'v1';
      readonly kind: 'ServiceAccount';
      readonly metadata: Metadata;
      readonly automountServiceAccountToken: false;
    }
  | {
      readonly apiVersion: typeof apiVersion;
      readonly kind: 'Role' | 'ClusterRole';
      readonly metadata: Metadata;
      readonly rules: readonly PolicyRule[];
    }
  | {
      readonly apiVersion: typeof apiVersion;
      readonly kind: 'RoleBinding' | 'ClusterRoleBinding';
      readonly metadata: Metadata;
      readonly roleRef: {
        readonly apiGroup: typeof rbac;
        readonly kind: 'Role' | 'ClusterRole';
        readonly name: string;
      };
      readonly subjects: readonly {
        readonly kind: 'ServiceAccount';
        readonly name: string;
        readonly namespace: string;
      }[];
    };

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels: Readonly<Record<string, string>>;
}

const labels = { 'app.kubernetes.io/managed-by': 'sqlkube' };

/** All objects of an access in the order to apply them. Namespaces are not among them. */
export function accessObjects(access: Access): readonly AccessObject[] {
  const { account, scope } = access;
  const serviceAccount = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: account.name, namespace: account.namespace, labels },
    // Tokens are requested one by one; a pod that runs as this account by mistake gets none.
    automountServiceAccountToken: false,
  } as const;
  if (scope.kind === 'cluster') {
    // Cluster-wide names are shared: another namespace may have an account of the same name.
    return [serviceAccount, ...roleAndBinding(access, 'Cluster', `${account.namespace}:${account.name}`)];
  }
  return [
    serviceAccount,
    ...scope.namespaces.flatMap((namespace) => roleAndBinding(access, '', account.name, namespace)),
  ];
}

function roleAndBinding(
  access: Access,
  prefix: 'Cluster' | '',
  name: string,
  namespace?: string,
): readonly AccessObject[] {
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }), labels };
  const { account } = access;
  return [
    { apiVersion, kind: `${prefix}Role`, metadata, rules: policyRules(access) },
    {
      apiVersion,
      kind: `${prefix}RoleBinding`,
      metadata,
      roleRef: { apiGroup: rbac, kind: `${prefix}Role`, name },
      subjects: [{ kind: 'ServiceAccount', name: account.name, namespace: account.namespace }],
    },
  ];
}

/** One question of a SelfSubjectAccessReview (`spec.resourceAttributes`). */
export interface AccessCheck {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** Every verb of every grant as a question, in each namespace (or all) and for each name: all yes when the access is in force. */
export function accessChecks({ grants, scope }: Pick<Access, 'grants' | 'scope'>): readonly AccessCheck[] {
  const places = scope.kind === 'cluster' ? [{}] : scope.namespaces.map((namespace) => ({ namespace }));
  return places.flatMap((place) =>
    grants.flatMap(({ verbs, group, resource, subresource, names }) =>
      verbs.flatMap((verb) =>
        namesIn(resource, place, names).map((name) => ({
          verb,
          group,
          resource,
          ...(subresource === undefined ? {} : { subresource }),
          ...place,
          ...name,
        })),
      ),
    ),
  );
}

/** A namespace stands in itself, so that a Role can allow no other. */
function namesIn(
  resource: string,
  { namespace }: { readonly namespace?: string },
  names: readonly string[] | undefined,
): readonly { readonly name?: string }[] {
  if (resource !== 'namespaces' || namespace === undefined) return names?.map((name) => ({ name })) ?? [{}];
  return names?.includes(namespace) === false ? [] : [{ name: namespace }];
}
