/** Any Kubernetes object, as far as every object is alike. */
export interface KubeObject {
  /** `v1`, or `group/version`. */
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

/** Names an object without telling what is in it. */
export interface ObjectReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** One rule of a Role or ClusterRole: all of these verbs on all of these resources. */
export interface PolicyRule {
  /** Empty text is the core group. */
  readonly apiGroups: readonly string[];
  /** Plural, with a subresource after a slash (`pods/log`). */
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

type Named = KubeObject['metadata'];
type InNamespace = Named & { readonly namespace: string };

/** What this folder makes itself when it is not there yet. */
export type BasicObject =
  | { readonly apiVersion: 'v1'; readonly kind: 'Namespace'; readonly metadata: Named }
  | { readonly apiVersion: 'v1'; readonly kind: 'ServiceAccount'; readonly metadata: InNamespace }
  | {
      readonly apiVersion: 'rbac.authorization.k8s.io/v1';
      readonly kind: 'Role';
      readonly metadata: InNamespace;
      readonly rules: readonly PolicyRule[];
    }
  | {
      readonly apiVersion: 'rbac.authorization.k8s.io/v1';
      readonly kind: 'ClusterRole';
      readonly metadata: Named;
      readonly rules: readonly PolicyRule[];
    }
  | (Binding & { readonly kind: 'RoleBinding'; readonly metadata: InNamespace })
  | (Binding & { readonly kind: 'ClusterRoleBinding'; readonly metadata: Named });

interface Binding {
  readonly apiVersion: 'rbac.authorization.k8s.io/v1';
  readonly roleRef: {
    readonly apiGroup: 'rbac.authorization.k8s.io';
    readonly kind: 'Role' | 'ClusterRole';
    readonly name: string;
  };
  readonly subjects: readonly { readonly kind: 'ServiceAccount'; readonly name: string; readonly namespace: string }[];
}
