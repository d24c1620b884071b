import { kubeTime } from '../go-json.ts';
import { uidOf, type ContainerSeed, type PodSeed } from '../pod-builder.ts';
import type { StoredObject } from '../stored-object.ts';

interface EventSeed {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly component: string;
  readonly fieldPath?: string;
  /** Seconds before the start of the sandbox that it was seen last. */
  readonly last: number;
  readonly count: number;
}

const ofContainer = (pod: PodSeed, container: ContainerSeed): readonly EventSeed[] => {
  const fieldPath = `spec.containers{${container.name}}`;
  const kubelet = { component: 'kubelet', fieldPath };
  const { state } = container;
  if (state === undefined) return [];
  if ('running' in state) {
    return [
      {
        ...kubelet,
        type: 'Normal',
        reason: 'Started',
        message: 'Container started',
        last: state.running,
        count: 1 + (container.restarts ?? 0),
      },
    ];
  }
  if ('waiting' in state && state.waiting === 'CrashLoopBackOff') {
    const message = `Back-off restarting failed container ${container.name} in pod ${pod.name}_${pod.namespace}(${uidOf(`pod/${pod.namespace}/${pod.name}`)})`;
    return [
      { ...kubelet, type: 'Warning', reason: 'BackOff', message, last: 14, count: 12 * (container.restarts ?? 1) },
    ];
  }
  if ('waiting' in state && state.message !== undefined) {
    const reason = state.waiting === 'ImagePullBackOff' ? 'BackOff' : 'Failed';
    return [
      { ...kubelet, type: 'Warning', reason, message: state.message, last: 21, count: 1 + Math.floor(pod.age / 30) },
    ];
  }
  if ('ended' in state && state.reason === 'OOMKilled') {
    const message = `Memory cgroup out of memory: Killed process 1 (${container.name})`;
    return [
      {
        component: 'kernel-monitor',
        type: 'Warning',
        reason: 'OOMKilling',
        message,
        last: state.ended,
        count: 1 + (container.restarts ?? 0),
      },
    ];
  }
  return [];
};

const ofPod = (pod: PodSeed): readonly EventSeed[] => {
  if (pod.node !== undefined) {
    const message = `Successfully assigned ${pod.namespace}/${pod.name} to ${pod.node}`;
    return [{ type: 'Normal', reason: 'Scheduled', message, component: 'default-scheduler', last: pod.age, count: 1 }];
  }
  const unscheduled = pod.conditions?.find(({ type }) => type === 'PodScheduled');
  return [
    {
      type: 'Warning',
      reason: 'FailedScheduling',
      message: unscheduled?.message ?? '',
      component: 'default-scheduler',
      last: 40,
      count: 1 + Math.floor(pod.age / 300),
    },
  ];
};

// Kubernetes forgets events after an hour.
const remembered = 3600;

/** What the cluster reported about a pod within the last hour. */
export const eventsOf = (pod: PodSeed, start: number): readonly StoredObject[] =>
  [...ofPod(pod), ...[...(pod.init ?? []), ...pod.containers].flatMap((container) => ofContainer(pod, container))]
    .filter(({ last }) => last <= remembered)
    .map((event, index) => eventObject(pod, event, index, start));

const eventObject = (pod: PodSeed, event: EventSeed, index: number, start: number): StoredObject => {
  const uid = uidOf(`event/${pod.namespace}/${pod.name}/${index}`);
  const seen = (ago: number): string => kubeTime(start - ago * 1000);
  return {
    metadata: {
      name: `${pod.name}.${uid.replaceAll('-', '').slice(0, 16)}`,
      namespace: pod.namespace,
      uid,
      resourceVersion: '',
      creationTimestamp: seen(Math.min(pod.age, remembered)),
    },
    involvedObject: {
      kind: 'Pod',
      namespace: pod.namespace,
      name: pod.name,
      uid: uidOf(`pod/${pod.namespace}/${pod.name}`),
      apiVersion: 'v1',
      ...(event.fieldPath === undefined ? {} : { fieldPath: event.fieldPath }),
    },
    reason: event.reason,
    message: event.message,
    source: { component: event.component, ...(pod.node === undefined ? {} : { host: pod.node }) },
    firstTimestamp: seen(Math.min(pod.age, remembered)),
    lastTimestamp: seen(event.last),
    count: event.count,
    type: event.type,
    eventTime: null,
    reportingComponent: event.component,
    reportingInstance: pod.node ?? '',
  };
};
