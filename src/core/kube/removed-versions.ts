/** `group/version` with the release that no longer serves it, and for which plurals (documented: Deprecated API Migration Guide). */
export const removedVersions: readonly (readonly [string, string, readonly string[]])[] = [
  ['extensions/v1beta1', '1.16', ['daemonsets', 'deployments', 'replicasets', 'networkpolicies']],
  ['extensions/v1beta1', '1.22', ['ingresses']],
  ['apps/v1beta1', '1.16', ['deployments', 'statefulsets', 'controllerrevisions']],
  ['apps/v1beta2', '1.16', ['daemonsets', 'deployments', 'replicasets', 'statefulsets', 'controllerrevisions']],
  ['networking.k8s.io/v1beta1', '1.22', ['ingresses', 'ingressclasses']],
  ['rbac.authorization.k8s.io/v1beta1', '1.22', ['clusterroles', 'clusterrolebindings', 'roles', 'rolebindings']],
  ['coordination.k8s.io/v1beta1', '1.22', ['leases']],
  ['scheduling.k8s.io/v1beta1', '1.22', ['priorityclasses']],
  ['storage.k8s.io/v1beta1', '1.22', ['csidrivers', 'csinodes', 'storageclasses', 'volumeattachments']],
  ['apiextensions.k8s.io/v1beta1', '1.22', ['customresourcedefinitions']],
  ['apiregistration.k8s.io/v1beta1', '1.22', ['apiservices']],
  ['certificates.k8s.io/v1beta1', '1.22', ['certificatesigningrequests']],
  ['batch/v1beta1', '1.25', ['cronjobs']],
  ['batch/v2alpha1', '1.21', ['cronjobs']],
  ['policy/v1beta1', '1.25', ['poddisruptionbudgets']],
  ['discovery.k8s.io/v1beta1', '1.25', ['endpointslices']],
  ['events.k8s.io/v1beta1', '1.25', ['events']],
  ['node.k8s.io/v1beta1', '1.25', ['runtimeclasses']],
  ['autoscaling/v2beta1', '1.25', ['horizontalpodautoscalers']],
  ['autoscaling/v2beta2', '1.26', ['horizontalpodautoscalers']],
];

/** The release since which a kind is no longer served in this version; undefined when it is not known to be gone. */
export const removedVersion = (group: string, version: string, plural: string): string | undefined =>
  removedVersions.find(([name, , plurals]) => name === `${group}/${version}` && plurals.includes(plural))?.[1];
