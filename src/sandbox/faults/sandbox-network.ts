import { isIP } from 'node:net';
import type { SandboxNetwork } from '../network.ts';
import type { FaultSwitch } from './fault-switch.ts';

/** What the stand-in's host knows. */
export interface SandboxNetworkOptions {
  /** Names, in lower case, and their addresses: the only ones that resolve, so that no test depends on real DNS. */
  readonly hosts: ReadonlyMap<string, string>;
  /** PEM certificates in SQL Server's trust folder. */
  readonly trusted: readonly string[];
  readonly faults?: FaultSwitch;
}

/** The network as SQL Server's host sees it, with the faults that act on that side. */
export function createSandboxNetwork({ hosts, trusted, faults }: SandboxNetworkOptions): SandboxNetwork {
  return {
    lookup(host) {
      if (isIP(host) !== 0) return Promise.resolve(host);
      const address = faults?.current.has('unknown-name') === true ? undefined : hosts.get(host.toLowerCase());
      return address === undefined ? Promise.reject(notFound(host)) : Promise.resolve(address);
    },
    trustedCertificates: () => (faults?.current.has('untrusted-ca') === true ? [] : trusted),
  };
}

const notFound = (host: string): Error =>
  Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND', hostname: host });
