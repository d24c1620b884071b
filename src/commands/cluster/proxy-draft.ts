import { imageReference } from '../../core/proxy/image.ts';
import type { Exposure, IngressController } from '../../core/proxy/exposure.ts';
import { noLocalTexts, type LocalTexts } from '../../core/proxy/local-texts.ts';
import { noProxyTexts, writeProxyTexts, type EntranceParts, type ProxyTexts } from '../../core/proxy/proxy-texts.ts';
import type { ClusterRecord } from '../../core/setup/cluster-record.ts';

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
  /** What has a default. */
  readonly texts: ProxyTexts;
  readonly local: LocalTexts;
  readonly user: 'image' | 'platform';
  readonly ipv6: boolean;
  readonly folder: string;
}

/** What stands in the boxes at first: what was chosen before. */
export function firstProxyDraft(
  { wish, hasOwnImage = false, local }: Pick<ClusterRecord, 'wish' | 'hasOwnImage' | 'local'>,
  urlPort: number,
): ProxyDraft {
  const exposure = wish?.exposure;
  const gateway = exposure?.kind === 'gateway' ? exposure.gateway : undefined;
  const upstream = wish?.upstream?.url ?? '';
  const texts = wish === undefined ? noProxyTexts : writeProxyTexts(wish, hasOwnImage);
  const localImage = local?.image === undefined ? {} : { image: imageReference(local.image) };
  return {
    way: local?.cluster.kind ?? wayOf(exposure) ?? 'load-balancer',
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
    localName: local?.cluster.name ?? '',
    texts: {
      ...texts,
      ...localImage,
      // What follows from the URL is no choice.
      ...(texts.nodePort === String(nodePortOf(urlPort) ?? '') && { nodePort: '' }),
    },
    local: {
      ...noLocalTexts,
      ...(local?.sqlServerImage !== undefined && { sqlServerImage: imageReference(local.sqlServerImage) }),
      ...(local?.sqlServerPort !== undefined && { sqlServerPort: String(local.sqlServerPort) }),
    },
    user: wish?.user ?? 'image',
    ipv6: wish?.ipv6 ?? false,
    folder: '',
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
export const isInCluster = ({ way }: ProxyDraft): boolean => way !== 'direct' && !isLocal(way);
/** True for the variants beside a cluster in containers. */
export const isLocal = (way: Way): way is 'kind' | 'k3d' => way === 'kind' || way === 'k3d';

/** Outside that range the API server picks a port of the nodes, and something in between leads there. */
export const nodePortOf = (urlPort: number): number | undefined =>
  urlPort >= 30_000 && urlPort <= 32_767 ? urlPort : undefined;

/** The answers as the generator takes them; `urlPort` is the port that SQL Server calls. */
export function exposureOf(
  draft: ProxyDraft,
  urlPort: number,
  { annotations, nodePort = nodePortOf(urlPort) }: EntranceParts = {},
): Exposure {
  const { way, clients, callers, className } = draft;
  switch (way) {
    case 'node-port':
      return { kind: way, clients, ...(nodePort !== undefined && { nodePort }) };
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
      return { kind: 'load-balancer', clients, ...(annotations !== undefined && { annotations }) };
  }
}
