import { shapes } from '../../core/access/text-shape.ts';
import { isAddressRange } from '../../core/proxy/address-range.ts';
import {
  ingressControllers,
  otherControllers,
  type Exposure,
  type IngressController,
} from '../../core/proxy/exposure.ts';
import type { ProxyWish } from '../../core/proxy/proxy-plan.ts';
import { readUpstream } from '../../core/proxy/upstream.ts';
import { splitNames, type FieldCheck } from '../../host/field-checks.ts';
import type { Choice, Prompts } from '../../host/prompts.ts';
import { answered, type Step } from '../../host/steps.ts';
import { checkOne } from './access-form.ts';

/** How SQL Server gets to the API server. */
export type Way =
  | 'direct'
  | 'load-balancer'
  | 'node-port'
  | 'cluster-ip'
  | 'gateway-existing'
  | 'gateway-own'
  | 'ingress'
  | 'kind'
  | 'k3d';

/** What the questions have learnt so far. */
export interface ProxyDraft {
  readonly way: Way;
  readonly namespace: string;
  readonly createNamespace: boolean;
  readonly clients: readonly string[];
  /** The namespace of SQL Server, of the gateway's pods, or of the ingress controller's. */
  readonly callers: string;
  readonly gateway: string;
  readonly className: string;
  readonly controller: IngressController;
  /** Empty: the API server of the proxy's own cluster. */
  readonly upstream: string;
  readonly givesUpstream: boolean;
  readonly localName: string;
}

const ways: readonly Choice<Way>[] = [
  {
    label: 'No Proxy: Call the API Server Itself',
    description: 'direct endpoint, unproven',
    detail: 'Only where SQL Server can reach the API server. No logs, no PATCH, no allow-list of paths.',
    value: 'direct',
  },
  {
    label: 'Load Balancer',
    description: 'a Service with source ranges',
    detail: 'Of the cloud, or MetalLB.',
    value: 'load-balancer',
  },
  { label: 'Node Port', description: 'a port of each node that runs the proxy', value: 'node-port' },
  { label: 'Inside the Cluster', description: 'SQL Server runs in the cluster too', value: 'cluster-ip' },
  {
    label: 'A Gateway That Is There',
    description: 'Gateway API, TLSRoute passes TLS through',
    value: 'gateway-existing',
  },
  { label: 'A Gateway of Its Own', description: 'Gateway API, of a class that the cluster has', value: 'gateway-own' },
  { label: 'Ingress', description: 'with TLS passthrough', detail: otherControllers, value: 'ingress' },
  {
    label: 'Local: kind',
    description: 'proxy and SQL Server 2025 in containers beside a kind cluster',
    detail: 'Two files, run by you. Nothing is applied to the cluster but the account and its roles.',
    value: 'kind',
  },
  { label: 'Local: k3d', description: 'the same beside a k3d cluster', value: 'k3d' },
];

/** What stands in the boxes at first: what was chosen before. */
export function firstProxyDraft(wish: ProxyWish | undefined): ProxyDraft {
  const exposure = wish?.exposure;
  const gateway = exposure?.kind === 'gateway' ? exposure.gateway : undefined;
  const upstream = wish?.upstream?.url ?? '';
  return {
    way: wayOf(exposure) ?? 'load-balancer',
    namespace: wish?.namespace ?? 'sqlkube',
    createNamespace: wish?.createNamespace ?? true,
    clients: exposure?.kind === 'load-balancer' || exposure?.kind === 'node-port' ? exposure.clients : [],
    callers: callersOf(exposure) ?? '',
    gateway:
      gateway?.kind === 'existing' ? [gateway.namespace, gateway.name, gateway.listener].filter(Boolean).join('/') : '',
    className:
      (gateway?.kind === 'own' ? gateway.className : exposure?.kind === 'ingress' ? exposure.className : '') ?? '',
    controller: exposure?.kind === 'ingress' ? exposure.controller : 'haproxytech',
    upstream,
    givesUpstream: upstream !== '',
    localName: '',
  };
}

function wayOf(exposure: Exposure | undefined): Way | undefined {
  return exposure?.kind === 'gateway' ? `gateway-${exposure.gateway.kind}` : exposure?.kind;
}

function callersOf(exposure: Exposure | undefined): string | undefined {
  if (exposure === undefined) return undefined;
  if ('clientNamespace' in exposure) return exposure.clientNamespace;
  return 'podNamespace' in exposure ? exposure.podNamespace : undefined;
}

/** True for the variants that are applied to a cluster. */
const isInCluster = ({ way }: ProxyDraft): boolean => way !== 'direct' && !isLocal(way);
/** True for the variants beside a cluster in containers. */
export const isLocal = (way: Way): way is 'kind' | 'k3d' => way === 'kind' || way === 'k3d';

/** The answers as the generator takes them; `urlPort` is the port that SQL Server calls. */
export function exposureOf(draft: ProxyDraft, urlPort: number): Exposure {
  const { way, clients, callers, className } = draft;
  switch (way) {
    case 'node-port':
      // Outside that range the API server picks one, and something in between leads there.
      return { kind: way, clients, ...(urlPort >= 30_000 && urlPort <= 32_767 && { nodePort: urlPort }) };
    case 'cluster-ip':
      return { kind: way, clientNamespace: callers };
    case 'gateway-existing': {
      const [namespace = '', name = '', listener] = draft.gateway.split('/');
      const gateway = { kind: 'existing', namespace, name, ...(listener !== undefined && { listener }) } as const;
      return { kind: 'gateway', gateway, podNamespace: callers };
    }
    case 'gateway-own':
      return { kind: 'gateway', gateway: { kind: 'own', className }, podNamespace: callers };
    case 'ingress':
      return { kind: way, controller: draft.controller, podNamespace: callers, ...(className !== '' && { className }) };
    default:
      return { kind: 'load-balancer', clients };
  }
}

const checkClients: FieldCheck = (text) => {
  const ranges = splitNames(text);
  if (ranges.length === 0) return 'Name where SQL Server calls from, such as 10.0.0.7/32.';
  const wrong = ranges.find((range) => !isAddressRange(range));
  return wrong === undefined
    ? undefined
    : `“${wrong}” is not an address range. Write it as 10.0.0.7/32 or 10.1.0.0/16.`;
};

const checkGateway: FieldCheck = (text) => {
  const parts = text.trim().split('/');
  const [namespace = '', name = '', listener] = parts;
  if (parts.length < 2 || parts.length > 3) return 'Write namespace/name, or namespace/name/listener.';
  return (
    checkOne(shapes.label)(namespace) ??
    checkOne(shapes.subdomain)(name) ??
    (listener === undefined ? undefined : checkOne(shapes.subdomain)(listener))
  );
};

const checkUpstream: FieldCheck = (text) => {
  const read = readUpstream({ url: text.trim() });
  return read.ok ? undefined : `That ${read.error[0]?.reason.replace(/^\S+ /u, '') ?? ''} ${read.error[0]?.fix ?? ''}`;
};

const callerPrompts: Readonly<Partial<Record<Way, string>>> = {
  'cluster-ip': 'Namespace in which SQL Server runs. Next: the files.',
  'gateway-existing': 'Namespace in which the gateway’s pods run; only they may call the proxy. Next: the files.',
  'gateway-own': 'Namespace in which the gateway’s pods will run; only they may call the proxy. Next: the files.',
  ingress: 'Namespace in which the controller’s pods run; only they may call the proxy. Next: the files.',
};

interface Box {
  readonly prompt: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly check: FieldCheck;
}

/** All questions, in order; most are skipped for most variants. */
export const proxySteps = (prompts: Prompts): readonly Step<ProxyDraft>[] => {
  const box = (
    when: (draft: ProxyDraft) => Box | undefined,
    take: (draft: ProxyDraft, text: string) => ProxyDraft,
  ): Step<ProxyDraft> => {
    return (draft, place) => {
      const question = when(draft);
      return question && answered(prompts.text({ place, ...question }), (text) => take(draft, text.trim()));
    };
  };
  const given = (is: boolean, question: Box): Box | undefined => (is ? question : undefined);
  return [
    (draft, place) =>
      answered(
        prompts.choose({
          place,
          prompt: 'How shall SQL Server get to the API server? Next: where the proxy runs.',
          choices: ways,
          current: draft.way,
        }),
        (way) => ({ ...draft, way }),
      ),
    box(
      (draft) =>
        given(isLocal(draft.way), {
          prompt: `Name of the cluster, as ${draft.way === 'kind' ? 'kind get clusters' : 'k3d cluster list'} shows it. Next: the files.`,
          value: draft.localName,
          check: checkOne({ ...shapes.label, longest: 40 }),
        }),
      (draft, localName) => ({ ...draft, localName }),
    ),
    box(
      (draft) =>
        given(isInCluster(draft), {
          prompt: 'Namespace for the proxy. Next: whether it is made.',
          value: draft.namespace,
          check: checkOne(shapes.label),
        }),
      (draft, namespace) => ({ ...draft, namespace }),
    ),
    (draft, place) =>
      isInCluster(draft)
        ? answered(
            prompts.choose({
              place,
              prompt: `Is ${draft.namespace} there? Next: who may call the proxy.`,
              choices: [
                { label: 'Make It', description: 'with Pod Security restricted', value: true },
                { label: 'It Is There', description: 'and stays as it is', value: false },
              ],
              current: draft.createNamespace,
            }),
            (createNamespace) => ({ ...draft, createNamespace }),
          )
        : undefined,
    box(
      ({ way, clients }) =>
        given(way === 'load-balancer' || way === 'node-port', {
          prompt:
            'Addresses from which SQL Server calls, separated by commas. Nobody else gets through. Next: the API server.',
          placeholder: '10.0.0.7/32',
          value: clients.join(', '),
          check: checkClients,
        }),
      (draft, text) => ({ ...draft, clients: splitNames(text) }),
    ),
    box(
      ({ way, gateway }) =>
        given(way === 'gateway-existing', {
          prompt: 'The Gateway, as namespace/name or namespace/name/listener. Next: its pods.',
          placeholder: 'gateways/public/tls',
          value: gateway,
          check: checkGateway,
        }),
      (draft, gateway) => ({ ...draft, gateway }),
    ),
    (draft, place) =>
      draft.way === 'ingress'
        ? answered(
            prompts.choose<IngressController>({
              place,
              prompt: 'Which controller? It has to have TLS passthrough switched on. Next: its class.',
              choices: Object.entries(ingressControllers).map(([value, { title }]) => ({
                label: title,
                value: value as IngressController,
              })),
              current: draft.controller,
            }),
            (controller) => ({ ...draft, controller }),
          )
        : undefined,
    box(
      ({ way, className }) =>
        given(way === 'gateway-own' || way === 'ingress', {
          prompt:
            way === 'ingress'
              ? 'Class of the Ingress; leave it empty for the cluster’s default. Next: its pods.'
              : 'Class of the Gateway, as kubectl get gatewayclasses shows it. Next: its pods.',
          value: className,
          check: (text) => (way === 'ingress' && text.trim() === '' ? undefined : checkOne(shapes.subdomain)(text)),
        }),
      (draft, className) => ({ ...draft, className }),
    ),
    box(
      ({ way, callers }) => {
        const prompt = callerPrompts[way];
        return prompt === undefined ? undefined : { prompt, value: callers, check: checkOne(shapes.label) };
      },
      (draft, callers) => ({ ...draft, callers }),
    ),
    (draft, place) =>
      isInCluster(draft)
        ? answered(
            prompts.choose({
              place,
              prompt: 'Which API server does the proxy stand in front of? Next: the files.',
              choices: [
                { label: 'That of Its Own Cluster', description: 'kubernetes.default.svc', value: false },
                { label: 'One at an Address…', description: 'such as https://10.0.0.41:6443', value: true },
              ],
              current: draft.givesUpstream,
            }),
            (givesUpstream) => ({ ...draft, givesUpstream }),
          )
        : undefined,
    box(
      (draft) =>
        given(draft.way === 'direct' || (isInCluster(draft) && draft.givesUpstream), {
          prompt: 'URL of the API server. Its certificate is checked, never skipped. Next: the files.',
          placeholder: 'https://10.0.0.41:6443',
          value: draft.upstream,
          check: checkUpstream,
        }),
      (draft, upstream) => ({ ...draft, upstream }),
    ),
  ];
};
