import type { Failure } from '../core/failure.ts';
import type { ContainerRow, PodHealth, PodRow } from '../core/kube/pod.ts';
import { err, ok } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import type { AccessMode } from '../host/access.ts';
import type { StoredConnection, StoredEndpoint } from '../host/profiles.ts';
import { Signal } from '../host/signal.ts';
import type { Disposable } from '../host/signal.ts';
import type {
  ClusterReader,
  EndpointFacts,
  KubeObject,
  Link,
  NamespaceRow,
  ServerFacts,
  SqlTarget,
} from '../sql/cluster-reader.ts';
import { nodeIds } from './cluster-nodes.ts';
import type { ConnectionNode, EndpointNode, LoadingNode, NamespaceNode, PodNode } from './cluster-nodes.ts';
import { noFilter } from './pod-filter.ts';
import type { PodFilter } from './pod-filter.ts';
import { loadPods } from './pod-pages.ts';
import type { PodRows } from './pod-pages.ts';
import { Reading } from './reading.ts';
import { Work } from './work.ts';

/** What the model stands on; the real ones come from wiring, small ones from tests. */
export interface ClustersParts {
  readonly profiles: {
    connections(): readonly StoredConnection[];
    endpointsOf(connectionId: string): readonly StoredEndpoint[];
    readonly changed: Signal<undefined>;
  };
  readonly access: {
    target(connectionId: string, mode: AccessMode): Promise<Result<SqlTarget, Failure>>;
    link(endpointId: string, mode: AccessMode): Promise<Result<Link, Failure>>;
    settle(target: SqlTarget, outcome: Result<unknown, Failure>): Promise<void>;
  };
  readonly reader: () => Promise<ClusterReader>;
  readonly isTrusted: () => boolean;
  readonly healthOf: (row: PodRow) => PodHealth;
  readonly containersOf: (pod: KubeObject, now: Date) => readonly ContainerRow[];
  readonly pageSize: () => number;
  readonly now: () => Date;
}

/** What one endpoint answered. `proxy` and version are absent when only the probe failed. */
export interface EndpointReading {
  readonly namespaces: readonly NamespaceRow[];
  readonly facts?: EndpointFacts;
}

/** What one namespace answered. */
export interface NamespaceReading {
  readonly pods: PodRows;
  /** For an empty answer from a typed list: Kubernetes answers the same for a namespace that does not exist. */
  readonly exists: 'yes' | 'no' | 'unknown';
}

/** What one pod answered. */
export interface PodReading {
  readonly object: KubeObject;
  readonly containers: readonly ContainerRow[];
}

/** How far to load a namespace. */
export type PodLoad = 'refresh' | 'more' | 'all';

/**
 * What the tree knows: one reading a node, the filter, and what is in progress. It never reads by itself, only when asked by
 * the tree (a row was expanded), by a command or by the timer; nothing is read over a connection that the user did not open.
 */
export class ClustersModel implements Disposable {
  /** The node whose row or children changed; undefined for all. */
  readonly changed = new Signal<LoadingNode | undefined>();
  readonly work = new Work();
  readonly #parts: ClustersParts;
  readonly #connections = new Map<string, Reading<ServerFacts>>();
  readonly #endpoints = new Map<string, Reading<EndpointReading>>();
  readonly #namespaces = new Map<string, Reading<NamespaceReading>>();
  readonly #pods = new Map<string, Reading<PodReading>>();
  readonly #subscription: Disposable;
  #profiles: ReadonlyMap<string, string>;
  #filter: PodFilter = noFilter;

  constructor(parts: ClustersParts) {
    this.#parts = parts;
    this.#profiles = this.#snapshot();
    this.#subscription = parts.profiles.changed.on(() => {
      this.#forgetChanged();
      this.changed.fire(undefined);
    });
  }

  get filter(): PodFilter {
    return this.#filter;
  }

  set filter(filter: PodFilter) {
    this.#filter = filter;
    this.changed.fire(undefined);
  }

  connections(): readonly ConnectionNode[] {
    if (!this.#parts.isTrusted()) return [];
    return this.#parts.profiles.connections().map((stored) => ({
      kind: 'connection',
      id: nodeIds.connection(stored.profile.id),
      connectionId: stored.profile.id,
      stored,
    }));
  }

  endpoints(parent: ConnectionNode): readonly EndpointNode[] {
    return this.#parts.profiles.endpointsOf(parent.connectionId).map((stored) => ({
      kind: 'endpoint',
      id: nodeIds.endpoint(stored.profile.id),
      connectionId: parent.connectionId,
      endpointId: stored.profile.id,
      stored,
      parent,
    }));
  }

  readonly readings = {
    connection: (node: ConnectionNode): Reading<ServerFacts> => readingIn(this.#connections, node.id),
    endpoint: (node: EndpointNode): Reading<EndpointReading> => readingIn(this.#endpoints, node.id),
    namespace: (node: NamespaceNode): Reading<NamespaceReading> => readingIn(this.#namespaces, node.id),
    pod: (node: PodNode): Reading<PodReading> => readingIn(this.#pods, node.id),
  };

  healthOf(row: PodRow): PodHealth {
    return this.#parts.healthOf(row);
  }

  get pageSize(): number {
    return this.#parts.pageSize();
  }

  /** Opens a connection because the user asked; questions may follow. */
  async connect(node: ConnectionNode, mode: AccessMode = 'ask'): Promise<Result<ServerFacts, Failure>> {
    const reading = this.readings.connection(node);
    await this.#read(node, reading, `Connecting to ${node.stored.profile.server}`, async (signal) => {
      const target = await this.#parts.access.target(node.connectionId, mode);
      if (!target.ok) return target;
      const facts = await (await this.#parts.reader()).probeServer(target.value, signal);
      await this.#parts.access.settle(target.value, facts);
      return facts;
    });
    if (reading.failure) return err(reading.failure);
    return reading.value ? ok(reading.value) : err({ kind: 'cancelled' });
  }

  /** Forgets what was read over a connection and closes it. */
  async disconnect(node: ConnectionNode): Promise<void> {
    this.work.stop(node.connectionId);
    this.#forget(node.connectionId);
    this.changed.fire(undefined);
    await (await this.#parts.reader()).close(node.connectionId);
  }

  isConnected(node: ConnectionNode): boolean {
    return this.#connections.get(node.id)?.value !== undefined;
  }

  /** Reads a row's children again; old rows stay until the answer is there. */
  async refresh(node: LoadingNode, mode: AccessMode = 'ask'): Promise<void> {
    switch (node.kind) {
      case 'connection':
        await this.connect(node, mode);
        return;
      case 'endpoint':
        await this.#readEndpoint(node, mode);
        return;
      case 'namespace':
        await this.loadPods(node, 'refresh', mode);
        return;
      case 'pod':
        await this.#readPod(node, mode);
        return;
    }
  }

  /**
   * Everything that was read so far, top down; true when nothing failed. A namespace below an endpoint that just failed is
   * left alone: it would fail alike, one time-out after the other.
   */
  async refreshAll(mode: AccessMode): Promise<boolean> {
    let good = true;
    for (const connection of this.connections()) {
      if (!this.isConnected(connection)) continue;
      await this.refresh(connection, mode);
      if (this.readings.connection(connection).failure) return false;
      for (const endpoint of this.endpoints(connection)) {
        if (this.#endpoints.has(endpoint.id)) good = (await this.#refreshEndpoint(endpoint, mode)) && good;
      }
    }
    return good;
  }

  async #refreshEndpoint(endpoint: EndpointNode, mode: AccessMode): Promise<boolean> {
    await this.refresh(endpoint, mode);
    if (this.readings.endpoint(endpoint).failure) return false;
    let good = true;
    for (const namespace of this.namespaces(endpoint)) {
      if (!this.#namespaces.has(namespace.id)) continue;
      await this.refresh(namespace, mode);
      good = this.readings.namespace(namespace).failure === undefined && good;
    }
    return good;
  }

  namespaces(parent: EndpointNode): readonly NamespaceNode[] {
    const rows = this.#endpoints.get(parent.id)?.value?.namespaces ?? [];
    return rows.map(({ name, phase }) => ({
      kind: 'namespace',
      id: nodeIds.namespace(parent.endpointId, name),
      connectionId: parent.connectionId,
      endpointId: parent.endpointId,
      namespace: name,
      parent,
      ...(phase !== undefined && { phase }),
    }));
  }

  async loadPods(node: NamespaceNode, load: PodLoad, mode: AccessMode = 'ask'): Promise<void> {
    const reading = this.readings.namespace(node);
    const had = reading.value?.pods;
    const goal = podGoal(load, had, this.pageSize);
    await this.#read(node, reading, `Reading pods of ${node.namespace}`, async (signal, report) => {
      const opened = await this.#open(node.endpointId, mode);
      if (!opened.ok) return opened;
      const { link, reader } = opened.value;
      const pods = await loadPods(goal, {
        signal,
        page: (after) =>
          reader.podPage(
            link,
            { namespace: node.namespace, limit: this.pageSize, ...(after !== undefined && { after }) },
            signal,
          ),
        report: (page, count) => {
          report(`${node.namespace}: page ${count > 0 ? page : 1}, ${count.toLocaleString('en-US')} pods`);
        },
        keep: (kept) => {
          reading.put({ pods: kept, exists: 'yes' }, this.#parts.now());
        },
      });
      if (!pods.ok) return pods;
      return ok({ pods: pods.value, exists: await existence(node, pods.value, { link, reader, signal }) });
    });
  }

  dispose(): void {
    this.work.stop();
    this.#subscription.dispose();
  }

  async #readEndpoint(node: EndpointNode, mode: AccessMode): Promise<void> {
    const where = node.stored.profile.url;
    await this.#read(node, this.readings.endpoint(node), `Reading namespaces of ${where}`, async (signal) => {
      const opened = await this.#open(node.endpointId, mode);
      if (!opened.ok) return opened;
      const { link, reader } = opened.value;
      const namespaces = await reader.namespaces(link, signal);
      if (!namespaces.ok) return namespaces;
      const facts = await reader.probeEndpoint(link, signal);
      // A typed list needs no call, so only the version proves that the endpoint is there. Otherwise the version is a nicety.
      if (!facts.ok && link.endpoint.namespaces !== 'all' && facts.error.kind !== 'http') return facts;
      return ok({ namespaces: namespaces.value, ...(facts.ok && { facts: facts.value }) });
    });
  }

  async #readPod(node: PodNode, mode: AccessMode): Promise<void> {
    await this.#read(node, this.readings.pod(node), `Reading pod ${node.pod}`, async (signal) => {
      const opened = await this.#open(node.endpointId, mode);
      if (!opened.ok) return opened;
      const pod = await opened.value.reader.pod(opened.value.link, node.namespace, node.pod, signal);
      if (!pod.ok) return pod;
      return ok({ object: pod.value, containers: this.#parts.containersOf(pod.value, this.#parts.now()) });
    });
  }

  async #open(endpointId: string, mode: AccessMode): Promise<Result<{ link: Link; reader: ClusterReader }, Failure>> {
    const link = await this.#parts.access.link(endpointId, mode);
    return link.ok ? ok({ link: link.value, reader: await this.#parts.reader() }) : link;
  }

  async #read<T>(
    node: LoadingNode,
    reading: Reading<T>,
    doing: string,
    read: (signal: AbortSignal, report: (doing: string) => void) => Promise<Result<T, Failure>>,
  ): Promise<void> {
    if (!reading.isRunning) {
      void reading.run(() => this.work.run(node.connectionId, doing, read), this.#parts.now);
      this.changed.fire(node);
    }
    await reading.settled();
    this.changed.fire(node);
  }

  #forget(connectionId: string): void {
    this.#connections.delete(nodeIds.connection(connectionId));
    for (const { profile } of this.#parts.profiles.endpointsOf(connectionId)) this.#forgetEndpoint(profile.id);
  }

  #forgetEndpoint(endpointId: string): void {
    this.#endpoints.delete(nodeIds.endpoint(endpointId));
    const prefix = nodeIds.namespace(endpointId, '');
    for (const map of [this.#namespaces, this.#pods]) {
      for (const id of map.keys()) if (id.startsWith(prefix)) map.delete(id);
    }
  }

  /** A profile that was removed, or now says something else, must not keep showing what the old one answered. */
  #forgetChanged(): void {
    const now = this.#snapshot();
    for (const [id, before] of this.#profiles) {
      if (now.get(id) === before) continue;
      const [kind, ...rest] = id.split('/');
      if (kind === 'endpoint') this.#forgetEndpoint(rest.join('/'));
      else {
        this.work.stop(rest.join('/'));
        this.#forget(rest.join('/'));
      }
    }
    this.#profiles = now;
  }

  #snapshot(): ReadonlyMap<string, string> {
    const { profiles } = this.#parts;
    return new Map(
      profiles
        .connections()
        .flatMap(({ profile }) => [
          [nodeIds.connection(profile.id), JSON.stringify(profile)] as const,
          ...profiles
            .endpointsOf(profile.id)
            .map((endpoint) => [nodeIds.endpoint(endpoint.profile.id), JSON.stringify(endpoint.profile)] as const),
        ]),
    );
  }
}

function readingIn<T>(map: Map<string, Reading<T>>, id: string): Reading<T> {
  const known = map.get(id);
  if (known) return known;
  const fresh = new Reading<T>();
  map.set(id, fresh);
  return fresh;
}

function podGoal(load: PodLoad, had: PodRows | undefined, pageSize: number): { pods: number; from?: PodRows } {
  const loaded = had?.rows.length ?? 0;
  if (load === 'refresh') return { pods: Math.max(loaded, pageSize) };
  const pods = load === 'all' ? Infinity : loaded + pageSize;
  return had?.continue === undefined ? { pods } : { pods, from: had };
}

/** A namespace from the cluster's own list exists. For a typed one, an empty answer leaves it open: ask for the list. */
async function existence(
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
