import { at, listAt, numberAt, textAt, textsAt, timeAt } from '../kube/json.ts';
import { fields, oneLine, pairs } from './layout.ts';
import type { Field } from './layout.ts';

/** One container as kubectl describe shows it, from its spec and its status. */
export function containerSection(spec: unknown, status: unknown): string[] {
  const name = textAt(spec, 'name') ?? '';
  const entries: Field[] = [
    ['Container ID', textAt(status, 'containerID')],
    ['Image', textAt(spec, 'image')],
    ['Image ID', textAt(status, 'imageID')],
    ['Ports', ports(spec)],
    ['Command', some(textsAt(spec, 'command'))],
    ['Args', some(textsAt(spec, 'args'))],
    ...stateFields('State', at(status, 'state')),
    ...stateFields('Last State', at(status, 'lastState')),
    ['Ready', at(status, 'ready') === true ? 'True' : 'False'],
    ['Restart Count', String(numberAt(status, 'restartCount') ?? 0)],
    ['Limits', resources(at(spec, 'resources', 'limits'))],
    ['Requests', resources(at(spec, 'resources', 'requests'))],
    ['Liveness', probe(at(spec, 'livenessProbe'))],
    ['Readiness', probe(at(spec, 'readinessProbe'))],
    ['Startup', probe(at(spec, 'startupProbe'))],
    ['Environment', environment(spec)],
    ['Mounts', some(listAt(spec, 'volumeMounts').map(mount))],
  ];
  return [`  ${name}:`, ...fields(entries, '    ')];
}

const some = (lines: readonly string[]): readonly string[] | undefined =>
  lines.length === 0 ? undefined : lines.map(oneLine);

const resources = (map: unknown): readonly string[] | undefined => (map === undefined ? undefined : pairs(map, ': '));

function ports(spec: unknown): string | undefined {
  const all = listAt(spec, 'ports').map(
    (port) => `${numberAt(port, 'containerPort') ?? ''}/${textAt(port, 'protocol') ?? 'TCP'}`,
  );
  return all.length === 0 ? undefined : all.join(', ');
}

function stateFields(title: string, state: unknown): Field[] {
  const waiting = at(state, 'waiting');
  const running = at(state, 'running');
  const terminated = at(state, 'terminated');
  const kind = waiting ? 'Waiting' : running ? 'Running' : terminated ? 'Terminated' : undefined;
  if (kind === undefined) return title === 'State' ? [[title, 'Waiting']] : [];
  const detail = waiting ?? running ?? terminated;
  return [
    [title, kind],
    ['  Reason', textAt(detail, 'reason')],
    ['  Message', oneLineOf(textAt(detail, 'message'))],
    ['  Exit Code', numberText(numberAt(detail, 'exitCode'))],
    ['  Started', time(timeAt(detail, 'startedAt'))],
    ['  Finished', time(timeAt(detail, 'finishedAt'))],
  ];
}

const oneLineOf = (text: string | undefined): string | undefined => (text === undefined ? undefined : oneLine(text));

const numberText = (value: number | undefined): string | undefined => (value === undefined ? undefined : String(value));

/** UTC, to the second; the age says the rest. */
export const time = (at: number | undefined): string | undefined =>
  at === undefined ? undefined : new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

function probe(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const http = at(value, 'httpGet');
  const how = http
    ? `http-get ${textAt(http, 'path') ?? '/'} on port ${portText(http)}`
    : at(value, 'tcpSocket')
      ? `tcp-socket on port ${portText(at(value, 'tcpSocket'))}`
      : at(value, 'exec')
        ? `exec ${textsAt(value, 'exec', 'command').join(' ')}`
        : 'grpc';
  return oneLine(
    `${how} delay=${numberAt(value, 'initialDelaySeconds') ?? 0}s timeout=${numberAt(value, 'timeoutSeconds') ?? 1}s ` +
      `period=${numberAt(value, 'periodSeconds') ?? 10}s #failure=${numberAt(value, 'failureThreshold') ?? 3}`,
  );
}

/** A number, or the name of one of the container's ports. */
const portText = (handler: unknown): string => textAt(handler, 'port') ?? String(numberAt(handler, 'port') ?? '');

/** Where a value comes from when it is a reference; a Secret's content is never part of a pod. */
function environment(spec: unknown): readonly string[] | undefined {
  const lines = listAt(spec, 'env').map((entry) => {
    const [kind, source] =
      Object.entries((at(entry, 'valueFrom') as Record<string, unknown> | undefined) ?? {})[0] ?? [];
    const key = textAt(source, 'key') ?? textAt(source, 'fieldPath') ?? textAt(source, 'resource') ?? '';
    const from = kind === undefined ? '' : `<${kind} ${[textAt(source, 'name'), key].filter(Boolean).join(' ')}>`;
    return `${textAt(entry, 'name') ?? ''}: ${textAt(entry, 'value') ?? from}`;
  });
  return some(lines);
}

function mount(entry: unknown): string {
  const access = at(entry, 'readOnly') === true ? 'ro' : 'rw';
  return `${textAt(entry, 'mountPath') ?? ''} from ${textAt(entry, 'name') ?? ''} (${access})`;
}
