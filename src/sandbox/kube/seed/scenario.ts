import type { ContainerSeed, PodSeed, StateSeed } from '../pod-builder.ts';

/** Seeds a small company's cluster: mostly healthy, with one pod for every word that kubectl has for trouble. */
export interface Scenario {
  readonly namespaces: readonly {
    readonly name: string;
    readonly phase?: 'Active' | 'Terminating';
    readonly forbidden?: boolean;
  }[];
  readonly pods: readonly PodSeed[];
}

const [minute, hour, day] = [60, 3600, 86_400];

/** A repeatable sequence of numbers from 0 to 1 (mulberry32). */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

// The letters of Kubernetes' generated names: no vowels, so that no words come out.
const letters = '2456789bcdfghjklmnpqrstvwxz';

const suffix = (random: () => number, length: number): string =>
  Array.from({ length }, () => letters[Math.floor(random() * letters.length)] ?? '2').join('');

type Shape = Omit<PodSeed, 'namespace' | 'name' | 'labels' | 'containers'> & {
  readonly containers: readonly ContainerSeed[];
};

const image = (name: string): string => `registry.example/${name}:1.4.2`;

const container = (name: string, state: StateSeed, more: Partial<ContainerSeed> = {}): ContainerSeed => ({
  name,
  image: image(name),
  state,
  ...more,
});

const running = (name: string, since: number, more: Partial<ContainerSeed> = {}): ContainerSeed =>
  container(name, { running: since }, more);

const waiting = (
  name: string,
  reason: string,
  more: Partial<ContainerSeed> & { message?: string } = {},
): ContainerSeed => {
  const { message, ...rest } = more;
  return container(name, { waiting: reason, ...(message === undefined ? {} : { message }) }, rest);
};

const ended = (seconds: number, exitCode: number, more: { reason?: string; signal?: number } = {}): StateSeed => ({
  ended: seconds,
  exitCode,
  ...more,
});

const failed = ended(8 * minute + 22, 1, { reason: 'Error' });
const done = (name: string, seconds: number): ContainerSeed =>
  container(name, ended(seconds, 0, { reason: 'Completed' }));

const pullMessage = (name: string): string =>
  `Back-off pulling image "${image(name)}": not found: ${image(name)}: no such tag`;

// One entry a state; the key becomes the workload's name.
const shop: Readonly<Record<string, Shape>> = {
  api: {
    age: 2 * hour + 5 * minute,
    phase: 'Running',
    containers: [
      waiting('api', 'CrashLoopBackOff', {
        restarts: 7,
        last: failed,
        message: 'back-off 5m0s restarting failed container=api',
      }),
      running('sidecar', 2 * hour),
    ],
  },
  cart: { age: 12 * day, phase: 'Running', containers: [running('cart', 12 * day), running('metrics', 12 * day)] },
  checkout: {
    age: 3 * hour + 10 * minute,
    phase: 'Running',
    containers: [running('checkout', 3 * hour, { ready: false })],
  },
  catalog: {
    age: 41 * minute,
    phase: 'Pending',
    containers: [waiting('catalog', 'ImagePullBackOff', { message: pullMessage('catalog') })],
  },
  'catalog-canary': {
    age: 50,
    phase: 'Pending',
    containers: [waiting('catalog', 'ErrImagePull', { message: pullMessage('catalog') })],
  },
  images: {
    age: 6 * hour,
    phase: 'Pending',
    containers: [
      waiting('images', 'InvalidImageName', {
        message: 'Failed to apply default image tag "registry.example/images::1"',
      }),
    ],
  },
  migrate: {
    age: 12 * minute,
    phase: 'Pending',
    init: [done('schema', 10 * minute), running('data', 9 * minute, { ready: false })],
    containers: [waiting('migrate', 'PodInitializing')],
  },
  'search-index': {
    age: 33 * minute,
    phase: 'Pending',
    init: [
      waiting('warm-up', 'CrashLoopBackOff', { restarts: 6, last: ended(2 * minute + 5, 2, { reason: 'Error' }) }),
    ],
    containers: [waiting('search', 'PodInitializing')],
  },
  'mail-templates': {
    age: 25,
    phase: 'Pending',
    init: [container('fetch', ended(3, 1, { reason: 'Error' }), { restarts: 1 })],
    containers: [waiting('mail', 'PodInitializing')],
  },
  recommend: {
    age: 5 * day,
    phase: 'Running',
    containers: [
      container('recommend', ended(9, 137, { reason: 'OOMKilled' }), {
        restarts: 3,
        last: ended(4 * hour, 137, { reason: 'OOMKilled' }),
      }),
    ],
  },
  settings: {
    age: 18 * minute,
    phase: 'Pending',
    containers: [waiting('settings', 'CreateContainerConfigError', { message: 'configmap "shop-settings" not found' })],
  },
  upload: { age: 7, phase: 'Pending', containers: [waiting('upload', 'ContainerCreating')] },
  web: { age: 3 * day + 4 * hour, phase: 'Running', containers: [running('web', 3 * day)] },
  'web-old': { age: 9 * day, phase: 'Running', deletedAgo: 12, containers: [running('web', 9 * day)] },
  wishlist: {
    age: 4 * day,
    phase: 'Running',
    init: [running('proxy', 4 * day, { sidecar: true })],
    containers: [running('wishlist', 4 * day)],
    readinessGates: ['balancer.example/registered'],
    conditions: [{ type: 'balancer.example/registered', status: 'True' }],
  },
};

const payments: Readonly<Record<string, Shape>> = {
  ledger: { age: 31 * day, phase: 'Running', containers: [running('ledger', 31 * day)] },
  gateway: {
    age: 2 * day,
    phase: 'Running',
    containers: [running('gateway', 2 * day, { restarts: 1, last: ended(2 * day, 143, { reason: 'Error' }) })],
  },
  risk: {
    age: 8 * minute,
    phase: 'Pending',
    conditions: [
      {
        type: 'PodScheduled',
        status: 'False',
        reason: 'Unschedulable',
        message: '0/3 nodes are available: 3 Insufficient memory. No preemption victims found for incoming pod.',
      },
    ],
    containers: [{ name: 'risk', image: image('risk') }],
  },
  'risk-gpu': {
    age: 15 * minute,
    phase: 'Pending',
    conditions: [
      {
        type: 'PodScheduled',
        status: 'False',
        reason: 'SchedulingGated',
        message: 'Scheduling is blocked due to non-empty scheduling gates',
      },
    ],
    containers: [{ name: 'risk', image: image('risk') }],
  },
  'old-ledger': {
    age: 60 * day,
    phase: 'Failed',
    reason: 'Evicted',
    message: 'The node was low on resource: ephemeral-storage.',
    containers: [{ name: 'ledger', image: image('ledger') }],
  },
  'fraud-model': {
    age: 26 * hour,
    phase: 'Failed',
    reason: 'UnexpectedAdmissionError',
    message: 'Allocate failed due to no devices available',
    containers: [{ name: 'fraud', image: image('fraud') }],
  },
  'batch-import': {
    age: 3 * hour,
    phase: 'Failed',
    restartPolicy: 'Never',
    containers: [container('import', ended(2 * hour, 2))],
  },
  'batch-killed': {
    age: 5 * hour,
    phase: 'Failed',
    restartPolicy: 'Never',
    containers: [container('import', ended(4 * hour, 137, { signal: 9 }))],
  },
  'batch-lost': {
    age: 7 * hour,
    phase: 'Failed',
    restartPolicy: 'Never',
    containers: [container('import', ended(6 * hour, 137, { reason: 'ContainerStatusUnknown' }))],
  },
  'batch-command': {
    age: 50 * minute,
    phase: 'Pending',
    containers: [
      waiting('import', 'RunContainerError', {
        restarts: 4,
        last: ended(minute, 128, { reason: 'StartError' }),
        message: 'exec: "imprt": executable file not found in $PATH',
      }),
    ],
  },
  'batch-prepare': {
    age: 4 * minute,
    phase: 'Pending',
    restartPolicy: 'Never',
    init: [container('prepare', ended(3 * minute, 3))],
    containers: [waiting('import', 'PodInitializing')],
  },
  'nightly-report': {
    age: 14 * hour,
    phase: 'Succeeded',
    restartPolicy: 'Never',
    owner: { kind: 'Job', name: 'nightly-report' },
    containers: [done('report', 13 * hour)],
  },
  'nightly-export': {
    age: 13 * hour,
    phase: 'Failed',
    restartPolicy: 'Never',
    owner: { kind: 'Job', name: 'nightly-export' },
    containers: [container('export', ended(12 * hour, 1, { reason: 'Error' }))],
  },
  'report-sender': {
    age: 6 * hour,
    phase: 'Running',
    restartPolicy: 'Never',
    containers: [
      done('collect', 5 * hour),
      running('send', 6 * hour, { ready: false }),
      running('heartbeat', 6 * hour),
    ],
  },
  'lost-node': {
    age: 11 * day,
    phase: 'Running',
    reason: 'NodeLost',
    message: 'Node node-4 which was running pod lost-node is unresponsive',
    deletedAgo: 40 * minute,
    containers: [running('agent', 11 * day)],
  },
  reconciler: {
    age: 3 * minute,
    phase: 'Pending',
    init: [running('wait-for-db', 2 * minute, { ready: false }), container('seed', { waiting: 'PodInitializing' })],
    containers: [waiting('reconciler', 'PodInitializing')],
  },
};

const system: Readonly<Record<string, Shape>> = {
  coredns: { age: 90 * day, phase: 'Running', containers: [running('coredns', 90 * day)] },
  'metrics-server': {
    age: 90 * day,
    phase: 'Running',
    containers: [running('metrics-server', 12 * day, { restarts: 2, last: ended(12 * day, 2, { reason: 'Error' }) })],
  },
  'kube-proxy': { age: 90 * day, phase: 'Running', containers: [running('kube-proxy', 90 * day)] },
};

const nodeNames = ['node-1', 'node-2', 'node-3'];

/** Replicas of the healthy workloads; one of everything else. */
const replicas: Readonly<Record<string, number>> = { web: 3, cart: 2, coredns: 2, 'kube-proxy': 3, ledger: 2 };

/** Workloads that never got a node, or whose name is their own. */
const isUnscheduled = (shape: Shape): boolean =>
  shape.conditions?.some(({ type, status }) => type === 'PodScheduled' && status === 'False') ?? false;

const podsOf = (namespace: string, shapes: Readonly<Record<string, Shape>>, random: () => number): PodSeed[] =>
  Object.entries(shapes).flatMap(([workload, shape]) => {
    const owner = shape.owner ?? { kind: 'ReplicaSet', name: `${workload}-${suffix(random, 10)}` };
    return Array.from({ length: replicas[workload] ?? 1 }, (): PodSeed => {
      const node = nodeNames[Math.floor(random() * nodeNames.length)] ?? 'node-1';
      const address = `10.244.${1 + Math.floor(random() * 3)}.${2 + Math.floor(random() * 250)}`;
      const hasAddress = shape.phase === 'Running' || shape.phase === 'Succeeded';
      return {
        ...shape,
        namespace,
        name: `${owner.name}-${suffix(random, 5)}`,
        owner,
        labels: {
          app: workload,
          ...(owner.kind === 'ReplicaSet' ? { 'pod-template-hash': owner.name.slice(workload.length + 1) } : {}),
        },
        ...(isUnscheduled(shape) ? {} : { node }),
        ...(hasAddress ? { ip: address } : {}),
      };
    });
  });

/** Builds the scenario. The same seed gives the same names. */
export const buildScenario = (seed: number): Scenario => {
  const random = randomFrom(seed);
  return {
    namespaces: [
      { name: 'default' },
      { name: 'empty' },
      { name: 'kube-system' },
      { name: 'payments' },
      { name: 'secret-ops', forbidden: true },
      { name: 'shop' },
    ],
    pods: [
      ...podsOf('shop', shop, random),
      ...podsOf('payments', payments, random),
      ...podsOf('kube-system', system, random),
      ...podsOf(
        'secret-ops',
        { vault: { age: 20 * day, phase: 'Running', containers: [running('vault', 20 * day)] } },
        random,
      ),
      ...podsOf(
        'default',
        { hello: { age: 1 * day, phase: 'Running', containers: [running('hello', 1 * day)] } },
        random,
      ),
    ],
  };
};
