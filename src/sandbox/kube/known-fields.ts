import { at, isJsonObject, listAt } from '../../core/kube/json.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

// The fields of core/v1 Pod, PodSpec and Container (documented: Kubernetes API reference, 1.36). Deeper levels are not
// looked at, so an unknown field there passes here and not on the real server.
const ofPod = words('apiVersion kind metadata spec status');
const ofMetadata = words(
  `name generateName namespace selfLink uid resourceVersion generation creationTimestamp deletionTimestamp
   deletionGracePeriodSeconds labels annotations ownerReferences finalizers managedFields`,
);
const ofSpec = words(
  `volumes initContainers containers ephemeralContainers restartPolicy terminationGracePeriodSeconds
   activeDeadlineSeconds dnsPolicy nodeSelector serviceAccountName serviceAccount automountServiceAccountToken nodeName
   hostNetwork hostPID hostIPC shareProcessNamespace securityContext imagePullSecrets hostname subdomain affinity
   schedulerName tolerations hostAliases priorityClassName priority dnsConfig readinessGates runtimeClassName
   enableServiceLinks preemptionPolicy overhead topologySpreadConstraints setHostnameAsFQDN os hostUsers schedulingGates
   resourceClaims resources hostnameOverride workloadRef schedulingGroup`,
);
const ofContainer = words(
  `name image command args workingDir ports envFrom env resources resizePolicy restartPolicy restartPolicyRules
   volumeMounts volumeDevices livenessProbe readinessProbe startupProbe lifecycle terminationMessagePath
   terminationMessagePolicy imagePullPolicy securityContext stdin stdinOnce tty`,
);

const unknownIn = (value: unknown, known: ReadonlySet<string>, prefix: string): readonly string[] =>
  isJsonObject(value)
    ? Object.keys(value)
        .filter((key) => !known.has(key))
        .map((key) => `${prefix}${key}`)
    : [];

/** Paths of the fields that a pod does not have, in the order they were sent. */
export const unknownFields = (pod: unknown): readonly string[] => [
  ...unknownIn(pod, ofPod, ''),
  ...unknownIn(at(pod, 'metadata'), ofMetadata, 'metadata.'),
  ...unknownIn(at(pod, 'spec'), ofSpec, 'spec.'),
  ...(['initContainers', 'containers'] as const).flatMap((list) =>
    listAt(pod, 'spec', list).flatMap((container, index) =>
      unknownIn(container, ofContainer, `spec.${list}[${index}].`),
    ),
  ),
];
