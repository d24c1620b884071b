import { hash } from 'node:crypto';
import { kubeTime } from './go-json.ts';
import { remembering } from './remembering.ts';
import type { StoredObject } from './stored-object.ts';

/** A container's state, with how many seconds before the start of the sandbox it began or ended. */
export type StateSeed =
  | { readonly running: number }
  | { readonly waiting: string; readonly message?: string }
  | { readonly ended: number; readonly exitCode: number; readonly reason?: string; readonly signal?: number };

/** One container of a pod to build. */
export interface ContainerSeed {
  readonly name: string;
  readonly image: string;
  /** Absent: the kubelet has not reported on it. */
  readonly state?: StateSeed;
  readonly last?: StateSeed;
  readonly ready?: boolean;
  readonly restarts?: number;
  /** An init container that goes on running beside the others. */
  readonly sidecar?: boolean;
}

/** A pod to build; seconds count backwards from the start of the sandbox. */
export interface PodSeed {
  readonly namespace: string;
  readonly name: string;
  readonly age: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly owner?: { readonly kind: string; readonly name: string };
  readonly node?: string;
  readonly ip?: string;
  readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed';
  readonly reason?: string;
  readonly message?: string;
  readonly containers: readonly ContainerSeed[];
  readonly init?: readonly ContainerSeed[];
  /** Beside Initialized, Ready and ContainersReady, which follow from the containers; the last of a type counts. */
  readonly conditions?: readonly { type: string; status: string; reason?: string; message?: string }[];
  readonly readinessGates?: readonly string[];
  readonly deletedAgo?: number;
  readonly restartPolicy?: 'Always' | 'OnFailure' | 'Never';
}

/** A UUID that depends on nothing but its text, so that the same seed makes the same cluster. */
export const uidOf = (text: string): string => {
  const hex = hash('sha256', text);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
};

type Json = Readonly<Record<string, unknown>>;

const containerId = (pod: PodSeed, container: string, run: number): string =>
  `containerd://${hash('sha256', `${pod.namespace}/${pod.name}/${container}/${run}`)}`;

interface Now {
  readonly pod: PodSeed;
  readonly start: number;
}

const ago = ({ start }: Now, seconds: number): string => kubeTime(start - seconds * 1000);

const stateOf = (now: Now, container: string, state: StateSeed, run: number): Json => {
  if ('running' in state) return { running: { startedAt: ago(now, state.running) } };
  if ('waiting' in state) {
    return { waiting: { reason: state.waiting, ...(state.message === undefined ? {} : { message: state.message }) } };
  }
  return {
    terminated: {
      exitCode: state.exitCode,
      ...(state.signal === undefined ? {} : { signal: state.signal }),
      ...(state.reason === undefined ? {} : { reason: state.reason }),
      startedAt: ago(now, state.ended + 20),
      finishedAt: ago(now, state.ended),
      containerID: containerId(now.pod, container, run),
    },
  };
};

const isReady = (seed: ContainerSeed): boolean => seed.ready ?? (seed.state !== undefined && 'running' in seed.state);

const statusOf = (now: Now, seed: ContainerSeed, isInit: boolean): Json => {
  const run = seed.restarts ?? 0;
  const started = seed.state !== undefined && 'running' in seed.state;
  const isDone = seed.state !== undefined && 'ended' in seed.state && seed.state.exitCode === 0;
  return {
    name: seed.name,
    state: seed.state === undefined ? {} : stateOf(now, seed.name, seed.state, run),
    lastState: seed.last === undefined ? {} : stateOf(now, seed.name, seed.last, run - 1),
    // The kubelet calls an init container ready once it has done its work.
    ready: isInit && !seed.sidecar ? isDone : isReady(seed),
    restartCount: run,
    image: seed.image,
    imageID: started ? imageDigest(seed.image) : '',
    ...(started ? { containerID: containerId(now.pod, seed.name, run) } : {}),
    started,
  };
};

const makeSpec = (seed: ContainerSeed): Json => ({
  name: seed.name,
  image: seed.image,
  resources: { limits: { memory: '256Mi' }, requests: { cpu: '50m', memory: '128Mi' } },
  volumeMounts: [
    { name: 'kube-api-access', readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' },
  ],
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  imagePullPolicy: 'IfNotPresent',
  ...(seed.sidecar ? { restartPolicy: 'Always' } : {}),
});

const specOf = remembering(makeSpec, (seed) => `${seed.name} ${seed.image} ${seed.sidecar === true}`);

const imageDigest = remembering(
  (image: string): string => `${image.split(':')[0] ?? ''}@sha256:${hash('sha256', image)}`,
  (image) => image,
);

const conditionsOf = (now: Now): readonly Json[] => {
  const { pod } = now;
  const containersReady =
    pod.containers.every(isReady) && (pod.init ?? []).every((seed) => !seed.sidecar || isReady(seed));
  const initialized = (pod.init ?? []).every(
    ({ state, sidecar }) =>
      state !== undefined && (sidecar ? 'running' in state : 'ended' in state && state.exitCode === 0),
  );
  const given = new Map((pod.conditions ?? []).map((condition) => [condition.type, condition]));
  const basic =
    pod.node === undefined
      ? {}
      : { Initialized: initialized, Ready: containersReady, ContainersReady: containersReady, PodScheduled: true };
  for (const [type, holds] of Object.entries(basic)) {
    if (!given.has(type)) given.set(type, { type, status: holds ? 'True' : 'False' });
  }
  return [...given.values()].map((condition) => ({
    ...condition,
    lastProbeTime: null,
    lastTransitionTime: ago(now, Math.max(0, pod.age - 2)),
  }));
};

const serviceAccountVolume: Json = {
  name: 'kube-api-access',
  projected: {
    sources: [
      { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      {
        downwardAPI: {
          items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
        },
      },
    ],
    defaultMode: 420,
  },
};

const toleration = (key: string): Json => ({
  key: `node.kubernetes.io/${key}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
});

const tolerations = [toleration('not-ready'), toleration('unreachable')];

const podSpec = (pod: PodSeed): Json => ({
  volumes: [serviceAccountVolume],
  ...(pod.init === undefined ? {} : { initContainers: pod.init.map(specOf) }),
  containers: pod.containers.map(specOf),
  restartPolicy: pod.restartPolicy ?? 'Always',
  terminationGracePeriodSeconds: 30,
  dnsPolicy: 'ClusterFirst',
  serviceAccountName: 'default',
  serviceAccount: 'default',
  ...(pod.node === undefined ? {} : { nodeName: pod.node }),
  securityContext: {},
  schedulerName: 'default-scheduler',
  tolerations,
  ...(pod.readinessGates === undefined
    ? {}
    : { readinessGates: pod.readinessGates.map((conditionType) => ({ conditionType })) }),
  priority: 0,
  enableServiceLinks: true,
  preemptionPolicy: 'PreemptLowerPriority',
});

const podStatus = (now: Now): Json => {
  const { pod } = now;
  const reports = (seeds: readonly ContainerSeed[], isInit: boolean): readonly Json[] =>
    seeds.filter(({ state }) => state !== undefined).map((seed) => statusOf(now, seed, isInit));
  return {
    phase: pod.phase,
    conditions: conditionsOf(now),
    ...(pod.message === undefined ? {} : { message: pod.message }),
    ...(pod.reason === undefined ? {} : { reason: pod.reason }),
    ...(pod.node === undefined ? {} : { hostIP: '192.0.2.10', hostIPs: [{ ip: '192.0.2.10' }] }),
    ...(pod.ip === undefined ? {} : { podIP: pod.ip, podIPs: [{ ip: pod.ip }] }),
    ...(pod.node === undefined ? {} : { startTime: ago(now, pod.age) }),
    ...(pod.init === undefined ? {} : { initContainerStatuses: reports(pod.init, true) }),
    containerStatuses: reports(pod.containers, false),
    qosClass: 'Burstable',
  };
};

// Who wrote what, as the real server keeps it for every object; it is half of a full list's size.
const makeManagedFields = (pod: PodSeed, created: string): readonly Json[] => {
  const names = (seeds: readonly ContainerSeed[]): Json =>
    Object.fromEntries(
      seeds.map(({ name }) => [
        `k:{"name":"${name}"}`,
        Object.fromEntries(
          [
            '.',
            'f:image',
            'f:imagePullPolicy',
            'f:name',
            'f:resources',
            'f:terminationMessagePath',
            'f:terminationMessagePolicy',
          ].map((key) => [key, {}]),
        ),
      ]),
    );
  const conditions = Object.fromEntries(
    ['ContainersReady', 'Initialized', 'PodScheduled', 'Ready'].map((type) => [
      `k:{"type":"${type}"}`,
      { '.': {}, 'f:lastProbeTime': {}, 'f:lastTransitionTime': {}, 'f:status': {}, 'f:type': {} },
    ]),
  );
  const labels = Object.fromEntries(Object.keys(pod.labels).map((key) => [`f:${key}`, {}]));
  const entry = { operation: 'Update', apiVersion: 'v1', time: created, fieldsType: 'FieldsV1' };
  return [
    {
      manager: 'kube-controller-manager',
      ...entry,
      fieldsV1: {
        'f:metadata': { 'f:generateName': {}, 'f:labels': { '.': {}, ...labels }, 'f:ownerReferences': { '.': {} } },
        'f:spec': {
          'f:containers': names(pod.containers),
          ...Object.fromEntries(
            [
              'f:dnsPolicy',
              'f:enableServiceLinks',
              'f:restartPolicy',
              'f:schedulerName',
              'f:securityContext',
              'f:terminationGracePeriodSeconds',
            ].map((key) => [key, {}]),
          ),
        },
      },
    },
    {
      manager: 'kubelet',
      ...entry,
      fieldsV1: {
        'f:status': {
          'f:conditions': conditions,
          ...Object.fromEntries(
            ['f:containerStatuses', 'f:hostIP', 'f:hostIPs', 'f:phase', 'f:podIP', 'f:podIPs', 'f:startTime'].map(
              (key) => [key, {}],
            ),
          ),
        },
      },
      subresource: 'status',
    },
  ];
};

// Thousands of pods of one workload differ in nothing of it, and making it is most of the work of making a pod.
const managedFields = remembering(makeManagedFields, (pod, created) =>
  [created, ...Object.keys(pod.labels), '', ...pod.containers.map(({ name }) => name)].join(' '),
);

const metadataOf = (now: Now): StoredObject['metadata'] => {
  const { pod } = now;
  const created = ago(now, pod.age);
  const owner = pod.owner;
  return {
    name: pod.name,
    ...(owner === undefined ? {} : { generateName: `${owner.name}-` }),
    namespace: pod.namespace,
    uid: uidOf(`pod/${pod.namespace}/${pod.name}`),
    resourceVersion: '',
    generation: 1,
    creationTimestamp: created,
    ...(pod.deletedAgo === undefined
      ? {}
      : { deletionTimestamp: kubeTime(now.start - pod.deletedAgo * 1000 + 30_000), deletionGracePeriodSeconds: 30 }),
    labels: pod.labels,
    ...(owner === undefined
      ? {}
      : {
          ownerReferences: [
            {
              apiVersion: owner.kind === 'Job' ? 'batch/v1' : 'apps/v1',
              ...owner,
              uid: uidOf(`${owner.kind}/${pod.namespace}/${owner.name}`),
              controller: true,
              blockOwnerDeletion: true,
            },
          ],
        }),
    managedFields: managedFields(pod, created),
  };
};

/** The whole object, as a real API server would return it. `start`: milliseconds since 1970. */
export const buildPod = (pod: PodSeed, start: number): StoredObject => {
  const now: Now = { pod, start };
  return { metadata: metadataOf(now), spec: podSpec(pod), status: podStatus(now) };
};
