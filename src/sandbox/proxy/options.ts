import type { NginxOptions, RateLimit } from '../../core/proxy/nginx-options.ts';
import type { FaultSwitch } from '../faults/fault-switch.ts';
import type { FrontIdentities } from './front.ts';

/** What the stand-in proxy is made of; it listens on 127.0.0.1. */
export interface ProxyOptions {
  /** The name in the proxy's URL. */
  readonly host: string;
  /** Other names and addresses it answers to; default localhost and 127.0.0.1. */
  readonly otherHosts?: readonly string[];
  /** Default: a free one. */
  readonly port?: number;
  readonly tls: FrontIdentities;
  /** The API server: its URL, its CA (PEM), and the name in its certificate (default kubernetes.default.svc). */
  readonly upstream: { readonly url: string; readonly ca: string; readonly serverName?: string };
  /** Version that the health path tells; default that of the generated configuration. */
  readonly version?: string;
  readonly faults?: FaultSwitch;
  /** Largest request body. */
  readonly bodyBytes?: number;
  /** Milliseconds, for the upstream. */
  readonly connectTimeout?: number;
  readonly readTimeout?: number;
  /** How late answers are under the fault `slow`, in milliseconds; default 5 s. */
  readonly slowness?: number;
  readonly rate?: RateLimit;
  /** The requests that are forwarded; everything unless told. */
  readonly allow?: NginxOptions['allow'];
}
