import { ageSince, humanDuration } from './duration.ts';
import type { ContainerState, ContainerStatus, PodFacts } from './pod-facts.ts';
import type { PodRow } from './pod.ts';

// How kubectl words a pod: the rules of the server's own table printer (documented: `printPod` in k8s.io/kubernetes
// v1.36.3, pkg/printers/internalversion; observed: test/contract/status-oracle holds them against a real server).

interface Tally {
  readonly status: string;
  readonly ready: number;
  readonly restarts: number;
  /** When the container that restarted last had ended, in milliseconds since 1970. */
  readonly lastEnd?: number;
}

interface Stage extends Tally {
  /** True while an init container keeps the pod from going on. */
  readonly initializing: boolean;
  /** Restarts of sidecars alone: once the pod is initialised the other init containers no longer count. */
  readonly sidecars: readonly ContainerStatus[];
}

const endOf = (status: ContainerStatus): number | undefined =>
  status.lastState?.kind === 'terminated' ? status.lastState.finishedAt : undefined;

const lastEndOf = (statuses: readonly ContainerStatus[]): { lastEnd?: number } => {
  const ends = statuses.flatMap((status) => endOf(status) ?? []);
  return ends.length === 0 ? {} : { lastEnd: Math.max(...ends) };
};

const restartsOf = (statuses: readonly ContainerStatus[]): number =>
  statuses.reduce((sum, status) => sum + status.restarts, 0);

const terminationWord = (state: ContainerState & { kind: 'terminated' }): string =>
  state.reason ?? (state.signal === undefined ? `ExitCode:${state.exitCode}` : `Signal:${state.signal}`);

/** Types are unique by convention only; of several the printer takes any for Ready and the first for all others. */
const isReady = (pod: PodFacts): boolean =>
  pod.conditions.some(({ type, status }) => type === 'Ready' && status === 'True');

const hasCondition = (pod: PodFacts, type: string): boolean =>
  pod.conditions.find((condition) => condition.type === type)?.status === 'True';

const initialWord = (pod: PodFacts): string => {
  const gated = pod.conditions.some(({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated');
  return gated ? 'SchedulingGated' : (pod.reason ?? pod.phase ?? '');
};

/** What an init container that is neither done nor a started sidecar makes of the pod. */
const initWord = (status: ContainerStatus, done: number, total: number): string => {
  const { state } = status;
  if (state?.kind === 'terminated') return `Init:${terminationWord(state)}`;
  if (state?.kind === 'waiting' && state.reason !== undefined && state.reason !== 'PodInitializing') {
    return `Init:${state.reason}`;
  }
  return `Init:${done}/${total}`;
};

const initStage = (pod: PodFacts): Stage => {
  const restartable = new Set(pod.initContainers.filter((spec) => spec.restartable).map((spec) => spec.name));
  const seen: ContainerStatus[] = [];
  let ready = 0;
  let blocked: string | undefined;
  for (const [index, status] of pod.initContainerStatuses.entries()) {
    seen.push(status);
    if (status.state?.kind === 'terminated' && status.state.exitCode === 0) continue;
    if (restartable.has(status.name) && status.started) {
      if (status.ready) ready++;
      continue;
    }
    blocked = initWord(status, index, pod.initContainers.length);
    break;
  }
  return {
    status: blocked ?? initialWord(pod),
    initializing: blocked !== undefined,
    ready,
    restarts: restartsOf(seen),
    sidecars: seen.filter((status) => restartable.has(status.name)),
    ...lastEndOf(seen),
  };
};

interface Words {
  status: string;
  failure?: string;
  running: boolean;
  ready: number;
}

const readContainer = (words: Words, { ready, state }: ContainerStatus): void => {
  if (state?.kind === 'waiting' && state.reason !== undefined) words.status = state.reason;
  else if (state?.kind === 'terminated') {
    words.status = terminationWord(state);
    if (state.exitCode !== 0) words.failure = words.status;
  } else if (state?.kind === 'running' && ready) {
    words.running = true;
    words.ready++;
  }
};

/** A finished container does not speak for a pod of which another part still runs or has failed. */
const settleCompleted = (pod: PodFacts, words: Words): string => {
  if (words.status !== 'Completed') return words.status;
  if (words.running && isReady(pod)) return 'Running';
  return words.failure ?? (words.running ? 'NotReady' : words.status);
};

const mainStage = (pod: PodFacts, init: Stage): Tally => {
  const words: Words = { status: init.status, running: false, ready: init.ready };
  // Last to first, so that the first container has the last word.
  for (const status of pod.containerStatuses.toReversed()) readContainer(words, status);
  const counted = [...init.sidecars, ...pod.containerStatuses];
  return {
    status: settleCompleted(pod, words),
    ready: words.ready,
    restarts: restartsOf(counted),
    ...lastEndOf(counted),
  };
};

const deletionWord = (pod: PodFacts): string | undefined => {
  if (!pod.deleted) return undefined;
  if (pod.reason === 'NodeLost') return 'Unknown';
  return pod.phase === 'Succeeded' || pod.phase === 'Failed' ? undefined : 'Terminating';
};

const tallyOf = (pod: PodFacts): Tally => {
  const init = initStage(pod);
  return init.initializing && !hasCondition(pod, 'Initialized') ? init : mainStage(pod, init);
};

/** The pod's row as `kubectl get pods -o wide` prints it. `now` in milliseconds since 1970. */
export const podRow = (pod: PodFacts, now: number): PodRow => {
  const tally = tallyOf(pod);
  const total = pod.containers.length + pod.initContainers.filter((spec) => spec.restartable).length;
  const lastEnd = tally.restarts === 0 ? undefined : tally.lastEnd;
  return {
    namespace: pod.namespace,
    name: pod.name,
    ready: `${tally.ready}/${total}`,
    status: deletionWord(pod) ?? tally.status,
    restarts: tally.restarts,
    age: ageSince(pod.createdAt, now),
    ...(lastEnd === undefined ? {} : { lastRestart: `${humanDuration(now - lastEnd)} ago` }),
    ...(pod.node === undefined ? {} : { node: pod.node }),
    ...(pod.ip === undefined ? {} : { ip: pod.ip }),
  };
};

/** kubectl's READINESS GATES cell: how many of the pod's gates are open, `<none>` without gates. */
export const readinessGatesCell = (pod: PodFacts): string => {
  if (pod.readinessGates.length === 0) return '<none>';
  const open = pod.readinessGates.filter((gate) => hasCondition(pod, gate));
  return `${open.length}/${pod.readinessGates.length}`;
};
