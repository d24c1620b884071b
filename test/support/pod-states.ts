/** A pod in one state, and what kubectl's columns say of it: held against the real server by test/contract/status-oracle. */
export interface PodState {
  /** Different for each. */
  readonly title: string;
  readonly spec: object;
  /** As a kubelet would write it; undefined: what the API server itself makes of a new pod. */
  readonly status: object | undefined;
  /** Asked to go, and held back by a finalizer. */
  readonly deleted: boolean;
  /** STATUS, READY and RESTARTS without its bracketed part, such as `Running 1/2 0`. */
  readonly prints: string;
  /** READINESS GATES. */
  readonly gates: string;
}

interface Given {
  readonly spec?: object;
  readonly status?: object;
  readonly deleted?: true;
  readonly gates?: string;
}

const state = (title: string, prints: string, given: Given = {}): PodState => ({
  title,
  prints,
  spec: given.spec ?? {},
  status: given.status,
  deleted: given.deleted ?? false,
  gates: given.gates ?? '<none>',
});

const image = 'registry.example/app:1';
const startedAt = '2026-01-01T12:00:00Z';
const finishedAt = '2026-01-01T12:30:00Z';

const container = (name: string, more: object = {}): object => ({ name, image, ...more });
const sidecar = (name: string): object => container(name, { restartPolicy: 'Always' });
const containers = (...names: string[]): { containers: object[] } => ({
  containers: names.map((name) => container(name)),
});
const withInit = (...initContainers: object[]): object => ({ initContainers, ...containers('main') });

const status = (name: string, current: object, more: object = {}): object => ({
  name,
  image,
  imageID: '',
  ready: false,
  restartCount: 0,
  state: current,
  ...more,
});
const waiting = (name: string, reason?: string, more: object = {}): object =>
  status(name, { waiting: reason === undefined ? {} : { reason } }, more);
const running = (name: string, more: object = {}): object =>
  status(name, { running: { startedAt } }, { ready: true, started: true, ...more });
const ended = (name: string, exitCode: number, how: object = {}, more: object = {}): object =>
  status(name, { terminated: { exitCode, startedAt, finishedAt, ...how } }, more);
const completed = (name: string, more: object = {}): object => ended(name, 0, { reason: 'Completed' }, more);
const failed = (name: string, more: object = {}): object => ended(name, 1, { reason: 'Error' }, more);
const unstarted = (name: string, more: object = {}): object => running(name, { ready: false, started: false, ...more });
const lastEnded = (at: string | undefined): object => ({
  lastState: { terminated: { exitCode: 1, reason: 'Error', ...(at === undefined ? {} : { finishedAt: at }) } },
});

const condition = (type: string, value: string, more: object = {}): object => ({ type, status: value, ...more });
const readyIs = (value: string): { conditions: object[] } => ({ conditions: [condition('Ready', value)] });
const initialized = { conditions: [condition('Initialized', 'True')] };
const notInitialized = { conditions: [condition('Initialized', 'False', { reason: 'ContainersNotInitialized' })] };

const pending = (...containerStatuses: object[]): object => ({ phase: 'Pending', containerStatuses });
const up = (...containerStatuses: object[]): object => ({ phase: 'Running', containerStatuses });
const succeeded = (...containerStatuses: object[]): object => ({ phase: 'Succeeded', containerStatuses });
const broken = (...containerStatuses: object[]): object => ({ phase: 'Failed', containerStatuses });
const initial = (...initContainerStatuses: object[]): object => ({
  phase: 'Pending',
  initContainerStatuses,
  containerStatuses: [waiting('main', 'PodInitializing')],
  ...notInitialized,
});

const one = withInit(container('first'));
const two = withInit(container('first'), container('second'));
const guarded = withInit(sidecar('guard'));
const pair = containers('main', 'second');
const trio = containers('main', 'second', 'third');

const beginnings: readonly PodState[] = [
  state('new', 'Pending 0/1 0'),
  state('unschedulable', 'Pending 0/1 0', {
    status: { phase: 'Pending', conditions: [condition('PodScheduled', 'False', { reason: 'Unschedulable' })] },
  }),
  state('scheduling gate', 'SchedulingGated 0/1 0', { spec: { schedulingGates: [{ name: 'example.org/quota' }] } }),
  state('scheduling gate beats the reason', 'SchedulingGated 0/1 0', {
    status: {
      phase: 'Pending',
      reason: 'Other',
      conditions: [condition('PodScheduled', 'False', { reason: 'SchedulingGated' })],
    },
  }),
  state('pending with a reason', 'OutOfcpu 0/1 0', { status: { phase: 'Pending', reason: 'OutOfcpu' } }),
  state('creating', 'ContainerCreating 0/1 0', { status: pending(waiting('main', 'ContainerCreating')) }),
  state('waiting without a word', 'Pending 0/1 0', { status: pending(waiting('main')) }),
  state('in no state', 'Pending 0/1 0', { status: pending(status('main', {})) }),
  state('pulling fails', 'ErrImagePull 0/1 0', { status: pending(waiting('main', 'ErrImagePull')) }),
  state('pulling fails again', 'ImagePullBackOff 0/1 0', { status: pending(waiting('main', 'ImagePullBackOff')) }),
  state('no such name', 'InvalidImageName 0/1 0', { status: pending(waiting('main', 'InvalidImageName')) }),
  state('no such secret', 'CreateContainerConfigError 0/1 0', {
    status: pending(waiting('main', 'CreateContainerConfigError')),
  }),
  state('cannot be run', 'RunContainerError 0/1 0', { status: pending(waiting('main', 'RunContainerError')) }),
];

const initialisation: readonly PodState[] = [
  state('init: none begun', 'Init:0/1 0/1 0', { spec: one, status: initial(waiting('first', 'PodInitializing')) }),
  state('init: waiting without a word', 'Init:0/1 0/1 0', { spec: one, status: initial(waiting('first')) }),
  state('init: in no state', 'Init:0/1 0/1 0', { spec: one, status: initial(status('first', {})) }),
  state('init: running', 'Init:0/1 0/1 0', { spec: one, status: initial(running('first', { ready: false })) }),
  state('init: second running', 'Init:1/2 0/1 0', {
    spec: two,
    status: initial(completed('first', { ready: true }), running('second', { ready: false })),
  }),
  state('init: only first known', 'Init:0/2 0/1 0', { spec: two, status: initial(running('first', { ready: false })) }),
  state('init: all done', 'PodInitializing 0/1 0', { spec: one, status: initial(completed('first', { ready: true })) }),
  state('init: crash loop', 'Init:CrashLoopBackOff 0/1 4', {
    spec: one,
    status: initial(waiting('first', 'CrashLoopBackOff', { restartCount: 4, ...lastEnded(finishedAt) })),
  }),
  state('init: pull', 'Init:ImagePullBackOff 0/1 0', {
    spec: one,
    status: initial(waiting('first', 'ImagePullBackOff')),
  }),
  state('init: error', 'Init:Error 0/1 1', { spec: one, status: initial(failed('first', { restartCount: 1 })) }),
  state('init: out of memory', 'Init:OOMKilled 0/1 0', {
    spec: one,
    status: initial(ended('first', 137, { reason: 'OOMKilled' })),
  }),
  state('init: exit code', 'Init:ExitCode:3 0/1 0', { spec: one, status: initial(ended('first', 3)) }),
  state('init: signal', 'Init:Signal:9 0/1 0', { spec: one, status: initial(ended('first', 137, { signal: 9 })) }),
  state('init: second fails, both restarted', 'Init:Error 0/1 5', {
    spec: two,
    status: initial(
      completed('first', { restartCount: 2, ...lastEnded('2026-01-01T12:10:00Z') }),
      failed('second', { restartCount: 3, ...lastEnded(undefined) }),
    ),
  }),
  state('init: what follows the failure does not count', 'Init:Error 0/1 1', {
    spec: two,
    status: initial(failed('first', { restartCount: 1 }), waiting('second', 'PodInitializing', { restartCount: 7 })),
  }),
  state('init: over, restarts no longer counted', 'Running 1/1 2', {
    spec: one,
    status: {
      ...up(running('main', { restartCount: 2, ...lastEnded(finishedAt) })),
      initContainerStatuses: [completed('first', { restartCount: 6, ...lastEnded('2026-01-02T00:00:00Z') })],
      ...initialized,
    },
  }),
  state('init: again after initialisation', 'Init:0/1 1/1 0', {
    spec: one,
    status: { ...up(running('main')), initContainerStatuses: [running('first', { ready: false })], ...initialized },
  }),
  state('init: failed, and the pod with it', 'Init:Error 0/1 0', {
    spec: { ...one, restartPolicy: 'Never' },
    status: { ...initial(failed('first')), phase: 'Failed' },
  }),
];

const sidecars: readonly PodState[] = [
  state('sidecar: not started', 'Init:0/1 0/2 0', { spec: guarded, status: initial(unstarted('guard')) }),
  state('sidecar: started, before the rest', 'PodInitializing 1/2 0', {
    spec: guarded,
    status: initial(running('guard')),
  }),
  state('sidecar: all ready', 'Running 2/2 0', {
    spec: guarded,
    status: { ...up(running('main')), initContainerStatuses: [running('guard')], ...initialized },
  }),
  state('sidecar: started, not ready', 'Running 1/2 0', {
    spec: guarded,
    status: { ...up(running('main')), initContainerStatuses: [running('guard', { ready: false })], ...initialized },
  }),
  state('sidecar: crashed early', 'Init:Error 0/2 1', {
    spec: guarded,
    status: initial(failed('guard', { restartCount: 1, started: false })),
  }),
  state('sidecar: crashed later', 'Init:CrashLoopBackOff 1/2 3', {
    spec: guarded,
    status: {
      ...up(running('main', { restartCount: 1, ...lastEnded('2026-01-01T12:20:00Z') })),
      initContainerStatuses: [
        waiting('guard', 'CrashLoopBackOff', { started: false, restartCount: 2, ...lastEnded(finishedAt) }),
      ],
      ...initialized,
    },
  }),
  state('sidecar: finished with the pod', 'Completed 0/2 0', {
    spec: guarded,
    status: { ...succeeded(completed('main')), initContainerStatuses: [completed('guard')], ...initialized },
  }),
  state('sidecar: killed with the pod', 'Completed 0/2 0', {
    spec: guarded,
    status: {
      ...succeeded(completed('main')),
      initContainerStatuses: [ended('guard', 137, { reason: 'Error' }, { started: true })],
      ...initialized,
    },
  }),
  state('sidecar: between init containers', 'Init:2/3 1/2 1', {
    spec: withInit(container('first'), sidecar('guard'), container('last')),
    status: initial(completed('first'), running('guard', { restartCount: 1 }), running('last', { ready: false })),
  }),
  state('sidecar: its restarts count, those of others do not', 'Running 2/2 3', {
    spec: withInit(container('first'), sidecar('guard')),
    status: {
      ...up(running('main', { restartCount: 1 })),
      initContainerStatuses: [
        completed('first', { restartCount: 9, ...lastEnded('2026-01-03T00:00:00Z') }),
        running('guard', { restartCount: 2, ...lastEnded(finishedAt) }),
      ],
      ...initialized,
    },
  }),
];

const ends: readonly PodState[] = [
  state('crash loop', 'CrashLoopBackOff 0/1 5', {
    status: up(waiting('main', 'CrashLoopBackOff', { restartCount: 5, ...lastEnded(finishedAt) })),
  }),
  state('error', 'Error 0/1 0', { status: broken(failed('main')) }),
  state('out of memory', 'OOMKilled 0/1 1', {
    status: up(ended('main', 137, { reason: 'OOMKilled' }, { restartCount: 1 })),
  }),
  state('completed', 'Completed 0/1 0', { status: succeeded(completed('main')) }),
  state('exit code', 'ExitCode:7 0/1 0', { status: broken(ended('main', 7)) }),
  state('exit code 0', 'ExitCode:0 0/1 0', { status: succeeded(ended('main', 0)) }),
  state('signal', 'Signal:15 0/1 0', { status: broken(ended('main', 143, { signal: 15 })) }),
  state('signal and reason', 'Error 0/1 0', { status: broken(ended('main', 143, { signal: 15, reason: 'Error' })) }),
  state('lost track of', 'ContainerStatusUnknown 0/1 1', {
    status: broken(ended('main', 137, { reason: 'ContainerStatusUnknown' }, { restartCount: 1 })),
  }),
  state('evicted', 'Evicted 0/1 0', { status: { phase: 'Failed', reason: 'Evicted', message: 'low on memory' } }),
  state('evicted, its container told', 'Error 0/1 0', {
    status: { ...broken(failed('main')), reason: 'Evicted' },
  }),
  state('too long', 'DeadlineExceeded 0/1 0', { status: { phase: 'Failed', reason: 'DeadlineExceeded' } }),
  state('not admitted', 'NodeAffinity 0/1 0', { status: { phase: 'Failed', reason: 'NodeAffinity' } }),
  state('failed without a word', 'Failed 0/1 0', { status: { phase: 'Failed' } }),
  state('succeeded without a word', 'Succeeded 0/1 0', { status: { phase: 'Succeeded' } }),
  state('reason Completed alone', 'Completed 0/1 0', { status: { phase: 'Succeeded', reason: 'Completed' } }),
  state('phase Unknown', 'Unknown 0/1 0', { status: { phase: 'Unknown' } }),
  state('phase nobody knows', 'Dreaming 0/1 0', { status: { phase: 'Dreaming' } }),
];

const lives: readonly PodState[] = [
  state('running', 'Running 1/1 0', { status: { ...up(running('main')), ...readyIs('True') } }),
  state('running, not ready', 'Running 0/1 0', {
    status: { ...up(running('main', { ready: false })), ...readyIs('False') },
  }),
  state('running, nothing told of containers', 'Running 0/1 0', { status: { phase: 'Running' } }),
  state('ready, but ended', 'Error 0/1 0', { status: up(failed('main', { ready: true })) }),
  state('ready, since when unknown', 'Running 1/1 0', {
    status: up(status('main', { running: {} }, { ready: true, started: true })),
  }),
  state('resize under way', 'Running 1/1 0', {
    status: {
      ...up(running('main')),
      resize: 'InProgress',
      conditions: [condition('PodResizeInProgress', 'True'), condition('Ready', 'True')],
    },
  }),
  state('resize not possible', 'Running 1/1 0', {
    status: { ...up(running('main')), conditions: [condition('PodResizePending', 'True', { reason: 'Infeasible' })] },
  }),
  state('about to be disrupted', 'Running 1/1 0', {
    status: {
      ...up(running('main')),
      conditions: [condition('DisruptionTarget', 'True', { reason: 'PreemptionByScheduler' })],
    },
  }),
  state('node lost', 'NodeLost 1/1 0', { status: { ...up(running('main')), reason: 'NodeLost' } }),
  state('one done, one running', 'NotReady 1/2 0', {
    spec: pair,
    status: { ...up(completed('main'), running('second')), ...readyIs('False') },
  }),
  state('one done, one running, ready all the same', 'Running 1/2 0', {
    spec: pair,
    status: { ...up(completed('main'), running('second')), ...readyIs('True') },
  }),
  state('one done, one not ready', 'Completed 0/2 0', {
    spec: pair,
    status: { ...up(completed('main'), running('second', { ready: false })), ...readyIs('False') },
  }),
  state('running first, done second', 'NotReady 1/2 0', {
    spec: pair,
    status: { ...up(running('main'), completed('second')), ...readyIs('False') },
  }),
  state('one running, one in a crash loop', 'CrashLoopBackOff 1/2 8', {
    spec: pair,
    status: up(running('main'), waiting('second', 'CrashLoopBackOff', { restartCount: 8, ...lastEnded(finishedAt) })),
  }),
  state('one failed, one done', 'Error 0/2 0', { spec: pair, status: broken(failed('main'), completed('second')) }),
  state('one done, one failed', 'Error 0/2 0', { spec: pair, status: broken(completed('main'), failed('second')) }),
  state('done, failed and running', 'Error 1/3 0', {
    spec: trio,
    status: { ...up(completed('main'), failed('second'), running('third')), ...readyIs('False') },
  }),
  state('done, and failed twice', 'ExitCode:4 0/3 0', {
    spec: trio,
    status: broken(completed('main'), ended('second', 4), ended('third', 5)),
  }),
  state('one done, one being made', 'Completed 0/2 0', {
    spec: pair,
    status: pending(completed('main'), waiting('second', 'ContainerCreating')),
  }),
  state('one being made, one fails to pull', 'ContainerCreating 0/2 0', {
    spec: pair,
    status: pending(waiting('main', 'ContainerCreating'), waiting('second', 'ErrImagePull')),
  }),
  state('fewer told of than there are', 'Running 1/3 0', { spec: trio, status: up(running('second')) }),
  state('Completed, though it failed', 'Completed 0/1 0', {
    status: broken(ended('main', 1, { reason: 'Completed' })),
  }),
];

const deletions: readonly PodState[] = [
  state('deleted: running', 'Terminating 1/1 0', { deleted: true, status: up(running('main')) }),
  state('deleted: never begun', 'Terminating 0/1 0', { deleted: true }),
  state('deleted: in a crash loop', 'Terminating 0/1 2', {
    deleted: true,
    status: up(waiting('main', 'CrashLoopBackOff', { restartCount: 2 })),
  }),
  state('deleted: in initialisation', 'Terminating 0/1 0', {
    deleted: true,
    spec: one,
    status: initial(running('first', { ready: false })),
  }),
  state('deleted: completed', 'Completed 0/1 0', { deleted: true, status: succeeded(completed('main')) }),
  state('deleted: failed', 'Error 0/1 0', { deleted: true, status: broken(failed('main')) }),
  state('deleted: evicted', 'Evicted 0/1 0', { deleted: true, status: { phase: 'Failed', reason: 'Evicted' } }),
  state('deleted: its node lost', 'Unknown 1/1 0', {
    deleted: true,
    status: { ...up(running('main')), reason: 'NodeLost' },
  }),
  state('deleted: its node lost, and failed', 'Unknown 0/1 0', {
    deleted: true,
    status: { phase: 'Failed', reason: 'NodeLost' },
  }),
];

const gatesOf = (...names: string[]): object => ({ readinessGates: names.map((conditionType) => ({ conditionType })) });

const gates: readonly PodState[] = [
  state('gates: none told of', 'Running 1/1 0', {
    spec: gatesOf('example.org/a'),
    status: up(running('main')),
    gates: '0/1',
  }),
  state('gates: one of two', 'Running 1/1 0', {
    spec: gatesOf('example.org/a', 'example.org/b'),
    status: {
      ...up(running('main')),
      conditions: [
        condition('example.org/a', 'True'),
        condition('example.org/b', 'False'),
        condition('Ready', 'False'),
      ],
    },
    gates: '1/2',
  }),
  state('gates: all', 'Running 1/1 0', {
    spec: gatesOf('example.org/a'),
    status: { ...up(running('main')), conditions: [condition('example.org/a', 'True')] },
    gates: '1/1',
  }),
];

const restarts: readonly PodState[] = [
  state('restarts: none, though it ended before', 'Running 1/1 0', {
    status: up(running('main', lastEnded(finishedAt))),
  }),
  state('restarts: when is not known', 'Running 1/1 3', {
    status: up(running('main', { restartCount: 3, ...lastEnded(undefined) })),
  }),
  state('restarts: no last state', 'Running 1/1 3', { status: up(running('main', { restartCount: 3 })) }),
  state('restarts: the later of two', 'Running 2/2 3', {
    spec: pair,
    status: up(
      running('main', { restartCount: 1, ...lastEnded('2026-01-01T00:00:00Z') }),
      running('second', { restartCount: 2, ...lastEnded(finishedAt) }),
    ),
  }),
  state('restarts: only the other has ended', 'Running 2/2 2', {
    spec: pair,
    status: up(running('main', { restartCount: 2 }), running('second', lastEnded(finishedAt))),
  }),
];

const addresses: readonly PodState[] = [
  state('address: one', 'Running 1/1 0', {
    status: { ...up(running('main')), podIP: '10.244.0.7', podIPs: [{ ip: '10.244.0.7' }] },
  }),
  state('address: two kinds', 'Running 1/1 0', {
    status: { ...up(running('main')), podIP: 'fd00::7', podIPs: [{ ip: 'fd00::7' }, { ip: '10.244.0.7' }] },
  }),
  state('address: a node is meant', 'Pending 0/1 0', { status: { phase: 'Pending', nominatedNodeName: 'node-9' } }),
];

const oddities: readonly PodState[] = [
  state('odd: no phase', ' 0/1 0', { status: { phase: '' } }),
  state('odd: Ready twice', 'Running 1/2 0', {
    spec: pair,
    status: {
      ...up(completed('main'), running('second')),
      conditions: [condition('Ready', 'False'), condition('Ready', 'True')],
    },
  }),
  state('odd: Initialized twice', 'Init:0/1 0/1 0', {
    spec: one,
    status: {
      ...up(running('main')),
      initContainerStatuses: [running('first', { ready: false })],
      conditions: [condition('Initialized', 'False'), condition('Initialized', 'True')],
    },
  }),
  state('odd: waiting and ended', 'CrashLoopBackOff 0/1 0', {
    status: up(
      status('main', { waiting: { reason: 'CrashLoopBackOff' }, terminated: { exitCode: 1, reason: 'Error' } }),
    ),
  }),
  state('odd: init waiting and ended', 'Init:Error 0/1 0', {
    spec: one,
    status: initial(
      status('first', { waiting: { reason: 'CrashLoopBackOff' }, terminated: { exitCode: 1, reason: 'Error' } }),
    ),
  }),
  state('odd: running and ended', 'Error 0/1 0', {
    status: up(status('main', { running: {}, terminated: { exitCode: 1, reason: 'Error' } }, { ready: true })),
  }),
  state('odd: running and waiting without a word', 'Running 1/1 0', {
    status: up(status('main', { running: {}, waiting: {} }, { ready: true })),
  }),
  state('odd: a long word', `${'Very'.repeat(50)} 0/1 0`, { status: pending(waiting('main', 'Very'.repeat(50))) }),
  state('odd: a long reason', `${'Very'.repeat(50)} 0/1 0`, { status: { phase: 'Failed', reason: 'Very'.repeat(50) } }),
  state('odd: a word in another script', 'Überlast 0/1 0', { status: pending(waiting('main', 'Überlast')) }),
  state('odd: a container that is not in the spec', 'Init:0/1 0/1 0', {
    spec: one,
    status: initial(running('stranger', { ready: false })),
  }),
  state('odd: initialisation told of, but not in the spec', 'Init:0/0 0/1 0', {
    status: initial(running('stranger', { ready: false })),
  }),
  state('odd: started, but ended badly', 'Completed 1/2 0', {
    spec: guarded,
    status: {
      ...succeeded(completed('main')),
      initContainerStatuses: [ended('guard', 137, { reason: 'Error' }, { started: true, ready: true })],
      ...initialized,
    },
  }),
];

/** Every state that the printer has a word for, and the corners between them. Our projection takes words up to 200 letters. */
export const podStates: readonly PodState[] = [
  ...beginnings,
  ...initialisation,
  ...sidecars,
  ...ends,
  ...lives,
  ...deletions,
  ...gates,
  ...restarts,
  ...addresses,
  ...oddities,
];

/** A pod that restarted once, at a time in milliseconds since 1970. */
export const restartedAt = (time: number): { readonly spec: object; readonly status: object } => ({
  spec: containers('main'),
  status: up(running('main', { restartCount: 1, ...lastEnded(new Date(time).toISOString().replace(/\.\d+/, '')) })),
});

/** The pod's object, as it is created; the status is planted afterwards. */
export const podObjectOf = (name: string, { spec, deleted }: Pick<PodState, 'spec' | 'deleted'>): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, ...(deleted ? { finalizers: ['example.org/held'] } : {}) },
  spec: { ...containers('main'), schedulerName: 'nobody', ...spec },
});
