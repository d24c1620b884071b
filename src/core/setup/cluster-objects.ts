import type { Access } from '../access/grant.ts';
import { accessObjects, type AccessObject } from '../access/roles.ts';
import type { TlsSecret } from '../kube/tls-secret.ts';
import { namespaceManifest, proxyManifests } from '../proxy/manifests.ts';
import type { ProxyPlan } from '../proxy/proxy-plan.ts';
import type { Manifest } from '../proxy/yaml.ts';

/** One object of the cluster's side. */
export type ClusterObject = Manifest | AccessObject | TlsSecret;

/** What becomes objects: the proxy, the access, namespaces to be made along, and the Secret, which lives in memory only. */
export interface ClusterObjects {
  readonly access: Access;
  readonly plan: ProxyPlan;
  readonly newNamespaces: readonly string[];
  readonly secret: TlsSecret;
}

/** Everything to apply, in order: namespaces, the Secret that pods wait for, the proxy, the account and its roles. */
export function clusterObjects({ access, plan, newNamespaces, secret }: ClusterObjects): readonly ClusterObject[] {
  const namespaces = [...new Set([...(plan.createNamespace ? [plan.namespace] : []), ...newNamespaces])];
  const proxy = proxyManifests({ ...plan, createNamespace: false }).map(({ value }) => value);
  return [...namespaces.map((name) => namespaceManifest(name).value), secret, ...proxy, ...accessObjects(access)];
}
