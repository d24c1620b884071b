import { planProxy } from '../proxy/check-wish.ts';
import { clusterNginxConf } from '../proxy/manifests.ts';
import { nginxConfHash } from '../proxy/nginx-conf.ts';
import { readClusterRecord } from './cluster-record.ts';

/**
 * SHA-256 in hex of the proxy's configuration as it was generated last for a set-up, which is what the proxy says of itself
 * when that configuration runs; undefined when this computer generated none. `kept` is a set-up's `cluster`.
 */
export function generatedHash(kept: unknown): string | undefined {
  const { wish } = readClusterRecord(kept);
  const plan = wish === undefined ? undefined : planProxy(wish);
  return plan?.ok === true ? nginxConfHash(clusterNginxConf(plan.value)) : undefined;
}
