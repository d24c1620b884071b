import type { ExpiryLine } from '../core/expiry-line.ts';
import type { Failure } from '../core/failure.ts';
import type { PodHealth, PodRow } from '../core/kube/pod.ts';
import { err, ok } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import type { AccessMode } from '../host/access.ts';
import { machineOf, type About } from '../host/explain.ts';
import { Signal } from '../host/signal.ts';
import type { Disposable } from '../host/signal.ts';
import type { ClusterReader, Link, ServerFacts } from '../sql/cluster-reader.ts';
import { nodeIds } from './cluster-nodes.ts';
import type { ConnectionNode, EndpointNode, LoadingNode, NamespaceNode, PodNode } from './cluster-nodes.ts';
import { ClusterReadings } from './cluster-readings.ts';
import type { ClustersParts } from './clusters-parts.ts';
import { noFilter } from './pod-filter.ts';
import type { PodFilter } from './pod-filter.ts';
import { existence, podGoal } from './pod-goal.ts';
import type { PodLoad } from './pod-goal.ts';
import { loadPods } from './pod-pages.ts';
import type { Reading, Trouble } from './reading.ts';
import { refreshRound } from './refresh-round.ts';
import { Work } from './work.ts';

/**
 * What the tree knows: one reading a node, the filter, and what is in progress. It never reads by itself, only when asked by
 * the tree (a row was expanded), by a command or by the timer; nothing is read over a connection that the user did not open.
 */
export class ClustersModel implements Disposable {
  /** The node whose row or children changed; undefined for all. */
  readonly changed = new Signal<LoadingNode | undefined>();
  readonly work = new Work();
  readonly readings: ClusterReadings;
  readonly #parts: ClustersParts;
  readonly #subscription: Disposable;
  readonly #warned = new Set<string>();
  #filter: PodFilter = noFilter;

  constructor(parts: ClustersParts) {
    this.#parts = parts;
    this.readings = new ClusterReadings(parts.profiles);
    this.#subscription = parts.profiles.changed.on(() => {
      this.#warnOfSettings();
      for (const connectionId of this.readings.forgetChanged(parts.profiles)) this.work.stop(connectionId);
      this.changed.fire(undefined);
    });
    this.#warnOfSettings();
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

  /** Sentences about entries of the settings that are left out. */
  settingProblems(): readonly string[] {
    return this.#parts.isTrusted() ? this.#parts.profiles.problems() : [];
  }

  #warnOfSettings(): void {
    for (const problem of this.settingProblems()) {
      if (!this.#warned.has(problem)) this.#parts.log.warn(problem);
      this.#warned.add(problem);
    }
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

  healthOf(row: PodRow): PodHealth {
    return this.#parts.healthOf(row);
  }

  /** What is known to end behind an endpoint: certificates, token. */
  expiryOf({ stored }: EndpointNode): readonly ExpiryLine[] {
    return this.#parts.expiryOf(stored.profile);
  }

  get now(): Date {
    return this.#parts.now();
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
      if (!facts.ok) return facts;
      // The rows below name the machine as the connection does; what it calls itself may be a container's number.
      const named = { ...facts.value, serverName: machineOf(node.stored.profile.server) };
      return ok({ facts: facts.value, lacks: await this.#parts.findLacks(named) });
    });
    if (reading.failure) return err(reading.failure);
    return reading.value ? ok(reading.value.facts) : err({ kind: 'cancelled' });
  }

  /** Forgets what was read over a connection and closes it. */
  async disconnect(node: ConnectionNode): Promise<void> {
    this.work.stop(node.connectionId);
    const endpoints = this.#parts.profiles.endpointsOf(node.connectionId).map(({ profile }) => profile.id);
    this.readings.forgetConnection(node.connectionId, endpoints);
    this.changed.fire(undefined);
    await (await this.#parts.reader()).close(node.connectionId);
  }

  isConnected(node: ConnectionNode): boolean {
    return this.readings.connection(node).value !== undefined;
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
        await this.#refreshNamespace(node, mode);
        return;
      case 'pod':
        await this.#readPod(node, mode);
        return;
    }
  }

  /** What stands open below a namespace is read again after its list. What cannot be read stays marked as older than that. */
  async #refreshNamespace(node: NamespaceNode, mode: AccessMode): Promise<void> {
    const before = this.readings.namespace(node).value;
    await this.loadPods(node, 'refresh', mode);
    const listed = this.readings.namespace(node).value;
    const open = listed === undefined || listed === before ? [] : this.readings.outdatedPods(node);
    if (open.length === 0) return;
    await this.work.run(node.connectionId, `Reading the open pods of ${node.namespace}`, async (signal) => {
      for (const pod of open) {
        const reading = this.readings.pod(pod);
        if (signal.aborted) return;
        if (reading.isOutdated) await this.#readPod(pod, mode);
        // An answer is about this pod; without one the next pod would fail alike, one time-out after the other.
        if (reading.failure !== undefined && reading.failure.kind !== 'http') return;
      }
    });
  }

  /** Everything that was read so far; true when nothing failed and nobody stopped it. */
  refreshAll(mode: AccessMode): Promise<boolean> {
    return refreshRound(this, mode);
  }

  namespaces(parent: EndpointNode): readonly NamespaceNode[] {
    const rows = this.readings.endpoint(parent).value?.namespaces ?? [];
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
      const tokens = new Set<string | undefined>();
      const pods = await loadPods(goal, {
        signal,
        page: (after) => {
          tokens.add(after);
          const request = { namespace: node.namespace, limit: this.pageSize, ...(after !== undefined && { after }) };
          return reader.podPage(link, request, signal);
        },
        report: (page, count) => {
          report(`${node.namespace}: page ${count > 0 ? page : 1}, ${count.toLocaleString('en-US')} pods`);
        },
        keep: (kept) => {
          reading.put({ pods: kept, exists: 'yes' }, this.#parts.now());
        },
      });
      if (!pods.ok) return pods;
      const exists = await existence(node, pods.value, { link, reader, signal });
      // A page without a token began the list anew; pages that were only added leave the other rows as old as they were.
      if (tokens.has(undefined)) this.readings.podsListed(node, pods.value.rows);
      return ok({ pods: pods.value, exists });
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
      void reading.run(async () => {
        this.#parts.log.debug(doing);
        const result = await this.work.run(node.connectionId, doing, read);
        return result.ok ? result : err(await this.#trouble(node, result.error));
      }, this.#parts.now);
      this.changed.fire(node);
    }
    await reading.settled();
    this.changed.fire(node);
  }

  async #trouble(node: LoadingNode, failure: Failure): Promise<Trouble> {
    if (failure.kind === 'cancelled') return { failure };
    this.#parts.log.warn(`${node.id} could not be read: ${JSON.stringify(failure)}`);
    return { failure, explanation: await this.#parts.explain(failure, this.#about(node)) };
  }

  /** The profiles and facts on the way from a node to its connection. */
  #about(node: LoadingNode): About {
    switch (node.kind) {
      case 'connection': {
        const facts = this.readings.connection(node).value?.facts;
        return { connection: node.stored.profile, ...(facts && { facts }) };
      }
      case 'endpoint':
        return { ...this.#about(node.parent), endpoint: node.stored.profile };
      case 'namespace':
      case 'pod':
        return this.#about(node.parent);
    }
  }
}
