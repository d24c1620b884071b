import type { PathRule } from '../access/path-rules.ts';

/** What the generated nginx configuration is made of. Paths are as the nginx process sees them. */
export interface NginxOptions {
  /** `port`, `address:port` or `[address]:port`, as the listen directive takes it. */
  readonly listen: readonly string[];
  /** Names and addresses in the server certificate; requests for other hosts are refused (421). */
  readonly hosts: readonly string[];
  /** PEM files of the server certificate (and chain) and its key. */
  readonly certificate: string;
  readonly key: string;
  /** The requests that are forwarded, see `pathRules`; `everything` leaves it to the roles alone and is for tests. */
  readonly allow: readonly PathRule[] | 'everything';
  readonly upstream: NginxUpstream;
  /** A folder nginx may write in: pid file and the temporary folders it insists on. */
  readonly folder: string;
  /** Paths, or `/dev/stdout` and `/dev/stderr`. */
  readonly accessLog: string;
  readonly errorLog: string;
  /** Largest request body; default {@link proxyLimits}. */
  readonly bodyBytes?: number;
  /** Times in milliseconds: to connect (default 5 s), between two reads (default 60 s, as the API server's own limit). */
  readonly connectTimeout?: number;
  readonly readTimeout?: number;
  /** Requests a second from one address, and how many may come at once; default 100 and 300. */
  readonly rate?: RateLimit;
}

/** A leaky bucket as nginx' limit_req has it. */
export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

/** The API server. Its certificate is always verified. */
interface NginxUpstream {
  /** `host:port`. */
  readonly address: string;
  /** PEM file of the cluster's CA. */
  readonly ca: string;
  /** The name its certificate must carry; nginx cannot compare addresses, hence {@link apiServerName} by default. */
  readonly serverName?: string;
  /** How many certificates may stand between its certificate and that CA; default {@link defaultVerifyDepth}. */
  readonly verifyDepth?: number;
}

/** A name that every API server's certificate carries (kubeadm's and every conformant cluster's; observed). */
export const apiServerName = 'kubernetes.default.svc';

/** Most clusters have none, some have two intermediate CAs (judged). */
export const defaultVerifyDepth = 4;

/**
 * What the rate is unless told. A listing of 50,000 pods is 100 requests (pages of 500) and a doctor run some dozens: both
 * at once, however fast, fit in the burst.
 */
export const defaultRate: RateLimit = { perSecond: 100, burst: 300 };

/** Default times in milliseconds. */
export const defaultTimeouts = { connect: 5000, read: 60_000 } as const;
