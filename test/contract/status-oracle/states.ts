/** One pod to plant: its spec, its status, and what is peculiar about it. Seconds count back from the time of planting. */
export interface PlantedState {
  readonly name: string;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status: Readonly<Record<string, unknown>>;
  /** Deleted after planting; a finalizer keeps it. */
  readonly deleted?: boolean;
  /** The word that kubectl is known to print, so that the oracle cannot agree by both being empty. */
  readonly word: string;
}

type Json = Readonly<Record<string, unknown>>;

const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');

const running = (seconds = 600): Json => ({ running: { startedAt: ago(seconds) } });
const waiting = (reason?: string): Json => ({ waiting: reason === undefined ? {} : { reason } });
const ended = (exitCode: number, more: Json = {}, seconds = 502): Json => ({
  terminated: { exitCode, startedAt: ago(seconds + 60), finishedAt: ago(seconds), ...more },
});

const report = (name: string, state: Json, more: Json = {}): Json => ({
  name,
  image: 'registry.example/c:1',
  imageID: '',
  ready: false,
  restartCount: 0,
  state,
  lastState: {},
  ...more,
});
const good = (name: string, more: Json = {}): Json => report(name, running(), { ready: true, started: true, ...more });

const one = (name: string, more: Json = {}): Json => ({ name, image: 'registry.example/c:1', ...more });
const containers = (...names: string[]): Json => ({ containers: names.map((name) => one(name)) });
const condition = (type: string, status: string, reason?: string): Json => ({
  type,
  status,
  lastTransitionTime: ago(600),
  ...(reason === undefined ? {} : { reason }),
});
const ready = condition('Ready', 'True');
const initialized = condition('Initialized', 'True');

const withInit = (...names: string[]): Json => ({ ...containers('c'), initContainers: names.map((name) => one(name)) });
const withSidecar = (...names: string[]): Json => ({
  ...containers('c'),
  initContainers: names.map((name) => one(name, name.startsWith('side') ? { restartPolicy: 'Always' } : {})),
});
const blocked = report('c', waiting('PodInitializing'));

/** A state of one container in a pod of the given phase. */
const single = (word: string, phase: string, state: Json, more: Json = {}): PlantedState => ({
  name: word.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
  status: { phase, containerStatuses: [report('c', state, more)] },
  word,
});

const init = (
  name: string,
  word: string,
  spec: Json,
  initContainerStatuses: readonly Json[],
  more: Json = {},
): PlantedState => ({
  name,
  spec,
  status: { phase: 'Pending', initContainerStatuses, containerStatuses: [blocked], ...more },
  word,
});

const simple: readonly PlantedState[] = [
  { name: 'pending', status: { phase: 'Pending' }, word: 'Pending' },
  {
    name: 'unschedulable',
    status: { phase: 'Pending', conditions: [condition('PodScheduled', 'False', 'Unschedulable')] },
    word: 'Pending',
  },
  {
    name: 'gated',
    status: { phase: 'Pending', conditions: [condition('PodScheduled', 'False', 'SchedulingGated')] },
    word: 'SchedulingGated',
  },
  {
    name: 'running',
    status: { phase: 'Running', conditions: [ready], containerStatuses: [good('c')] },
    word: 'Running',
  },
  { name: 'unready', status: { phase: 'Running', containerStatuses: [report('c', running())] }, word: 'Running' },
  {
    name: 'addressed',
    status: { phase: 'Running', podIP: '10.9.8.7', podIPs: [{ ip: '10.9.8.7' }], containerStatuses: [good('c')] },
    word: 'Running',
  },
  ...[
    'ContainerCreating',
    'ErrImagePull',
    'ImagePullBackOff',
    'InvalidImageName',
    'CreateContainerConfigError',
    'CreateContainerError',
    'RunContainerError',
  ].map((word) => single(word, 'Pending', waiting(word))),
  single('CrashLoopBackOff', 'Running', waiting('CrashLoopBackOff'), {
    restartCount: 7,
    lastState: ended(1, { reason: 'Error' }),
  }),
  single('Error', 'Failed', ended(1, { reason: 'Error' })),
  single('OOMKilled', 'Running', ended(137, { reason: 'OOMKilled' }), {
    restartCount: 3,
    lastState: ended(137, { reason: 'OOMKilled' }, 4 * 3600),
  }),
  single('Completed', 'Succeeded', ended(0, { reason: 'Completed' })),
  single('ContainerStatusUnknown', 'Failed', ended(137, { reason: 'ContainerStatusUnknown' })),
  single('ExitCode:3', 'Failed', ended(3)),
  single('Signal:9', 'Failed', ended(137, { signal: 9 })),
  {
    ...single('Running', 'Running', running(), { ready: true, restartCount: 2 }),
    name: 'restarted-without-a-last-state',
  },
  { ...single('Running', 'Running', waiting()), name: 'waiting-without-a-reason' },
  { name: 'evicted', status: { phase: 'Failed', reason: 'Evicted', message: 'low on memory' }, word: 'Evicted' },
  { name: 'preempted', status: { phase: 'Failed', reason: 'Preempting' }, word: 'Preempting' },
  {
    name: 'reason-and-error',
    status: {
      phase: 'Failed',
      reason: 'DeadlineExceeded',
      containerStatuses: [report('c', ended(137, { reason: 'Error' }))],
    },
    word: 'Error',
  },
];

const several: readonly PlantedState[] = [
  {
    name: 'two-of-three',
    spec: containers('c', 'd', 'e'),
    status: {
      phase: 'Running',
      containerStatuses: [
        good('c'),
        report('d', waiting('CrashLoopBackOff'), { restartCount: 4, lastState: ended(2, { reason: 'Error' }, 3600) }),
        good('e', { restartCount: 1, lastState: ended(1, {}, 60) }),
      ],
    },
    word: 'CrashLoopBackOff',
  },
  {
    name: 'first-has-the-last-word',
    spec: containers('c', 'd'),
    status: {
      phase: 'Running',
      containerStatuses: [report('c', waiting('ImagePullBackOff')), report('d', waiting('CrashLoopBackOff'))],
    },
    word: 'ImagePullBackOff',
  },
  {
    name: 'completed-beside-running',
    spec: containers('c', 'd'),
    status: {
      phase: 'Running',
      conditions: [condition('Ready', 'False')],
      containerStatuses: [report('c', ended(0, { reason: 'Completed' })), good('d')],
    },
    word: 'NotReady',
  },
  {
    name: 'completed-beside-ready',
    spec: containers('c', 'd'),
    status: {
      phase: 'Running',
      conditions: [ready],
      containerStatuses: [report('c', ended(0, { reason: 'Completed' })), good('d')],
    },
    word: 'Running',
  },
  {
    name: 'completed-beside-failed',
    spec: containers('c', 'd'),
    status: {
      phase: 'Failed',
      containerStatuses: [report('c', ended(0, { reason: 'Completed' })), report('d', ended(1, { reason: 'Error' }))],
    },
    word: 'Error',
  },
  {
    name: 'gates',
    spec: {
      ...containers('c'),
      readinessGates: [{ conditionType: 'example.com/one' }, { conditionType: 'example.com/two' }],
    },
    status: {
      phase: 'Running',
      conditions: [condition('example.com/one', 'True'), condition('example.com/two', 'False'), ready],
      containerStatuses: [good('c')],
    },
    word: 'Running',
  },
];

const inits: readonly PlantedState[] = [
  init('init-0-2', 'Init:0/2', withInit('a', 'b'), [report('a', running()), report('b', waiting('PodInitializing'))]),
  init('init-1-2', 'Init:1/2', withInit('a', 'b'), [
    report('a', ended(0, { reason: 'Completed' })),
    report('b', running()),
  ]),
  init('init-waiting', 'Init:1/2', withInit('a', 'b'), [
    report('a', ended(0, {})),
    report('b', waiting('PodInitializing')),
  ]),
  init('init-crash', 'Init:CrashLoopBackOff', withInit('a', 'b'), [
    report('a', waiting('CrashLoopBackOff'), { restartCount: 5, lastState: ended(1, { reason: 'Error' }, 125) }),
    blockedInit('b'),
  ]),
  init('init-pull', 'Init:ImagePullBackOff', withInit('a'), [report('a', waiting('ImagePullBackOff'))]),
  init('init-error', 'Init:Error', withInit('a'), [report('a', ended(1, { reason: 'Error' }))]),
  init('init-exit', 'Init:ExitCode:4', withInit('a'), [report('a', ended(4))]),
  init('init-signal', 'Init:Signal:15', withInit('a'), [report('a', ended(143, { signal: 15 }))]),
  init('init-done', 'PodInitializing', withInit('a'), [report('a', ended(0, { reason: 'Completed' }))], {
    conditions: [initialized],
  }),
  {
    name: 'init-restarts-forgotten',
    spec: withInit('a'),
    status: {
      phase: 'Running',
      conditions: [initialized, ready],
      initContainerStatuses: [
        report('a', ended(0, { reason: 'Completed' }), { restartCount: 6, lastState: ended(1, {}, 900) }),
      ],
      containerStatuses: [good('c')],
    },
    word: 'Running',
  },
  {
    name: 'init-again-while-initialized',
    spec: withInit('a'),
    status: {
      phase: 'Running',
      conditions: [initialized],
      initContainerStatuses: [report('a', running())],
      containerStatuses: [good('c', { restartCount: 2, lastState: ended(1, {}, 7200) })],
    },
    word: 'Init:0/1',
  },
  {
    name: 'sidecar-ready',
    spec: withSidecar('side'),
    status: {
      phase: 'Running',
      conditions: [initialized, ready],
      initContainerStatuses: [good('side', { restartCount: 3, lastState: ended(1, {}, 300) })],
      containerStatuses: [good('c')],
    },
    word: 'Running',
  },
  {
    name: 'sidecar-unready',
    spec: withSidecar('side'),
    status: {
      phase: 'Running',
      conditions: [initialized],
      initContainerStatuses: [report('side', running(), { started: true })],
      containerStatuses: [good('c')],
    },
    word: 'Running',
  },
  init('sidecar-not-started', 'Init:0/2', withSidecar('side', 'a'), [
    report('side', running(), { started: false }),
    blockedInit('a'),
  ]),
  init('sidecar-then-init', 'Init:1/2', withSidecar('side', 'a'), [good('side'), report('a', running())]),
  init('sidecar-crash', 'Init:CrashLoopBackOff', withSidecar('side'), [
    report('side', waiting('CrashLoopBackOff'), { restartCount: 9, started: false, lastState: ended(1, {}, 40) }),
  ]),
  {
    name: 'sidecar-ended-with-error',
    spec: withSidecar('side'),
    status: {
      phase: 'Succeeded',
      conditions: [initialized],
      initContainerStatuses: [report('side', ended(137, { reason: 'Error' }))],
      containerStatuses: [report('c', ended(0, { reason: 'Completed' }))],
    },
    word: 'Completed',
  },
];

function blockedInit(name: string): Json {
  return report(name, waiting('PodInitializing'));
}

const deleted: readonly PlantedState[] = [
  {
    name: 'terminating',
    status: { phase: 'Running', conditions: [ready], containerStatuses: [good('c')] },
    deleted: true,
    word: 'Terminating',
  },
  {
    name: 'terminating-pending',
    status: { phase: 'Pending', containerStatuses: [report('c', waiting('ErrImagePull'))] },
    deleted: true,
    word: 'Terminating',
  },
  {
    name: 'terminating-failed',
    status: { phase: 'Failed', containerStatuses: [report('c', ended(1, { reason: 'Error' }))] },
    deleted: true,
    word: 'Error',
  },
  {
    name: 'terminating-completed',
    status: { phase: 'Succeeded', containerStatuses: [report('c', ended(0, { reason: 'Completed' }))] },
    deleted: true,
    word: 'Completed',
  },
  {
    name: 'node-lost',
    status: { phase: 'Running', reason: 'NodeLost', containerStatuses: [good('c')] },
    deleted: true,
    word: 'Unknown',
  },
  {
    name: 'node-lost-not-deleted',
    status: { phase: 'Running', reason: 'NodeLost', containerStatuses: [good('c')] },
    word: 'NodeLost',
  },
];

/** Every state that kubectl has a word for. */
export const plantedStates: readonly PlantedState[] = [...simple, ...several, ...inits, ...deleted];

/** The spec of a state that does not name one. */
export const defaultSpec: Json = containers('c');
