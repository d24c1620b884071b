import { BlockList, isIP } from 'node:net';
import type { SandboxNetwork } from '../network.ts';
import type { RestHost } from './host.ts';
import { formatHresult, hresults } from './hresults.ts';
import { restError, restMessages } from './messages.ts';

/** WSAHOST_NOT_FOUND, which Azure engines print (observed). */
const hostNotFound = 11001;

const privateAddresses = new BlockList();
privateAddresses.addSubnet('10.0.0.0', 8);
privateAddresses.addSubnet('127.0.0.0', 8);
privateAddresses.addSubnet('169.254.0.0', 16);
privateAddresses.addSubnet('172.16.0.0', 12);
privateAddresses.addSubnet('192.168.0.0', 16);
privateAddresses.addAddress('::1', 'ipv6');
privateAddresses.addSubnet('fc00::', 7, 'ipv6');

/** The address to connect to. Throws 31608 on SQL Server for an unknown name; 31612, 31625 and 31624 on Azure engines. */
export async function resolveHost(name: string, host: RestHost, signal: AbortSignal): Promise<string> {
  const { allowedDomains, engine, network } = host;
  if (allowedDomains && !allowedDomains.some((suffix) => name.toLowerCase().endsWith(suffix))) {
    throw restError(restMessages.domainNotAllowed, [name]);
  }
  const address = await lookup(name, network, signal);
  if (address === undefined) {
    throw engine === 'azure'
      ? restError(restMessages.nameNotResolved, [hostNotFound])
      : restError(restMessages.communication, [formatHresult(hresults.nameNotResolved)]);
  }
  if (engine === 'azure' && privateAddresses.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')) {
    throw restError(restMessages.blockedAddress);
  }
  return address;
}

async function lookup(name: string, network: SandboxNetwork, signal: AbortSignal): Promise<string | undefined> {
  if (isIP(name)) return name;
  signal.throwIfAborted();
  const done = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    const stop = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    signal.addEventListener('abort', stop, { signal: done.signal });
  });
  const found = network.lookup(name).catch(() => undefined);
  return Promise.race([found, aborted]).finally(() => done.abort());
}
