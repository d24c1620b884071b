/** One kind of object that every Kubernetes API server offers. */
export interface ResourceKind {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** True for reviews and the like: they are only created and store nothing. */
  readonly asked?: true;
}

const listed = (
  group: string,
  version: string,
  namespaced: boolean,
  kinds: Readonly<Record<string, string>>,
  asked?: true,
): readonly ResourceKind[] =>
  Object.entries(kinds).map(([plural, kind]) => ({
    group,
    version,
    plural,
    kind,
    namespaced,
    ...(asked === undefined ? {} : { asked }),
  }));

/**
 * Stable versions of built-in kinds (documented: Kubernetes API reference). Kinds that come by CustomResourceDefinition
 * are not here, and absence proves nothing about them.
 */
export const resourceKinds: readonly ResourceKind[] = [
  ...listed('', 'v1', true, {
    configmaps: 'ConfigMap',
    endpoints: 'Endpoints',
    events: 'Event',
    limitranges: 'LimitRange',
    persistentvolumeclaims: 'PersistentVolumeClaim',
    pods: 'Pod',
    podtemplates: 'PodTemplate',
    replicationcontrollers: 'ReplicationController',
    resourcequotas: 'ResourceQuota',
    secrets: 'Secret',
    serviceaccounts: 'ServiceAccount',
    services: 'Service',
  }),
  ...listed('', 'v1', false, {
    componentstatuses: 'ComponentStatus',
    namespaces: 'Namespace',
    nodes: 'Node',
    persistentvolumes: 'PersistentVolume',
  }),
  ...listed('apps', 'v1', true, {
    controllerrevisions: 'ControllerRevision',
    daemonsets: 'DaemonSet',
    deployments: 'Deployment',
    replicasets: 'ReplicaSet',
    statefulsets: 'StatefulSet',
  }),
  ...listed('batch', 'v1', true, { cronjobs: 'CronJob', jobs: 'Job' }),
  ...listed('autoscaling', 'v2', true, { horizontalpodautoscalers: 'HorizontalPodAutoscaler' }),
  ...listed('policy', 'v1', true, { poddisruptionbudgets: 'PodDisruptionBudget' }),
  ...listed('networking.k8s.io', 'v1', true, { ingresses: 'Ingress', networkpolicies: 'NetworkPolicy' }),
  ...listed('networking.k8s.io', 'v1', false, { ingressclasses: 'IngressClass' }),
  ...listed('rbac.authorization.k8s.io', 'v1', true, { roles: 'Role', rolebindings: 'RoleBinding' }),
  ...listed('rbac.authorization.k8s.io', 'v1', false, {
    clusterroles: 'ClusterRole',
    clusterrolebindings: 'ClusterRoleBinding',
  }),
  ...listed('coordination.k8s.io', 'v1', true, { leases: 'Lease' }),
  ...listed('discovery.k8s.io', 'v1', true, { endpointslices: 'EndpointSlice' }),
  ...listed('storage.k8s.io', 'v1', false, {
    csidrivers: 'CSIDriver',
    csinodes: 'CSINode',
    storageclasses: 'StorageClass',
    volumeattachments: 'VolumeAttachment',
  }),
  ...listed('scheduling.k8s.io', 'v1', false, { priorityclasses: 'PriorityClass' }),
  ...listed('node.k8s.io', 'v1', false, { runtimeclasses: 'RuntimeClass' }),
  ...listed('apiextensions.k8s.io', 'v1', false, { customresourcedefinitions: 'CustomResourceDefinition' }),
  ...listed('apiregistration.k8s.io', 'v1', false, { apiservices: 'APIService' }),
  ...listed('certificates.k8s.io', 'v1', false, { certificatesigningrequests: 'CertificateSigningRequest' }),
  ...listed(
    'authentication.k8s.io',
    'v1',
    false,
    { tokenreviews: 'TokenReview', selfsubjectreviews: 'SelfSubjectReview' },
    true,
  ),
  ...listed(
    'authorization.k8s.io',
    'v1',
    false,
    {
      selfsubjectaccessreviews: 'SelfSubjectAccessReview',
      selfsubjectrulesreviews: 'SelfSubjectRulesReview',
      subjectaccessreviews: 'SubjectAccessReview',
    },
    true,
  ),
  ...listed('authorization.k8s.io', 'v1', true, { localsubjectaccessreviews: 'LocalSubjectAccessReview' }, true),
];

/** Groups that serve a kind of the same plural beside the usual one: events live in two. */
const alsoIn: Readonly<Record<string, readonly string[]>> = { events: ['events.k8s.io'] };

/** What people write for a plural: the singular, the kind and the short names of kubectl (documented). */
const shortNames: Readonly<Record<string, string>> = {
  cm: 'configmaps',
  crd: 'customresourcedefinitions',
  csr: 'certificatesigningrequests',
  cj: 'cronjobs',
  deploy: 'deployments',
  ds: 'daemonsets',
  ep: 'endpoints',
  ev: 'events',
  hpa: 'horizontalpodautoscalers',
  ing: 'ingresses',
  netpol: 'networkpolicies',
  no: 'nodes',
  ns: 'namespaces',
  pdb: 'poddisruptionbudgets',
  po: 'pods',
  pv: 'persistentvolumes',
  pvc: 'persistentvolumeclaims',
  quota: 'resourcequotas',
  rc: 'replicationcontrollers',
  rs: 'replicasets',
  sa: 'serviceaccounts',
  sc: 'storageclasses',
  sts: 'statefulsets',
  svc: 'services',
};

const byPlural = new Map(resourceKinds.map((one) => [one.plural, one]));
const byKind = new Map(resourceKinds.map((one) => [one.kind.toLowerCase(), one]));

/** The built-in kind with this plural, whatever the group. */
export const resourceKind = (plural: string): ResourceKind | undefined => byPlural.get(plural);

/** The built-in kind that somebody means who writes the singular, a short name or capitals; undefined for correct plurals. */
export const meantResource = (text: string): ResourceKind | undefined => {
  if (byPlural.has(text)) return undefined;
  const lower = text.toLowerCase();
  return byPlural.get(lower) ?? byKind.get(lower) ?? byPlural.get(shortNames[lower] ?? '');
};

/** True where a kind of this plural is served in `group`, as far as is known. */
export const isServedIn = (kind: ResourceKind, group: string): boolean =>
  kind.group === group || (alsoIn[kind.plural]?.includes(group) ?? false);

/** Groups of the API server itself; a plural in any other group is somebody's own. */
export const builtInGroups: ReadonlySet<string> = new Set([
  ...resourceKinds.map((one) => one.group),
  ...Object.values(alsoIn).flat(),
]);
