import assert from 'node:assert/strict';
import type { Failure } from '../../../src/core/failure.ts';
import { err, ok } from '../../../src/core/result.ts';
import type { ClusterNode } from '../../../src/views/cluster-nodes.ts';
import { contextValue, present } from '../../../src/views/cluster-present.ts';
import { rowsBelow } from '../../../src/views/cluster-rows.ts';
import { facts, http, pod } from '../../support/fake-cluster.ts';
import { podObject, world } from './world.ts';
import type { World } from './world.ts';

/** A row that the tree can show, and what menus see of it. */
interface SeenRow {
  readonly kind: ClusterNode['kind'];
  readonly contextValue: string;
}

const server = 'prod-sql01';

/** One of every kind of failure that a connection or a namespace can meet. */
const failures: readonly Failure[] = [
  { kind: 'unreachable', server, code: 'ECONNREFUSED', detail: 'refused' },
  {
    kind: 'server-certificate',
    server,
    code: 'SELF_SIGNED_CERT_IN_CHAIN',
    detail: 'self-signed',
    pem: 'x',
    fingerprint256: 'AB',
  },
  { kind: 'login', server, user: 'app_reader', errors: [] },
  { kind: 'timeout', stage: 'query', seconds: 60 },
  { kind: 'connection-lost', server, detail: 'socket closed' },
  { kind: 'sql', errors: [{ number: 50000, state: 1, class: 16, text: 'unheard of' }] },
  http(401),
  http(403),
  http(500),
  { kind: 'no-result', code: 204, call: { method: 'GET', url: 'https://k8s.example', durationMs: 1 } },
  { kind: 'refused', reason: 'No.' },
];

/** Every kind of row in the states that menus tell apart, as the model really makes them. */
export async function everyRow(): Promise<readonly SeenRow[]> {
  const seen: SeenRow[] = [];
  const see = ({ model }: World): void => {
    const walk = (nodes: readonly ClusterNode[]): void => {
      for (const node of nodes) {
        seen.push({ kind: node.kind, contextValue: contextValue(present(model, node).context) });
        walk(rowsBelow(model, node));
      }
    };
    walk(rowsBelow(model, undefined));
  };
  for (const source of ['user', 'workspace', 'sandbox'] as const) {
    const made = world({ pageSize: 1 });
    made.state.source = source;
    made.state.problems = ['sqlkube.endpoints[0] url: SQL Server calls https only.'];
    see(made);
    made.cluster.namespaceNames = ok(['empty', 'shop']);
    made.cluster.objects.set('shop/web-1', podObject('web-1'));
    const shop = await made.openNamespace();
    await made.openPod(shop, 'web-1');
    const [empty] = made.model.namespaces(shop.parent);
    assert.ok(empty);
    await made.model.refresh(empty);
    see(made);
  }
  for (const status of ['Completed', 'Pending', 'CrashLoopBackOff', 'Terminating', 'Unknown']) {
    const made = world();
    made.cluster.pods.set('shop', [pod('api-1', { status, ready: '0/1' })]);
    await made.openPod(await made.openNamespace(), 'api-1');
    see(made);
  }
  for (const failure of failures) {
    const below = world();
    below.cluster.podFailures.set(1, failure);
    await below.openNamespace();
    see(below);
    const above = world();
    above.cluster.server = err(failure);
    const [first] = above.model.connections();
    assert.ok(first);
    await above.model.connect(first);
    see(above);
  }
  for (const lacking of [facts({ database: 'master' }), facts({ majorVersion: 16 }), facts({ mayCall: false })]) {
    const made = world();
    made.cluster.server = ok(lacking);
    await made.open();
    see(made);
  }
  return seen;
}
