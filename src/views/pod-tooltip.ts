import { listAt, textAt, timeAt } from '../core/kube/json.ts';
import { apiPath, isPathSegment } from '../core/kube/path.ts';
import type { ContainerExit } from '../core/kube/pod.ts';
import type { PodRef } from '../ids.ts';
import type { KubeObject } from '../sql/cluster-reader.ts';
import type { ContainerNode, PodNode } from './cluster-nodes.ts';
import type { ClustersModel } from './clusters-model.ts';
import { callText, localTime, readAt } from './tooltip-facts.ts';
import { card, commandLink } from './tooltip-markdown.ts';

/** What the list says of a pod, and what the pod itself says once it was opened. */
export function podTooltip(model: ClustersModel, node: PodNode): string {
  const { row } = node;
  const list = model.readings.namespace(node.parent);
  const known = model.readings.knownPod(node)?.value;
  const started = timeAt(known?.object, 'status', 'startTime');
  return card(
    node.pod,
    [
      ['Status', row.status],
      ['Message', known && messageOf(known.object)],
      ['Ready', row.ready],
      ['Restarts', String(row.restarts) + (row.lastRestart === undefined ? '' : ` (${row.lastRestart})`)],
      ['Age', row.age],
      ['Started', started === undefined ? undefined : localTime(new Date(started))],
      ['Image', known && [...new Set(known.containers.map(({ image }) => image))].join(', ')],
      ['Node', row.node],
      ['IP', row.ip],
      ['Call', list.value && callText(list.value.pods.call)],
      ['As of', readAt(model, list.asOf)],
    ],
    [
      commandLink('Describe', 'sqlkube.pod.describe', podRef(node)),
      commandLink('Logs', 'sqlkube.pod.showLogs', podRef(node)),
      commandLink('Refresh', 'sqlkube.row.refresh', { id: node.id }),
    ],
  );
}

/** What a pod's own answer says of one container. */
export function containerTooltip(model: ClustersModel, node: ContainerNode): string {
  const { row, parent } = node;
  return card(
    row.name,
    [
      ['State', row.state],
      ['Message', row.message],
      ['Ready', row.ready ? 'yes' : 'no'],
      ['Restarts', String(row.restarts)],
      ['Started', row.startedAt === undefined ? undefined : localTime(new Date(row.startedAt))],
      ['Last exit', row.lastExit && exitText(row.lastExit)],
      ['Role', row.role],
      ['Image', row.image],
      ['Node', parent.row.node],
      ['Call', callOf(parent)],
      ['As of', readAt(model, model.readings.knownPod(parent)?.asOf)],
    ],
    [
      commandLink('Logs', 'sqlkube.pod.showLogs', { ...podRef(parent), container: row.name }),
      commandLink('Describe the pod', 'sqlkube.pod.describe', podRef(parent)),
      commandLink('Refresh', 'sqlkube.row.refresh', { id: parent.id }),
    ],
  );
}

/** Only what commands rely on: a node holds its parents too. */
const podRef = ({ connectionId, endpointId, namespace, pod }: PodRef): PodRef => ({
  connectionId,
  endpointId,
  namespace,
  pod,
});

/** The pod's own words, such as why it was evicted, or else why its first unmet condition is not met. */
function messageOf(pod: KubeObject): string | undefined {
  const own = textAt(pod, 'status', 'message');
  if (own !== undefined) return own;
  const unmet = listAt(pod, 'status', 'conditions').filter((condition) => textAt(condition, 'status') === 'False');
  const messages = unmet.map((condition) => textAt(condition, 'message'));
  return messages.find((message) => message !== undefined);
}

function exitText({ exit, reason, finishedAt, message }: ContainerExit): string {
  const ended = finishedAt === undefined ? undefined : localTime(new Date(finishedAt));
  return [exit, reason, ended, message].filter((part) => part !== undefined).join(', ');
}

/** The call that the pod's object came by, if there can be one. */
const callOf = ({ parent, namespace, pod }: PodNode): string | undefined =>
  isPathSegment(namespace) && isPathSegment(pod)
    ? `GET ${parent.parent.stored.profile.url.replace(/\/+$/, '')}${apiPath({ resource: 'pods', namespace, name: pod })}`
    : undefined;
