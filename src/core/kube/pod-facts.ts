import { at, isJsonObject, listAt, numberAt, textAt, timeAt } from './json.ts';

/** A container's present or last state, as `status.containerStatuses[].state` tells it. Times are milliseconds since 1970. */
export type ContainerState =
  | { readonly kind: 'waiting'; readonly reason?: string; readonly message?: string }
  | { readonly kind: 'running'; readonly startedAt?: number }
  | {
      readonly kind: 'terminated';
      readonly exitCode: number;
      readonly signal?: number;
      readonly reason?: string;
      readonly message?: string;
      readonly startedAt?: number;
      readonly finishedAt?: number;
    };

/** One entry of `status.*ContainerStatuses`. */
export interface ContainerStatus {
  readonly name: string;
  readonly image?: string;
  readonly ready: boolean;
  readonly started: boolean;
  readonly restarts: number;
  readonly state?: ContainerState;
  readonly lastState?: ContainerState;
}

/** One entry of `spec.containers` and its siblings. */
export interface ContainerSpec {
  readonly name: string;
  readonly image?: string;
  /** A sidecar: an init container with `restartPolicy: Always`. */
  readonly restartable: boolean;
}

/** What the status of a pod is computed from; everything else of the object may be missing. Times are milliseconds since 1970. */
export interface PodFacts {
  readonly namespace: string;
  readonly name: string;
  readonly createdAt?: number;
  readonly deleted: boolean;
  readonly node?: string;
  readonly nominatedNode?: string;
  readonly ip?: string;
  readonly phase?: string;
  readonly reason?: string;
  readonly containers: readonly ContainerSpec[];
  readonly initContainers: readonly ContainerSpec[];
  readonly ephemeralContainers: readonly ContainerSpec[];
  readonly containerStatuses: readonly ContainerStatus[];
  readonly initContainerStatuses: readonly ContainerStatus[];
  readonly ephemeralContainerStatuses: readonly ContainerStatus[];
  readonly readinessGates: readonly string[];
  readonly conditions: readonly { readonly type: string; readonly status?: string; readonly reason?: string }[];
}

const optional = <K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> =>
  value === undefined ? {} : ({ [key]: value } as Record<K, V>);

// Go writes an unset signal as 0.
const signalOf = (terminated: unknown): number | undefined => {
  const signal = numberAt(terminated, 'signal');
  return signal === 0 ? undefined : signal;
};

const isThere = (value: unknown): boolean => value !== undefined && value !== null;

const waitingOf = (waiting: unknown): ContainerState => ({
  kind: 'waiting',
  ...optional('reason', textAt(waiting, 'reason')),
  ...optional('message', textAt(waiting, 'message')),
});

const terminatedOf = (terminated: unknown): ContainerState => ({
  kind: 'terminated',
  exitCode: numberAt(terminated, 'exitCode') ?? 0,
  ...optional('signal', signalOf(terminated)),
  ...optional('reason', textAt(terminated, 'reason')),
  ...optional('message', textAt(terminated, 'message')),
  ...optional('startedAt', timeAt(terminated, 'startedAt')),
  ...optional('finishedAt', timeAt(terminated, 'finishedAt')),
});

/**
 * A container is in one state at a time (documented: ContainerState), but the API server takes several (observed, 1.36.3).
 * The printer then hears an init container's end before what it waits for, and other containers the other way round.
 */
const stateOf = (state: unknown, first: 'waiting' | 'terminated'): ContainerState | undefined => {
  const { waiting, running, terminated } = isJsonObject(state) ? state : {};
  const waits = textAt(waiting, 'reason') !== undefined;
  if (isThere(terminated) && (first === 'terminated' || !waits)) return terminatedOf(terminated);
  if (waits) return waitingOf(waiting);
  if (isThere(running)) return { kind: 'running', ...optional('startedAt', timeAt(running, 'startedAt')) };
  return isThere(waiting) ? waitingOf(waiting) : undefined;
};

const statusOf = (status: unknown, first: 'waiting' | 'terminated'): ContainerStatus => ({
  name: textAt(status, 'name') ?? '',
  ready: at(status, 'ready') === true,
  started: at(status, 'started') === true,
  restarts: numberAt(status, 'restartCount') ?? 0,
  ...optional('image', textAt(status, 'image')),
  ...optional('state', stateOf(at(status, 'state'), first)),
  ...optional('lastState', stateOf(at(status, 'lastState'), 'terminated')),
});

const statusesOf = (pod: unknown, list: string, first: 'waiting' | 'terminated'): readonly ContainerStatus[] =>
  listAt(pod, 'status', list).map((status) => statusOf(status, first));

const specOf = (spec: unknown): ContainerSpec => ({
  name: textAt(spec, 'name') ?? '',
  restartable: textAt(spec, 'restartPolicy') === 'Always',
  ...optional('image', textAt(spec, 'image')),
});

const conditionOf = (condition: unknown): PodFacts['conditions'][number] => ({
  type: textAt(condition, 'type') ?? '',
  ...optional('status', textAt(condition, 'status')),
  ...optional('reason', textAt(condition, 'reason')),
});

const ipOf = (pod: unknown): string | undefined =>
  textAt(listAt(pod, 'status', 'podIPs')[0], 'ip') ?? textAt(pod, 'status', 'podIP');

/** Reads a pod object, whole or projected down to the fields used here; never fails, absent fields are simply absent. */
export const podFacts = (pod: unknown): PodFacts => ({
  namespace: textAt(pod, 'metadata', 'namespace') ?? '',
  name: textAt(pod, 'metadata', 'name') ?? '',
  deleted: textAt(pod, 'metadata', 'deletionTimestamp') !== undefined,
  containers: listAt(pod, 'spec', 'containers').map(specOf),
  initContainers: listAt(pod, 'spec', 'initContainers').map(specOf),
  ephemeralContainers: listAt(pod, 'spec', 'ephemeralContainers').map(specOf),
  containerStatuses: statusesOf(pod, 'containerStatuses', 'waiting'),
  initContainerStatuses: statusesOf(pod, 'initContainerStatuses', 'terminated'),
  ephemeralContainerStatuses: statusesOf(pod, 'ephemeralContainerStatuses', 'waiting'),
  readinessGates: listAt(pod, 'spec', 'readinessGates').map((gate) => textAt(gate, 'conditionType') ?? ''),
  conditions: listAt(pod, 'status', 'conditions').map(conditionOf),
  ...optional('createdAt', timeAt(pod, 'metadata', 'creationTimestamp')),
  ...optional('node', textAt(pod, 'spec', 'nodeName')),
  ...optional('nominatedNode', textAt(pod, 'status', 'nominatedNodeName')),
  ...optional('ip', ipOf(pod)),
  ...optional('phase', textAt(pod, 'status', 'phase')),
  ...optional('reason', textAt(pod, 'status', 'reason')),
});
