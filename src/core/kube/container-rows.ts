import { humanDuration } from './duration.ts';
import type { ContainerSpec, ContainerState, ContainerStatus, PodFacts } from './pod-facts.ts';
import type { ContainerExit, ContainerRow, PodHealth } from './pod.ts';

type Role = ContainerRow['role'];

const since = (time: number | undefined, now: number): string =>
  time === undefined ? '' : ` since ${humanDuration(now - time)}`;

const exitOf = (state: ContainerState & { kind: 'terminated' }): string =>
  state.signal === undefined ? `exit ${state.exitCode}` : `signal ${state.signal}`;

const lastExit = (status: ContainerStatus): string =>
  status.lastState?.kind === 'terminated' ? `, last ${exitOf(status.lastState)}` : '';

type Optional = Pick<ContainerRow, 'message' | 'startedAt' | 'lastExit'>;

const lastExitOf = (state: ContainerState & { kind: 'terminated' }): ContainerExit => ({
  exit: exitOf(state),
  ...(state.reason !== undefined && { reason: state.reason }),
  ...(state.message !== undefined && { message: state.message }),
  ...(state.finishedAt !== undefined && { finishedAt: state.finishedAt }),
});

const optionalOf = (status: ContainerStatus | undefined): Optional => {
  const { state, lastState } = status ?? {};
  const message = state?.kind === 'running' ? undefined : state?.message;
  const startedAt = state?.kind === 'waiting' ? undefined : state?.startedAt;
  return {
    ...(message !== undefined && { message }),
    ...(startedAt !== undefined && { startedAt }),
    ...(lastState?.kind === 'terminated' && { lastExit: lastExitOf(lastState) }),
  };
};

const stateWords = (status: ContainerStatus | undefined, now: number): string => {
  const state = status?.state;
  switch (state?.kind) {
    case undefined:
      return 'no state reported yet';
    case 'running':
      return `running${since(state.startedAt, now)}${status === undefined ? '' : lastExit(status)}`;
    case 'waiting':
      return `waiting${state.reason === undefined ? '' : `: ${state.reason}`}${status === undefined ? '' : lastExit(status)}`;
    case 'terminated':
      return `terminated${state.reason === undefined ? '' : `: ${state.reason}`}, ${exitOf(state)}`;
  }
};

// What a container waits for in the normal course of starting.
const harmlessWaits = new Set(['ContainerCreating', 'PodInitializing']);

const healthOf = (role: Role, status: ContainerStatus | undefined): PodHealth => {
  const state = status?.state;
  switch (state?.kind) {
    case undefined:
      return 'pending';
    case 'running':
      // Init and ephemeral containers have no readiness of their own.
      return status?.ready === true || role === 'init' || role === 'ephemeral' ? 'running' : 'warning';
    case 'waiting':
      return state.reason === undefined || harmlessWaits.has(state.reason) ? 'pending' : 'failing';
    case 'terminated':
      return state.exitCode === 0 ? 'completed' : 'failing';
  }
};

const rowsOf = (
  specs: readonly ContainerSpec[],
  statuses: readonly ContainerStatus[],
  roleOf: (spec: ContainerSpec) => Role,
  now: number,
): ContainerRow[] =>
  specs.map((spec) => {
    const status = statuses.find(({ name }) => name === spec.name);
    const role = roleOf(spec);
    return {
      name: spec.name,
      role,
      image: spec.image ?? status?.image ?? '',
      ready: status?.ready ?? false,
      restarts: status?.restarts ?? 0,
      state: stateWords(status, now),
      health: healthOf(role, status),
      ...optionalOf(status),
    };
  });

/** A pod's containers in the order of its spec: init containers and sidecars, then containers, then ephemeral ones. */
export const containerRows = (pod: PodFacts, now: number): readonly ContainerRow[] => [
  ...rowsOf(pod.initContainers, pod.initContainerStatuses, (spec) => (spec.restartable ? 'sidecar' : 'init'), now),
  ...rowsOf(pod.containers, pod.containerStatuses, () => 'container', now),
  ...rowsOf(pod.ephemeralContainers, pod.ephemeralContainerStatuses, () => 'ephemeral', now),
];
