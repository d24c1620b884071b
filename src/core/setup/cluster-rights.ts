import { resourceText, type Access, type Grant } from '../access/grant.ts';
import { accessObjects } from '../access/roles.ts';
import { resourceKinds } from '../kube/resources.ts';
import { authorityCommand, proxyManifests } from '../proxy/manifests.ts';
import type { ProxyPlan } from '../proxy/proxy-plan.ts';
import type { ClusterRight, RightUse } from './right.ts';
import type { Trust } from './trust-options.ts';

interface Named {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** Kinds of the Gateway API, which come by CustomResourceDefinition. */
const others: Readonly<Record<string, string>> = {
  Gateway: 'gateways.gateway.networking.k8s.io',
  TLSRoute: 'tlsroutes.gateway.networking.k8s.io',
};

/** The resource of an object, as a rule of a Role names it. */
function resourceOf({ apiVersion, kind }: Named): string {
  const group = apiVersion.split('/').slice(0, -1).join('/');
  const known = resourceKinds.find((one) => one.kind === kind && one.group === group);
  const text = known === undefined ? others[kind] : resourceText({ group, resource: known.plural });
  if (text === undefined) throw new Error(`No resource is known for ${apiVersion} ${kind}.`);
  return text;
}

const right = (
  use: RightUse,
  verbs: readonly string[],
  resources: readonly string[],
  where: Pick<ClusterRight, 'names' | 'namespace'>,
): ClusterRight => ({ kind: 'cluster', use, verbs, resources, ...where });

/** One right for all objects that have name and namespace in common. */
function onObjects(use: RightUse, verbs: readonly string[], objects: readonly Named[]): readonly ClusterRight[] {
  const places = new Map<string, ClusterRight>();
  for (const object of objects) {
    const { name, namespace } = object.metadata;
    const key = JSON.stringify([name, namespace ?? null]);
    const resources = [...(places.get(key)?.resources ?? []), resourceOf(object)];
    const where = { names: [name], ...(namespace === undefined ? {} : { namespace }) };
    places.set(key, right(use, verbs, [...new Set(resources)], where));
  }
  return [...places.values()];
}

/**
 * Server-side apply of an object that is missing asks for `create` beside `patch`, under its name, and for no `get`. `rollout
 * status` gets the object, then lists or watches it by its name (both observed: kubectl 1.36 against a Kubernetes API server 1.36).
 */
const applied = ['patch', 'create'];

/** What the owner of the proxy's step must be allowed. */
export function proxyRights(plan: ProxyPlan): readonly ClusterRight[] {
  const { name, namespace, createNamespace, exposure, tlsSecret } = plan;
  const objects: readonly Named[] = proxyManifests({ ...plan, createNamespace: false }).map(({ value }) => value);
  const deployment = { names: [name], namespace };
  const authority = authorityCommand(plan) === undefined ? [] : [plan.upstream.caConfigMap];
  return [
    ...(createNamespace
      ? [right('run', ['create'], ['namespaces'], {}), right('run', ['patch'], ['namespaces'], { names: [namespace] })]
      : []),
    // A name cannot limit what is created by POST.
    right('run', ['create'], ['secrets', ...authority.map(() => 'configmaps')], { namespace }),
    ...onObjects('run', applied, objects),
    right('check', ['get'], ['deployments.apps'], deployment),
    right('check', ['list', 'watch'], ['deployments.apps'], deployment),
    ...(exposure.kind === 'load-balancer' ? [right('check', ['get'], ['services'], deployment)] : []),
    ...(createNamespace
      ? [right('undo', ['delete'], ['namespaces'], { names: [namespace] })]
      : [
          ...onObjects('undo', ['delete'], objects),
          right('undo', ['delete'], ['secrets'], { names: [tlsSecret], namespace }),
          ...authority.map((one) => right('undo', ['delete'], ['configmaps'], { names: [one], namespace })),
        ]),
  ];
}

/** What the owner of the service account's step must be allowed; `newNamespaces` are made by the same file. */
export function accountRights(access: Access, newNamespaces: readonly string[]): readonly ClusterRight[] {
  const { account, scope, grants } = access;
  const objects: readonly Named[] = accessObjects(access);
  const named = { names: [account.name], namespace: account.namespace };
  const places = scope.kind === 'cluster' ? [{}] : scope.namespaces.map((namespace) => ({ namespace }));
  const namespaces = newNamespaces.length === 0 ? [] : [{ names: newNamespaces }];
  return [
    ...namespaces.map((where) => right('run', applied, ['namespaces'], where)),
    ...onObjects('run', applied, objects),
    // Kubernetes lets nobody give away a right that they do not hold (documented: privilege escalation prevention).
    ...places.flatMap((place) => grants.map((grant) => held(grant, place))),
    right('run', ['create'], ['serviceaccounts/token'], named),
    right('check', ['impersonate'], ['serviceaccounts'], named),
    ...onObjects('undo', ['delete'], objects),
    ...namespaces.map((where) => right('undo', ['delete'], ['namespaces'], where)),
  ];
}

const held = (grant: Grant, place: Pick<ClusterRight, 'namespace'>): ClusterRight =>
  right('run', grant.verbs, [resourceText(grant)], {
    ...(grant.names === undefined ? {} : { names: grant.names }),
    ...place,
  });

/** What the scripts for a StatefulSet do through kubectl (derived from them; no test of ours carries them out). */
export function statefulSetRights({ statefulSet }: Trust): readonly ClusterRight[] {
  const { namespace, name } = statefulSet;
  const set = { names: [name], namespace };
  const pod = { names: [`${name}-0`], namespace };
  const configMap = { names: ['sqlkube-ca'], namespace };
  return [
    right('run', ['create'], ['configmaps'], { namespace }),
    right('run', ['get', 'patch'], ['configmaps'], configMap),
    right('run', ['get', 'list', 'watch', 'patch'], ['statefulsets.apps'], set),
    right('run', ['get'], ['pods'], pod),
    right('run', ['get', 'create'], ['pods/exec'], pod),
    right('undo', ['delete'], ['configmaps'], configMap),
  ];
}
