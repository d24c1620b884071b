import { isDue } from '../core/expiry-line.ts';
import { isProblem } from '../core/kube/health.ts';
import type { PodHealth, PodRow } from '../core/kube/pod.ts';
import type { CommandId } from '../ids.ts';
import { nodeName } from './cluster-nodes.ts';
import type { ClusterNode, ConnectionNode, EndpointNode, LoadingNode, NamespaceNode, Note } from './cluster-nodes.ts';
import { readingOf, shownPods } from './cluster-rows.ts';
import type { ClustersModel } from './clusters-model.ts';
import { filterInWords } from './pod-filter.ts';

/** A codicon and a theme colour; never alone, the description says the same in words. */
export interface Icon {
  readonly id: string;
  readonly color?: string;
}

/** A row as the tree shows it, free of VS Code. */
export interface Presentation {
  readonly label: string;
  readonly description: string;
  readonly icon: Icon;
  readonly collapsible: 'none' | 'collapsed' | 'expanded';
  /** Becomes `key=value` pairs in contextValue. */
  readonly context: Readonly<Record<string, string>>;
  /** Runs on click, with the node as argument. */
  readonly command?: CommandId;
}

/** Icon of a pod's or container's health. */
const healthIcons: Readonly<Record<PodHealth, Icon>> = {
  running: { id: 'pass', color: 'testing.iconPassed' },
  completed: { id: 'check', color: 'testing.iconPassed' },
  pending: { id: 'clock', color: 'charts.blue' },
  warning: { id: 'warning', color: 'list.warningForeground' },
  failing: { id: 'error', color: 'list.errorForeground' },
  terminating: { id: 'trash', color: 'disabledForeground' },
  unknown: { id: 'question', color: 'list.warningForeground' },
};

const podContext = (health: PodHealth): Presentation['context'] => ({ kind: 'pod', health, refresh: 'yes' });

/** One object a health, not one a pod: pods are many. */
const podContexts: Readonly<Record<PodHealth, Presentation['context']>> = {
  running: podContext('running'),
  completed: podContext('completed'),
  pending: podContext('pending'),
  warning: podContext('warning'),
  failing: podContext('failing'),
  terminating: podContext('terminating'),
  unknown: podContext('unknown'),
};

/** Local wall time as `14:02:11`; the zone stands in tooltips. */
export const clockTime = (at: Date): string =>
  [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');

/** Whole numbers with thousands separators, the same on every machine. */
export const grouped = (count: number): string => count.toLocaleString('en-US');

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : many}`;

/** `kind=pod;health=failing`: what the menus' `when` clauses match. */
export const contextValue = (context: Presentation['context']): string =>
  Object.entries(context)
    .map(([key, value]) => `${key}=${value}`)
    .join(';');

/** What a row shows now. */
export function present(model: ClustersModel, node: ClusterNode): Presentation {
  switch (node.kind) {
    case 'connection':
      return presentConnection(model, node);
    case 'endpoint':
      return presentEndpoint(model, node);
    case 'namespace':
      return presentNamespace(model, node);
    case 'pod': {
      const health = model.healthOf(node.row);
      return {
        label: node.pod,
        description: joined(podFacts(node.row, staleText(model, node.parent))),
        icon: healthIcons[health],
        collapsible: 'collapsed',
        context: podContexts[health],
      };
    }
    case 'container':
      return {
        label: node.row.name,
        description: joined(
          [node.row.state, node.row.role === 'container' ? undefined : node.row.role],
          staleText(model, node.parent),
        ),
        icon: healthIcons[node.row.health],
        collapsible: 'none',
        context: { kind: 'container', health: node.row.health },
      };
    case 'failure': {
      const { headline, owner, actions } = node.explanation;
      return {
        label: headline,
        description: owner,
        icon: { id: 'error', color: 'list.errorForeground' },
        collapsible: 'none',
        context: { kind: 'failure', failure: node.failure.kind, can: actions.join('+') },
        command: 'sqlkube.failure.explain',
      };
    }
    case 'setting':
      return {
        label: node.explanation.headline,
        description: 'left out',
        icon: { id: 'warning', color: 'list.warningForeground' },
        collapsible: 'none',
        context: { kind: 'setting' },
        command: 'sqlkube.failure.explain',
      };
    case 'lack':
      return {
        label: node.lack.headline,
        description: node.lack.owner,
        icon: { id: 'warning', color: 'list.warningForeground' },
        collapsible: 'none',
        context: { kind: 'lack', can: node.lack.actions.join('+') },
        command: 'sqlkube.failure.explain',
      };
    case 'more':
      return presentMore(model, node.parent, node.all);
    case 'note':
      return {
        ...notes[node.note],
        icon: { id: 'info' },
        collapsible: 'none',
        context: { kind: 'note', note: node.note },
      };
  }
}

function presentConnection(model: ClustersModel, node: ConnectionNode): Presentation {
  const { profile, source } = node.stored;
  const reading = model.readings.connection(node);
  const failed = reading.failure !== undefined && reading.failure.kind !== 'cancelled';
  const state = reading.value ? 'connected' : reading.isRunning ? 'connecting' : failed ? 'failed' : 'disconnected';
  const facts = reading.value && `${reading.value.facts.productVersion} as ${reading.value.facts.login}`;
  const told =
    facts ?? (state === 'connecting' ? 'connecting…' : state === 'failed' ? 'connection failed' : 'not connected');
  const sandbox = source === 'sandbox' ? 'sandbox' : source === 'workspace' ? 'from this workspace' : undefined;
  return {
    label: profile.name,
    description: joined([told, sandbox], staleText(model, node)),
    icon: state === 'connected' ? { id: 'database', color: 'testing.iconPassed' } : { id: 'database' },
    collapsible: state === 'connected' || state === 'failed' ? 'expanded' : 'none',
    context: { kind: 'connection', state, source, ...(state === 'connected' && { refresh: 'yes' }) },
    ...(state === 'disconnected' && { command: 'sqlkube.connection.connect' }),
  };
}

function presentEndpoint(model: ClustersModel, node: EndpointNode): Presentation {
  const reading = model.readings.endpoint(node);
  const count = reading.value && counted(reading.value.namespaces.length, 'namespace');
  const due = model.expiryOf(node).filter(isDue);
  const asOf = isStale(model, node) || !reading.asOf ? undefined : `as of ${clockTime(reading.asOf)}`;
  return {
    label: nodeName(node),
    description: joined([count, ...due.map(({ text }) => text), asOf], staleText(model, node)),
    icon: due.length > 0 ? { id: 'warning', color: 'list.warningForeground' } : { id: 'server-environment' },
    collapsible: 'expanded',
    context: { kind: 'endpoint', source: node.stored.source, refresh: 'yes' },
  };
}

function presentNamespace(model: ClustersModel, node: NamespaceNode): Presentation {
  const { failure } = model.readings.namespace(node);
  const forbidden = failure?.kind === 'http' && failure.code === 403;
  const phase = node.phase !== undefined && node.phase !== 'Active' ? node.phase : undefined;
  return {
    label: node.namespace,
    description: joined(
      [phase, forbidden ? 'not allowed for this token' : undefined, namespaceCounts(model, node)],
      staleText(model, node),
    ),
    icon: { id: 'symbol-namespace' },
    collapsible: 'collapsed',
    context: { kind: 'namespace', refresh: 'yes' },
  };
}

/** What the count covers: loaded of all, shown of loaded, and the problems among the loaded. */
function namespaceCounts(model: ClustersModel, node: NamespaceNode): string | undefined {
  const pods = model.readings.namespace(node).value?.pods;
  if (!pods) return undefined;
  const loaded = pods.rows.length;
  const complete = pods.continue === undefined;
  const all = pods.remaining === undefined ? 'more' : grouped(loaded + pods.remaining);
  const covers = complete ? counted(loaded, 'pod') : `${grouped(loaded)} of ${all} loaded`;
  const shown = filterInWords(model.filter) === '' ? undefined : `${grouped(shownPods(model, pods.rows).length)} shown`;
  const problems = pods.rows.filter((row) => isProblem(model.healthOf(row))).length;
  return [shown, covers, problems > 0 ? counted(problems, 'problem') : undefined].filter(Boolean).join(', ');
}

function presentMore(model: ClustersModel, node: NamespaceNode, all: boolean): Presentation {
  const pods = model.readings.namespace(node).value?.pods;
  const left = pods?.remaining;
  const next = left === undefined ? model.pageSize : Math.min(left, model.pageSize);
  return {
    label: all ? (left === undefined ? 'Load all' : `Load all ${grouped(left)}`) : `Load ${grouped(next)} more`,
    description: all ? 'can be stopped' : left === undefined ? '' : `${grouped(left)} not loaded`,
    icon: { id: all ? 'unfold' : 'fold-down' },
    collapsible: 'none',
    context: { kind: 'more' },
    command: all ? 'sqlkube.pods.loadAll' : 'sqlkube.pods.loadMore',
  };
}

const notes: Readonly<Record<Note, Pick<Presentation, 'label' | 'description' | 'command'>>> = {
  'no-endpoint': {
    label: 'Add an endpoint…',
    description: 'no cluster behind this connection yet',
    command: 'sqlkube.endpoint.add',
  },
  'no-namespaces': { label: 'No namespaces', description: 'the cluster answered an empty list' },
  'type-namespaces': {
    label: 'Type the namespaces…',
    description: 'for tokens that may not list them',
    command: 'sqlkube.endpoint.edit',
  },
  'no-pods': { label: 'No pods', description: 'the namespace is there and empty' },
  'empty-or-absent': {
    label: 'No pods, or no such namespace',
    description: 'Kubernetes answers both alike, and this token may not list namespaces',
  },
  absent: { label: 'No such namespace', description: 'the cluster does not list it; edit the endpoint' },
  'nothing-matches': { label: 'No loaded pod matches', description: 'clear the filter, or load all' },
  stopped: { label: 'Stopped', description: 'refresh to read', command: 'sqlkube.row.refresh' },
};

/** kubectl's columns as one line; a narrow sidebar cuts its end off, so what says most stands first. */
function podFacts(row: PodRow, stale: string | undefined): (string | undefined)[] {
  const restarts =
    row.restarts === 0
      ? []
      : [counted(row.restarts, 'restart') + (row.lastRestart === undefined ? '' : ` (${row.lastRestart})`)];
  return [row.status, stale, row.ready, ...restarts, row.age, ...(row.node === undefined ? [] : [row.node])];
}

function staleText(model: ClustersModel, node: LoadingNode): string | undefined {
  const { asOf } = readingOf(model, node);
  return asOf && isStale(model, node) ? `stale since ${clockTime(asOf)}` : undefined;
}

/** What stands below something that failed to refresh was not refreshed either. */
function isStale(model: ClustersModel, node: LoadingNode): boolean {
  return readingOf(model, node).isStale || (node.kind !== 'connection' && isStale(model, node.parent));
}

function joined(parts: readonly (string | undefined)[], last?: string): string {
  return [...parts, last].filter((part) => part !== undefined && part !== '').join(' · ');
}
