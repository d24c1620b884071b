import type { ClusterReader, Link } from '../sql/cluster-reader.ts';
import type { NamespaceNode } from './cluster-nodes.ts';
import type { NamespaceReading } from './cluster-readings.ts';
import type { PodGoal, PodRows } from './pod-pages.ts';

/** How far to load a namespace. */
export type PodLoad = 'refresh' | 'more' | 'all';

/** A refresh loads as many as were there; `more` a page on top; both go on where the list stopped, if it did. */
export function podGoal(load: PodLoad, had: PodRows | undefined, pageSize: number): PodGoal {
  const loaded = had?.rows.length ?? 0;
  if (load === 'refresh') return { pods: Math.max(loaded, pageSize) };
  const pods = load === 'all' ? Infinity : loaded + pageSize;
  return had?.continue === undefined ? { pods } : { pods, from: had };
}

/** A namespace from the cluster's own list exists. For a typed one, an empty answer leaves it open: ask for the list. */
export async function existence(
  node: NamespaceNode,
  pods: PodRows,
  ask: { readonly link: Link; readonly reader: ClusterReader; readonly signal: AbortSignal },
): Promise<NamespaceReading['exists']> {
  if (pods.rows.length > 0 || ask.link.endpoint.namespaces === 'all') return 'yes';
  const all: Link = { ...ask.link, endpoint: { ...ask.link.endpoint, namespaces: 'all' } };
  const list = await ask.reader.namespaces(all, ask.signal);
  if (!list.ok) return 'unknown';
  return list.value.some(({ name }) => name === node.namespace) ? 'yes' : 'no';
}
