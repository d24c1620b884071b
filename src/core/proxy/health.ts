import { patches, views } from './translation.ts';

/** Where the proxy tells what it is; no API server path begins with `/-/`. */
export const healthPath = '/-/healthz';

/** What the health path answers. */
export interface ProxyHealth {
  readonly kind: 'ProxyHealth';
  readonly apiVersion: 'sqlkube/v1';
  /** Version of the generated configuration; see {@link proxyVersion}. */
  readonly version: string;
  /** SHA-256 of the configuration without this very value, 64 hex digits. */
  readonly hash: string;
  /** Values that `X-Kube-View` may have. */
  readonly views: readonly string[];
  /** Values that `X-Kube-Patch` may have. */
  readonly patches: readonly string[];
}

/** Raised whenever the generated configuration changes what a client can see. */
export const proxyVersion = '1';

/** The health answer of a proxy that does all that this version can. */
export const proxyHealth = (version: string, hash: string): ProxyHealth => ({
  kind: 'ProxyHealth',
  apiVersion: 'sqlkube/v1',
  version,
  hash,
  views,
  patches,
});

/** Recognises a health answer, of any version, among whatever may answer that path. */
export function isProxyHealth(value: unknown): value is ProxyHealth {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, apiVersion, version, hash } = value as Partial<Record<string, unknown>>;
  return (
    kind === 'ProxyHealth' && apiVersion === 'sqlkube/v1' && typeof version === 'string' && typeof hash === 'string'
  );
}
