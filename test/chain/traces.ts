import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { listAt, textAt } from '../../src/core/kube/json.ts';
import type { Cluster } from '../support/cluster.ts';

/** Everything that a set-up could leave in SQL Server, as queries. */
export const catalogs = `SELECT name, value, value_in_use FROM sys.configurations ORDER BY configuration_id;
SELECT name FROM sys.symmetric_keys; SELECT name FROM sys.database_scoped_credentials;
SELECT name FROM sys.database_principals ORDER BY name; SELECT grantee_principal_id, permission_name FROM sys.database_permissions;
SELECT role_principal_id, member_principal_id FROM sys.database_role_members; SELECT name FROM sys.server_event_sessions;`;

/** Kinds that change by themselves. */
const restless = /^(?:events|leases|endpoints|endpointslices|componentstatuses|apiservices|nodes|csinodes)\b/u;

/** Every object that a set-up could leave in a cluster, as `Kind/namespace/name`. */
export async function clusterObjects(cluster: Pick<Cluster, 'kubectl'>): Promise<readonly string[]> {
  const kinds = (await cluster.kubectl('api-resources', '--verbs=list', '--output=name')).trim().split('\n');
  const wanted = kinds.filter((kind) => !restless.test(kind));
  const found = await cluster.kubectl('get', wanted.join(','), '--all-namespaces', '--output=json');
  return listAt(JSON.parse(found), 'items')
    .map((item) =>
      [textAt(item, 'kind'), textAt(item, 'metadata', 'namespace'), textAt(item, 'metadata', 'name')].join('/'),
    )
    .sort();
}

/** Garbage is collected after the answer to a deletion; there is no event to wait for but the objects themselves. */
export async function untilEqual(look: () => Promise<readonly string[]>, wanted: readonly string[]): Promise<void> {
  for (let left = 60; ; left -= 1) {
    const now = await look();
    if (now.join('\n') === wanted.join('\n')) return;
    if (left === 0) assert.deepEqual(now, wanted);
    await delay(1000);
  }
}
