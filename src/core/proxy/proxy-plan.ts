import type { Access } from '../access/grant.ts';
import type { HostName } from '../pki/host-name.ts';
import type { Exposure } from './exposure.ts';
import type { ProxyImage } from './image.ts';
import type { RateLimit } from './nginx-options.ts';

/** What is asked for to put a proxy into a cluster. Texts as a person typed them. */
export interface ProxyWish {
  /** Of all objects; default `sqlkube-proxy`. */
  readonly name?: string;
  readonly namespace: string;
  /** Whether the namespace is among the objects, with Pod Security `restricted`. */
  readonly createNamespace: boolean;
  /** Names and addresses in the server certificate; the endpoint's own first. */
  readonly hosts: readonly string[];
  readonly access: Pick<Access, 'scope' | 'grants'>;
  /** Default: the API server of the proxy's own cluster. */
  readonly upstream?: UpstreamWish;
  readonly image?: ProxyImage;
  /** The Secret of type kubernetes.io/tls with the server certificate; default the name with `-tls`. */
  readonly tlsSecret?: string;
  /** SHA-256 of the server certificate, in hex with or without colons: pods are made anew when it changes. */
  readonly certificateFingerprint: string;
  /** Default 2. */
  readonly replicas?: number;
  /** `platform` leaves user and group to an OpenShift-like cluster; default `image`, which is 101. */
  readonly user?: 'image' | 'platform';
  /** Whether to listen on IPv6 too; nginx does not start with it on nodes without IPv6. */
  readonly ipv6?: boolean;
  readonly exposure: Exposure;
  /** Of the Service; default 443. */
  readonly port?: number;
  readonly rate?: RateLimit;
}

/** Which API server, and what to find in its certificate. */
export interface UpstreamWish {
  /** `https://host[:port]`; default the API server of the proxy's own cluster. */
  readonly url?: string;
  /** The name to find in its certificate; default kubernetes.default.svc. */
  readonly serverName?: string;
  /** How many certificates may stand between. */
  readonly verifyDepth?: number;
  /** A ConfigMap of the proxy's namespace with the CA under `ca.crt`; default kube-root-ca.crt, which every namespace has. */
  readonly caConfigMap?: string;
}

/** A wish that was checked and completed: every text in it fits where the generators put it. */
export interface ProxyPlan {
  readonly name: string;
  readonly namespace: string;
  readonly createNamespace: boolean;
  readonly hosts: readonly [HostName, ...HostName[]];
  readonly access: Pick<Access, 'scope' | 'grants'>;
  readonly upstream: Upstream;
  readonly image: ProxyImage;
  readonly tlsSecret: string;
  /** 64 hex digits in lower case. */
  readonly certificateFingerprint: string;
  readonly replicas: number;
  readonly user: 'image' | 'platform';
  readonly ipv6: boolean;
  readonly exposure: Exposure;
  readonly port: number;
  readonly rate?: RateLimit;
}

/** The API server, as nginx and the network policy have to know it. */
export interface Upstream {
  readonly host: HostName;
  readonly port: number;
  /** True for the API server of the proxy's own cluster under its own name. */
  readonly isOwnCluster: boolean;
  readonly serverName?: string;
  readonly verifyDepth?: number;
  readonly caConfigMap: string;
}
