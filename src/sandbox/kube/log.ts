import { podFacts, type ContainerStatus, type PodFacts } from '../../core/kube/pod-facts.ts';
import type { Query } from './query.ts';
import { badRequest, invalid } from './status-error.ts';
import type { StoredObject } from './stored-object.ts';

/** One line of a container's output; time in milliseconds since 1970. */
interface LogLine {
  readonly time: number;
  readonly text: string;
}

/** A log's text, or nothing at all for a pod that has no node to ask. */
export type LogAnswer = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'no-node' };

const statusOf = (pod: PodFacts, container: string): ContainerStatus | undefined =>
  [...pod.initContainerStatuses, ...pod.containerStatuses, ...pod.ephemeralContainerStatuses].find(
    ({ name }) => name === container,
  );

const chooseContainer = (pod: PodFacts, asked: string): string => {
  const all = [...pod.initContainers, ...pod.containers, ...pod.ephemeralContainers].map(({ name }) => name);
  if (asked !== '') {
    if (!all.includes(asked)) throw badRequest(`container ${asked} is not valid for pod ${pod.name}`);
    return asked;
  }
  const [only, ...others] = pod.containers;
  if (only === undefined) throw badRequest(`a container name must be specified for pod ${pod.name}`);
  if (others.length === 0) return only.name;
  throw badRequest(`a container name must be specified for pod ${pod.name}, choose one of: [${all.join(' ')}]`);
};

const waitingWords = (reason: string): string => {
  if (reason === 'ErrImagePull') return "image can't be pulled";
  return reason === 'ImagePullBackOff' ? 'trying and failing to pull image' : reason;
};

/** What the kubelet refuses to show (documented: `validateContainerLogStatus`, kubelet 1.36). */
const checkHasLog = (pod: PodFacts, container: string, previous: boolean): void => {
  const status = statusOf(pod, container);
  const where = `container ${JSON.stringify(container)} in pod ${JSON.stringify(pod.name)}`;
  if (status === undefined) throw badRequest(`${where} is not available`);
  const hasEnded = status.lastState?.kind === 'terminated';
  if (previous) {
    if (!hasEnded) throw badRequest(`previous terminated ${where} not found`);
    return;
  }
  if (status.state?.kind === 'waiting' && !hasEnded) {
    throw badRequest(`${where} is waiting to start: ${waitingWords(status.state.reason ?? '')}`);
  }
};

const atLeast = (query: Query, field: string, least: number, pod: string): number | undefined => {
  const value = query.whole(field);
  if (value === undefined || value >= least) return value;
  const rule = least === 0 ? 'must be greater than or equal to 0' : 'must be greater than 0';
  const message = `Invalid value: ${value}: ${rule}`;
  throw invalid('PodLogOptions', pod, [{ reason: 'FieldValueInvalid', message, field }]);
};

const words = [
  'ready',
  'listening on :8080',
  'GET /healthz 200',
  'GET /items 200',
  'POST /orders 201',
  'cache refreshed',
  'GET /items 200',
];

/** The output of a container of the sandbox: made up, one line every ten seconds, the same whenever it is asked for. */
const logLines = (
  container: string,
  status: ContainerStatus | undefined,
  previous: boolean,
  now: number,
): readonly LogLine[] => {
  const ended = status?.state?.kind === 'terminated' ? status.state : status?.lastState;
  const crashed = ended?.kind === 'terminated' && (previous || status?.state?.kind !== 'running') ? ended : undefined;
  const end = crashed?.finishedAt ?? now;
  const lines = words.map((text, index) => ({
    time: end - (words.length - index) * 10_000,
    text: `${container}: ${text}`,
  }));
  if (crashed === undefined) return lines;
  const verdict = crashed.exitCode === 0 ? 'done' : `fatal: cannot reach database “orders”, exit ${crashed.exitCode}`;
  return [...lines, { time: end, text: `${container}: ${verdict}` }];
};

const render = (lines: readonly LogLine[], timestamps: boolean): string =>
  lines
    .map(({ time, text }) => `${timestamps ? `${new Date(time).toISOString().replace('Z', '000000Z')} ` : ''}${text}\n`)
    .join('');

/** Reads a pod's log with the options of the real API. */
export const readLog = (object: StoredObject, query: Query, now: number): LogAnswer => {
  const pod = podFacts(object);
  const tail = atLeast(query, 'tailLines', 0, pod.name);
  const since = atLeast(query, 'sinceSeconds', 1, pod.name);
  const bytes = atLeast(query, 'limitBytes', 1, pod.name);
  const previous = query.flag('previous');
  const container = chooseContainer(pod, query.text('container') ?? '');
  if (pod.node === undefined) return { kind: 'no-node' };
  checkHasLog(pod, container, previous);
  const all = logLines(container, statusOf(pod, container), previous, now);
  const recent = since === undefined ? all : all.filter(({ time }) => time >= now - since * 1000);
  const text = render(
    tail === undefined ? recent : recent.slice(recent.length - Math.min(tail, recent.length)),
    query.flag('timestamps'),
  );
  return { kind: 'text', text: bytes === undefined ? text : Buffer.from(text).subarray(0, bytes).toString('utf8') };
};
