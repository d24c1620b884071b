import type { Lack } from '../core/decode/missing.ts';
import type { ContainerRow } from '../core/kube/pod.ts';
import type { EndpointFacts, KubeObject, NamespaceRow, ServerFacts } from '../sql/cluster-reader.ts';
import { nodeIds } from './cluster-nodes.ts';
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

  /** Whether anybody ever asked for it. */
  wasRead(node: EndpointNode | NamespaceNode): boolean {
    const reading = (node.kind === 'endpoint' ? this.#endpoints : this.#namespaces).get(node.id);
    // A reading is there as soon as its row is drawn; that is not yet asking for it.
    return reading !== undefined && (reading.value !== undefined || reading.failure !== undefined || reading.isRunning);
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
    for (const map of [this.#namespaces, this.#pods]) {
      for (const id of map.keys()) if (id.startsWith(prefix)) map.delete(id);
    }
  }
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
