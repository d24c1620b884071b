import assert from 'node:assert/strict';
import type { ExpiryLine } from '../../../src/core/expiry-line.ts';
import type { EndpointProfile } from '../../../src/core/connection.ts';
import { explain as decode } from '../../../src/core/decode/explain.ts';
import { missing } from '../../../src/core/decode/missing.ts';
import { containerRows } from '../../../src/core/kube/container-rows.ts';
import { podHealth } from '../../../src/core/kube/health.ts';
import { podFacts } from '../../../src/core/kube/pod-facts.ts';
import { err, ok } from '../../../src/core/result.ts';
import { explainContext } from '../../../src/host/explain.ts';
import type { Explain } from '../../../src/host/explain.ts';
import type { StoredConnection } from '../../../src/host/profiles.ts';
import { Signal } from '../../../src/host/signal.ts';
import { ClustersModel } from '../../../src/views/clusters-model.ts';
import type { EndpointNode, NamespaceNode, PodNode } from '../../../src/views/cluster-nodes.ts';
import { findNode } from '../../../src/views/cluster-search.ts';
import type { KubeObject } from '../../../src/sql/cluster-reader.ts';
import { connection, endpoint, FakeCluster, pod } from '../../support/fake-cluster.ts';
import { treeText } from '../../support/tree-text.ts';

type Source = StoredConnection['source'];

/** The real decoder. */
export const explain: Explain = (failure, about = {}) => Promise.resolve(decode(failure, explainContext(about)));

/** The model with its surroundings, and steps that tests take. */
export interface World {
  readonly cluster: FakeCluster;
  readonly model: ClustersModel;
  readonly state: {
    trusted: boolean;
    server: string;
    endpoints: number;
    connections: readonly string[];
    source: Source;
    problems: string[];
  };
  readonly changed: Signal<undefined>;
  readonly logged: string[];
  /** Connects and reads the namespaces. */
  readonly open: (connectionId?: string) => Promise<EndpointNode>;
  readonly openNamespace: (name?: string) => Promise<NamespaceNode>;
  readonly openPod: (namespace: NamespaceNode, name: string) => Promise<PodNode>;
  /** Seconds go by. */
  readonly pass: (seconds: number) => void;
  readonly text: () => string;
}

/** The model in front of a cluster in memory, with one connection and one endpoint unless told otherwise. */
export function world(
  change: {
    readonly endpoint?: Partial<EndpointProfile>;
    readonly pageSize?: number;
    readonly expiryOf?: (endpoint: EndpointProfile) => readonly ExpiryLine[];
  } = {},
): World {
  const cluster = new FakeCluster();
  cluster.pods.set('shop', [
    pod('web-1'),
    pod('api-1', { status: 'CrashLoopBackOff', ready: '1/2', restarts: 7, lastRestart: '8m ago' }),
  ]);
  const changed = new Signal<undefined>();
  let time = new Date(2026, 0, 1, 14, 2, 11).getTime();
  const state: World['state'] = {
    trusted: true,
    server: 'prod-sql01',
    endpoints: 1,
    connections: ['c1'],
    source: 'user',
    problems: [],
  };
  const profile = (id: string) =>
    id === 'c1' ? connection({ server: state.server }) : connection({ id, name: id, server: id });
  const endpoints = (connectionId: string) =>
    connectionId === 'c1'
      ? [endpoint(change.endpoint)]
      : [endpoint({ id: `e-${connectionId}`, connectionId, url: `https://k8s.${connectionId}.example` })];
  const target = (connectionId: string) => ({ profile: profile(connectionId), password: 'secret' });
  const logged: string[] = [];
  const write = (line: string) => void logged.push(line);
  const model = new ClustersModel({
    profiles: {
      changed,
      connections: () => state.connections.map((id) => ({ profile: profile(id), source: state.source })),
      problems: () => state.problems,
      endpointsOf: (id) =>
        endpoints(id)
          .map((found) => ({ profile: found, source: state.source }))
          .slice(0, state.endpoints),
    },
    access: {
      target: (id) => Promise.resolve(ok(target(id))),
      link: (id) => {
        const [link] = state.connections.flatMap((owner) =>
          endpoints(owner)
            .filter((found) => found.id === id)
            .map((found) => ({ target: target(owner), endpoint: found })),
        );
        return Promise.resolve(link ? ok(link) : err({ kind: 'cancelled' }));
      },
      settle: () => Promise.resolve(),
    },
    reader: () => Promise.resolve(cluster),
    explain,
    log: { trace: write, debug: write, info: write, warn: write, error: write },
    findLacks: (found) => Promise.resolve(missing(found)),
    isTrusted: () => state.trusted,
    healthOf: podHealth,
    containersOf: (object, at) => containerRows(podFacts(object), at.getTime()),
    expiryOf: change.expiryOf ?? (() => []),
    pageSize: () => change.pageSize ?? 500,
    now: () => new Date(time),
  });
  const open = async (id = 'c1'): Promise<EndpointNode> => {
    const first = model.connections().find(({ connectionId }) => connectionId === id);
    assert.ok(first);
    assert.ok((await model.connect(first)).ok);
    const [found] = model.endpoints(first);
    assert.ok(found);
    await model.refresh(found);
    return found;
  };
  const openNamespace = async (name = 'shop'): Promise<NamespaceNode> => {
    const found = model.namespaces(await open()).find(({ namespace }) => namespace === name);
    assert.ok(found);
    await model.refresh(found);
    return found;
  };
  const openPod = async (shop: NamespaceNode, name: string): Promise<PodNode> => {
    const node = findNode(model, `${shop.id}/pod/${name}`);
    assert.ok(node?.kind === 'pod');
    await model.refresh(node);
    return node;
  };
  return {
    cluster,
    model,
    state,
    changed,
    logged,
    open,
    openNamespace,
    openPod,
    pass: (seconds) => void (time += seconds * 1000),
    text: () => treeText(model),
  };
}

/** A pod object with one container that runs since two hours. */
export const podObject = (
  name: string,
  state: unknown = { running: { startedAt: '2026-01-01T12:02:11' } },
): KubeObject => ({
  metadata: { name, namespace: 'shop' },
  spec: { containers: [{ name: 'app', image: 'app:1' }] },
  status: { phase: 'Running', containerStatuses: [{ name: 'app', ready: true, restartCount: 0, state }] },
});

/** Waits for microtasks only: what is waited for depends on no clock. */
export async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1000 && !condition(); turn += 1) await Promise.resolve();
  assert.ok(condition());
}
