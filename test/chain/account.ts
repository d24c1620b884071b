import { loadKubeconfig, type ClusterClient } from '../../src/cluster/client.ts';
import type { ClusterFailure } from '../../src/core/kube/cluster-failure.ts';
import type { BasicObject, PolicyRule } from '../../src/cluster/objects.ts';
import type { Result } from '../../src/core/result.ts';
import type { Cluster } from '../support/cluster.ts';
import { names } from './kubernetes.ts';

const rbac = 'rbac.authorization.k8s.io';
const apiVersion = `${rbac}/v1` as const;
const never = new AbortController().signal;

const must = <T>(result: Result<T, ClusterFailure>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

/** Makes namespaces, a service account and its rights as a cluster administrator would, and asks for a token of an hour. */
export async function createAccess(cluster: Cluster): Promise<string> {
  const kubeconfig = must(await loadKubeconfig({ kind: 'file', path: cluster.kubeconfigFile }));
  const client = must(kubeconfig.connect());
  for (const object of objects()) must(await client.ensure(object, never));
  return await requestToken(client);
}

async function requestToken(client: ClusterClient): Promise<string> {
  const wish = { namespace: names.shop, serviceAccount: names.account, expirationSeconds: 3600 };
  return must(await client.requestToken(wish, never)).token;
}

/** What the account may do in the namespaces that are open to it. */
const rules: readonly PolicyRule[] = [
  { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'create', 'delete'] },
  { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
  { apiGroups: [''], resources: ['events'], verbs: ['list'] },
  { apiGroups: ['apps'], resources: ['deployments', 'deployments/scale'], verbs: ['get', 'update', 'patch'] },
  { apiGroups: [''], resources: ['serviceaccounts/token'], verbs: ['create'], resourceNames: [names.account] },
];

const subjects = [{ kind: 'ServiceAccount', name: names.account, namespace: names.shop }] as const;
const clusterRole = 'sqlkube-may-list-namespaces';

function objects(): readonly BasicObject[] {
  return [
    ...[names.shop, names.empty, names.closed].map(
      (name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }) as const,
    ),
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: names.account, namespace: names.shop } },
    {
      apiVersion,
      kind: 'ClusterRole',
      metadata: { name: clusterRole },
      rules: [{ apiGroups: [''], resources: ['namespaces'], verbs: ['get', 'list'] }],
    },
    {
      apiVersion,
      kind: 'ClusterRoleBinding',
      metadata: { name: clusterRole },
      roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: clusterRole },
      subjects,
    },
    ...[names.shop, names.empty].flatMap((namespace): readonly BasicObject[] => {
      const metadata = { name: names.binding, namespace };
      const roleRef = { apiGroup: rbac, kind: 'Role', name: names.binding } as const;
      return [
        { apiVersion, kind: 'Role', metadata, rules },
        { apiVersion, kind: 'RoleBinding', metadata, roleRef, subjects },
      ];
    }),
  ];
}
