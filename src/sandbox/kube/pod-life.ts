import { listAt, textAt } from '../../core/kube/json.ts';
import { kubeTime } from './go-json.ts';
import type { StoredObject } from './stored-object.ts';

// Nothing runs in the sandbox. A pod that was created there is given a life in three stages, told by the clock alone, so
// that people see it come up; every image counts as there.
const scheduledAfter = 1000;
const runningAfter = 3000;

const condition = (type: string, holds: boolean, at: number): unknown => ({
  type,
  status: holds ? 'True' : 'False',
  lastProbeTime: null,
  lastTransitionTime: kubeTime(at),
});

const report = (container: unknown, startedAt: number | undefined): unknown => ({
  name: textAt(container, 'name') ?? '',
  image: textAt(container, 'image') ?? '',
  imageID: '',
  lastState: {},
  ready: startedAt !== undefined,
  started: startedAt !== undefined,
  restartCount: 0,
  state:
    startedAt === undefined
      ? { waiting: { reason: 'ContainerCreating' } }
      : { running: { startedAt: kubeTime(startedAt) } },
});

/** The pod as it is `now`, given when it was created (both in milliseconds since 1970). */
export const podAt = (pod: StoredObject, created: number, node: string, now: number): StoredObject => {
  const age = now - created;
  if (age < scheduledAfter) return pod;
  const startedAt = age < runningAfter ? undefined : created + runningAfter;
  const isUp = startedAt !== undefined;
  const spec = pod['spec'] as Readonly<Record<string, unknown>>;
  return {
    ...pod,
    spec: { ...spec, nodeName: textAt(spec, 'nodeName') ?? node },
    status: {
      phase: isUp ? 'Running' : 'Pending',
      conditions: [
        condition('PodScheduled', true, created + scheduledAfter),
        condition('Initialized', true, created + scheduledAfter),
        condition('ContainersReady', isUp, startedAt ?? created + scheduledAfter),
        condition('Ready', isUp, startedAt ?? created + scheduledAfter),
      ],
      startTime: kubeTime(created + scheduledAfter),
      ...(isUp ? { podIP: '10.244.1.254', podIPs: [{ ip: '10.244.1.254' }] } : {}),
      containerStatuses: listAt(spec, 'containers').map((container) => report(container, startedAt)),
      qosClass: 'BestEffort',
    },
  };
};
