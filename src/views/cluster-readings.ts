import type { Lack } from '../core/decode/missing.ts';
import type { ContainerRow, PodRow } from '../core/kube/pod.ts';
import type { EndpointFacts, KubeObject, NamespaceRow, ServerFacts } from '../sql/cluster-reader.ts';
import { nodeIds, podNode } from './cluster-nodes.ts';
import type { ConnectionNode, EndpointNode, NamespaceNode, PodNode } from './cluster-nodes.ts';
import type { ClustersParts } from './clusters-parts.ts';
import type { PodRows } from './pod-pages.ts';
import { Reading } from './reading.ts';

/** What one SQL Server said of itself, and what it lacks. */
export interface ConnectionReading {
  readonly facts: ServerFacts;
  readonly lacks: readonly Lack[];
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

/** One reading a node, found by the node's id, and forgotten with the profile that it came from. */
export class ClusterReadings {
  readonly #connections = new Map<string, Reading<ConnectionReading>>();
  readonly #endpoints = new Map<string, Reading<EndpointReading>>();
  readonly #namespaces = new Map<string, Reading<NamespaceReading>>();
  readonly #pods = new Map<string, Reading<PodReading>>();
  readonly #folded = new Set<string>();
  #profiles: ReadonlyMap<string, string>;

  constructor(profiles: ClustersParts['profiles']) {
    this.#profiles = snapshot(profiles);
  }

  connection(node: ConnectionNode): Reading<ConnectionReading> {
    return readingIn(this.#connections, node.id);
  }

  endpoint(node: EndpointNode): Reading<EndpointReading> {
    return readingIn(this.#endpoints, node.id);
  }

  namespace(node: NamespaceNode): Reading<NamespaceReading> {
    return readingIn(this.#namespaces, node.id);
  }

  pod(node: PodNode): Reading<PodReading> {
    return readingIn(this.#pods, node.id);
  }

  /** What a pod answered, if it was asked. */
  knownPod(node: PodNode): Reading<PodReading> | undefined {
    return this.#pods.get(node.id);
  }

  /** Whether anybody ever asked for it. */
  wasRead(node: EndpointNode | NamespaceNode): boolean {
    return wasAsked((node.kind === 'endpoint' ? this.#endpoints : this.#namespaces).get(node.id));
  }

  /** A folded pod's containers are not worth a call with every refresh: they are read when it is opened again. */
  fold(node: PodNode, isFolded: boolean): void {
    if (isFolded) this.#folded.add(node.id);
    else this.#folded.delete(node.id);
  }

  /** A namespace's list was read anew: forgets pods that are gone or folded, and marks the others as older than the list. */
  podsListed(node: NamespaceNode, rows: readonly PodRow[]): void {
    const below = [...this.#pods.keys()].filter((id) => id.startsWith(`${node.id}/`));
    const there = below.length === 0 ? undefined : new Set(rows.map(({ name }) => nodeIds.pod(node, name)));
    for (const id of below) {
      const reading = this.#pods.get(id);
      if (there?.has(id) === true && wasAsked(reading) && !this.#folded.has(id)) reading?.outdate();
      else this.#pods.delete(id);
    }
    // The tree says again that a pod is folded when somebody folds it again.
    for (const id of [...this.#folded]) if (id.startsWith(`${node.id}/`)) this.#folded.delete(id);
  }

  /** Pods of a namespace that were read before its list was. */
  outdatedPods(node: NamespaceNode): readonly PodNode[] {
    const rows = this.#namespaces.get(node.id)?.value?.pods.rows ?? [];
    if (![...this.#pods.keys()].some((id) => id.startsWith(`${node.id}/`))) return [];
    return rows
      .filter(({ name }) => this.#pods.get(nodeIds.pod(node, name))?.isOutdated)
      .map((row) => podNode(node, row));
  }

  forgetConnection(connectionId: string, endpointIds: readonly string[]): void {
    this.#connections.delete(nodeIds.connection(connectionId));
    for (const endpointId of endpointIds) this.#forgetEndpoint(endpointId);
  }

  /**
   * A profile that was removed, or now says something else, must not keep showing what the old one answered. Answers the
   * connections that this happened to.
   */
  forgetChanged(profiles: ClustersParts['profiles']): readonly string[] {
    const now = snapshot(profiles);
    const connections: string[] = [];
    for (const [id, before] of this.#profiles) {
      if (now.get(id) === before) continue;
      const [kind, ...rest] = id.split('/');
      const profileId = rest.join('/');
      if (kind === 'endpoint') this.#forgetEndpoint(profileId);
      else {
        this.#connections.delete(id);
        for (const { profile } of profiles.endpointsOf(profileId)) this.#forgetEndpoint(profile.id);
        connections.push(profileId);
      }
    }
    this.#profiles = now;
    return connections;
  }

  #forgetEndpoint(endpointId: string): void {
    this.#endpoints.delete(nodeIds.endpoint(endpointId));
    const prefix = nodeIds.namespace(endpointId, '');
    for (const map of [this.#namespaces, this.#pods, this.#folded]) {
      for (const id of map.keys()) if (id.startsWith(prefix)) map.delete(id);
    }
  }
}

/** A reading is there as soon as its row is drawn; that is not yet asking for it. */
function wasAsked(reading: Reading<unknown> | undefined): boolean {
  return reading !== undefined && (reading.value !== undefined || reading.failure !== undefined || reading.isRunning);
}

/** What each profile says, by node id. */
function snapshot(profiles: ClustersParts['profiles']): ReadonlyMap<string, string> {
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

function readingIn<T>(map: Map<string, Reading<T>>, id: string): Reading<T> {
  const known = map.get(id);
  if (known) return known;
  const fresh = new Reading<T>();
  map.set(id, fresh);
  return fresh;
}
