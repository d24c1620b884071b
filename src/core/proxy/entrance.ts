import { ingressControllers, otherControllers, type Exposure, type GatewayChoice } from './exposure.ts';
import type { ProxyPlan } from './proxy-plan.ts';
import type { Manifest } from './yaml.ts';

/** A manifest with what to know about it. */
export interface CommentedManifest {
  readonly value: Manifest;
  readonly comment?: string;
}

type Labels = Readonly<Record<string, string>>;

/** The Service over the pods of `selector`, and what stands in front of it when it is not the way in itself. */
export function entrance(plan: ProxyPlan, labels: Labels, selector: Labels): readonly CommentedManifest[] {
  const metadata = { name: plan.name, namespace: plan.namespace, labels };
  const service = serviceOf(plan, labels, selector);
  switch (plan.exposure.kind) {
    case 'gateway':
      return [service, ...gatewayObjects(plan, metadata, plan.exposure.gateway)];
    case 'ingress':
      return [service, ingressOf(plan, metadata, plan.exposure)];
    default:
      return [service];
  }
}

function serviceOf(plan: ProxyPlan, labels: Labels, selector: Labels): CommentedManifest {
  const { exposure, port } = plan;
  const annotations = exposure.kind === 'load-balancer' ? exposure.annotations : undefined;
  const nodePort = exposure.kind === 'node-port' ? exposure.nodePort : undefined;
  return {
    comment: serviceComments[exposure.kind],
    value: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: plan.name,
        namespace: plan.namespace,
        labels,
        ...(annotations === undefined ? {} : { annotations }),
      },
      spec: {
        ...serviceTypes(exposure),
        selector,
        ports: [
          {
            name: 'https',
            port,
            protocol: 'TCP',
            targetPort: 'https',
            appProtocol: 'https',
            ...(nodePort === undefined ? {} : { nodePort }),
          },
        ],
      },
    },
  };
}

const serviceComments: Readonly<Record<Exposure['kind'], string>> = {
  'load-balancer': `Open to the listed ranges only. externalTrafficPolicy Local keeps the caller's address, which the ranges, the network
policy and the rate limit go by; balancers that put their own address in its place need their range listed instead.`,
  'node-port': `externalTrafficPolicy Local keeps the caller's address, which the network policy and the rate limit go by: only nodes
that run the proxy answer.`,
  'cluster-ip': 'For a SQL Server in this cluster.',
  gateway: 'The gateway stands in front of it.',
  ingress: 'The ingress controller stands in front of it.',
};

function serviceTypes(exposure: Exposure): object {
  switch (exposure.kind) {
    case 'load-balancer':
      return {
        type: 'LoadBalancer',
        loadBalancerSourceRanges: exposure.clients,
        externalTrafficPolicy: 'Local',
      };
    case 'node-port':
      return { type: 'NodePort', externalTrafficPolicy: 'Local' };
    default:
      return { type: 'ClusterIP' };
  }
}

const dnsNames = ({ hosts }: ProxyPlan): readonly string[] =>
  hosts.flatMap(({ kind, value }) => (kind === 'dns' ? [value] : []));

function gatewayObjects(
  plan: ProxyPlan,
  metadata: Manifest['metadata'],
  gateway: GatewayChoice,
): readonly CommentedManifest[] {
  const listener = 'sqlkube';
  const parent =
    gateway.kind === 'own'
      ? { name: plan.name, sectionName: listener }
      : {
          namespace: gateway.namespace,
          name: gateway.name,
          ...(gateway.listener === undefined ? {} : { sectionName: gateway.listener }),
        };
  const route = {
    comment: 'Passes TLS through by its server name, unopened. TLSRoute is in v1 since Gateway API 1.5.',
    value: {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'TLSRoute',
      metadata,
      spec: {
        parentRefs: [parent],
        hostnames: dnsNames(plan),
        rules: [{ backendRefs: [{ name: plan.name, port: plan.port }] }],
      },
    },
  };
  if (gateway.kind === 'existing') return [route];
  const tls = { mode: 'Passthrough' };
  const own = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata,
    spec: {
      gatewayClassName: gateway.className,
      listeners: [
        { name: listener, protocol: 'TLS', port: plan.port, tls, allowedRoutes: { namespaces: { from: 'Same' } } },
      ],
    },
  };
  return [{ value: own }, route];
}

function ingressOf(
  plan: ProxyPlan,
  metadata: Manifest['metadata'],
  { controller, className }: Exposure & { kind: 'ingress' },
): CommentedManifest {
  const { title, annotations } = ingressControllers[controller];
  const service = { name: plan.name, port: { name: 'https' } };
  // OpenShift makes a route without a path of it; a passthrough route can have none (documented).
  const path =
    controller === 'openshift' ? { path: '', pathType: 'ImplementationSpecific' } : { path: '/', pathType: 'Prefix' };
  return {
    comment: `For ${title}, which has to have TLS passthrough switched on (documented by the project, not run here).\n${otherControllers}`,
    value: {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { ...metadata, annotations },
      spec: {
        ...(className === undefined ? {} : { ingressClassName: className }),
        rules: dnsNames(plan).map((host) => ({ host, http: { paths: [{ ...path, backend: { service } }] } })),
      },
    },
  };
}
