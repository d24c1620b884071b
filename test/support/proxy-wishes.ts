import { chooseAccess, type AccessWish } from '../../src/core/access/presets.ts';
import type { Access } from '../../src/core/access/grant.ts';
import type { Exposure } from '../../src/core/proxy/exposure.ts';
import { ingressControllers, type IngressController } from '../../src/core/proxy/exposure.ts';
import type { ProxyWish } from '../../src/core/proxy/proxy-plan.ts';

const account = { namespace: 'sqlkube', name: 'sql-reader' };

/** A checked access; throws when the wish is not valid. */
export function accessOf(wish: Partial<AccessWish>): Access {
  const made = chooseAccess({
    account,
    scope: { kind: 'namespaces', namespaces: ['shop'] },
    choices: [{ kind: 'see-pods' }],
    ...wish,
  });
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  return made.value;
}

/** One access of each kind that people choose, for golden files and the real API server. */
export const sampleAccesses: Readonly<Record<string, Access>> = {
  'see-pods': accessOf({}),
  'see-pods-everywhere': accessOf({ scope: { kind: 'cluster' } }),
  'read-logs': accessOf({ choices: [{ kind: 'read-logs' }] }),
  deploy: accessOf({ choices: [{ kind: 'see-pods' }, { kind: 'deploy-pods' }, { kind: 'delete-pods' }] }),
  'scale-and-restart': accessOf({
    scope: { kind: 'namespaces', namespaces: ['shop', 'bank'] },
    choices: [
      { kind: 'scale', deployments: ['web', 'api'] },
      { kind: 'restart', deployments: ['web'] },
    ],
  }),
  custom: accessOf({
    scope: { kind: 'cluster' },
    choices: [
      {
        kind: 'custom',
        grants: [
          { verbs: ['get', 'list'], group: '', resource: 'nodes' },
          { verbs: ['get'], group: '', resource: 'secrets', names: ['config'] },
          { verbs: ['create'], group: '', resource: 'pods', subresource: 'eviction' },
          { verbs: ['deletecollection'], group: 'batch', resource: 'jobs' },
        ],
        confirmed: ['secrets', 'delete-collection'],
      },
    ],
  }),
};

/** The wish that the others change. */
export const basicWish: ProxyWish = {
  namespace: 'sqlkube',
  createNamespace: true,
  hosts: ['k8s.corp.example', '10.0.0.7'],
  access: accessOf({}),
  certificateFingerprint: 'AB:'.repeat(31) + 'AB',
  exposure: { kind: 'load-balancer', clients: ['10.1.0.0/16', '2001:db8::/32'] },
};

const exposures: Readonly<Record<string, Exposure>> = {
  'load-balancer': {
    kind: 'load-balancer',
    clients: ['10.1.0.0/16'],
    annotations: { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' },
  },
  'node-port': { kind: 'node-port', clients: ['10.1.0.7/32'], nodePort: 30443 },
  'cluster-ip': { kind: 'cluster-ip', clientNamespace: 'databases' },
  'gateway-existing': {
    kind: 'gateway',
    gateway: { kind: 'existing', namespace: 'gateways', name: 'public', listener: 'tls' },
    podNamespace: 'gateways',
  },
  'gateway-own': { kind: 'gateway', gateway: { kind: 'own', className: 'istio' }, podNamespace: 'sqlkube' },
  ...Object.fromEntries(
    (Object.keys(ingressControllers) as IngressController[]).map((controller) => [
      `ingress-${controller}`,
      { kind: 'ingress', controller, className: 'public', podNamespace: 'ingress' } satisfies Exposure,
    ]),
  ),
};

/** Every way to bring requests in, and the options that change other objects. */
export const sampleWishes: Readonly<Record<string, ProxyWish>> = {
  ...Object.fromEntries(Object.entries(exposures).map(([name, exposure]) => [name, { ...basicWish, exposure }])),
  'given-upstream': {
    ...basicWish,
    createNamespace: false,
    upstream: { url: 'https://10.0.0.41:6443', verifyDepth: 2, caConfigMap: 'api-ca' },
    image: { name: 'registry.corp.example:5000/mirror/nginx:1.28.0', digest: `sha256:${'c'.repeat(64)}` },
    replicas: 1,
    user: 'platform',
    ipv6: true,
    port: 8443,
    rate: { perSecond: 500, burst: 2000 },
  },
};
