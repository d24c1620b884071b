import { ageSince } from '../kube/duration.ts';
import { at, listAt, numberAt, textAt, timeAt } from '../kube/json.ts';
import { podFacts } from '../kube/pod-facts.ts';
import { podRow } from '../kube/pod-status.ts';
import { containerSection, time } from './container-section.ts';
import { eventTable } from './event-table.ts';
import { columns, fields, oneLine, pairs } from './layout.ts';

/** A pod with its events as text, in the order of `kubectl describe pod`. `now` is milliseconds since 1970. */
export function describePod(pod: unknown, events: readonly unknown[], now: number): string {
  const sections = [
    header(pod, now),
    containers('Init Containers', pod, 'initContainers', 'initContainerStatuses'),
    containers('Containers', pod, 'containers', 'containerStatuses'),
    containers('Ephemeral Containers', pod, 'ephemeralContainers', 'ephemeralContainerStatuses'),
    conditions(pod),
    volumes(pod),
    placement(pod),
    eventTable(events, now),
  ];
  return `${sections.flat().join('\n')}\n`;
}

function header(pod: unknown, now: number): string[] {
  const row = podRow(podFacts(pod), now);
  const created = timeAt(pod, 'metadata', 'creationTimestamp');
  const started = timeAt(pod, 'status', 'startTime');
  const node = [textAt(pod, 'spec', 'nodeName'), textAt(pod, 'status', 'hostIP')].filter(Boolean).join('/');
  return fields([
    ['Name', textAt(pod, 'metadata', 'name')],
    ['Namespace', textAt(pod, 'metadata', 'namespace')],
    ['Priority', numberText(numberAt(pod, 'spec', 'priority'))],
    ['Service Account', textAt(pod, 'spec', 'serviceAccountName')],
    ['Node', node || '<none>'],
    ['Created', created === undefined ? undefined : `${time(created) ?? ''} (${ageSince(created, now)} ago)`],
    ['Started', time(started)],
    ['Deleted', time(timeAt(pod, 'metadata', 'deletionTimestamp'))],
    ['Labels', pairs(at(pod, 'metadata', 'labels'))],
    ['Annotations', pairs(at(pod, 'metadata', 'annotations'), ': ')],
    ['Status', row.status],
    ['Ready', row.ready],
    ['Restarts', String(row.restarts) + (row.lastRestart === undefined ? '' : ` (${row.lastRestart})`)],
    ['Phase', textAt(pod, 'status', 'phase')],
    ['Reason', textAt(pod, 'status', 'reason')],
    ['Message', oneLineOf(textAt(pod, 'status', 'message'))],
    ['IP', textAt(pod, 'status', 'podIP')],
    ['Controlled By', owners(pod)],
  ]);
}

const numberText = (value: number | undefined): string | undefined => (value === undefined ? undefined : String(value));

const oneLineOf = (text: string | undefined): string | undefined => (text === undefined ? undefined : oneLine(text));

function owners(pod: unknown): string | undefined {
  const owner = listAt(pod, 'metadata', 'ownerReferences').find((reference) => at(reference, 'controller') === true);
  return owner === undefined ? undefined : `${textAt(owner, 'kind') ?? ''}/${textAt(owner, 'name') ?? ''}`;
}

function containers(title: string, pod: unknown, specs: string, statuses: string): string[] {
  const all = listAt(pod, 'spec', specs);
  if (all.length === 0) return [];
  const known = listAt(pod, 'status', statuses);
  return [
    `${title}:`,
    ...all.flatMap((spec) =>
      containerSection(
        spec,
        known.find((status) => textAt(status, 'name') === textAt(spec, 'name')),
      ),
    ),
  ];
}

function conditions(pod: unknown): string[] {
  const all = listAt(pod, 'status', 'conditions');
  if (all.length === 0) return [];
  const rows = all.map((condition) => [
    textAt(condition, 'type') ?? '',
    textAt(condition, 'status') ?? '',
    [textAt(condition, 'reason'), textAt(condition, 'message')]
      .filter(Boolean)
      .map((text) => oneLine(text ?? ''))
      .join(': '),
  ]);
  return ['Conditions:', ...columns([['Type', 'Status', 'Reason'], ...rows], '  ').map((line) => line.trimEnd())];
}

function volumes(pod: unknown): string[] {
  const all = listAt(pod, 'spec', 'volumes');
  if (all.length === 0) return [];
  const lines = all.map((volume) => {
    const [kind, source] = Object.entries(volume as Record<string, unknown>).find(([key]) => key !== 'name') ?? [];
    const of =
      textAt(source, 'name') ?? textAt(source, 'secretName') ?? textAt(source, 'claimName') ?? textAt(source, 'path');
    return `${textAt(volume, 'name') ?? ''}: ${kind ?? 'emptyDir'}${of === undefined ? '' : ` ${of}`}`;
  });
  return ['Volumes:', ...lines.map((line) => `  ${line}`)];
}

function placement(pod: unknown): string[] {
  const tolerations = listAt(pod, 'spec', 'tolerations').map((toleration) => {
    const seconds = numberAt(toleration, 'tolerationSeconds');
    const value = textAt(toleration, 'value');
    return [
      textAt(toleration, 'key') ?? '<all>',
      value === undefined ? '' : `=${value}`,
      textAt(toleration, 'effect') === undefined ? '' : `:${textAt(toleration, 'effect') ?? ''}`,
      ` op=${textAt(toleration, 'operator') ?? 'Equal'}`,
      seconds === undefined ? '' : ` for ${seconds}s`,
    ].join('');
  });
  return fields([
    ['QoS Class', textAt(pod, 'status', 'qosClass')],
    ['Node-Selectors', pairs(at(pod, 'spec', 'nodeSelector'))],
    ['Tolerations', tolerations.length === 0 ? ['<none>'] : tolerations],
  ]);
}
