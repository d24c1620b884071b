import type { SubjectName } from './extension-facts.ts';
import type { HostName } from './host-name.ts';

/** True when one of `names` is the host: DNS exactly or by a `*` as whole first label, addresses byte by byte (RFC 6125). */
export const coversHost = (names: readonly SubjectName[], host: HostName): boolean =>
  names.some((name) => (host.kind === 'dns' ? matchesDns(name, host.value) : matchesAddress(name, host.bytes)));

function matchesDns(name: SubjectName, host: string): boolean {
  if (name.kind !== 'dns') return false;
  const pattern = name.value.toLowerCase().replace(/\.$/, '');
  if (!pattern.startsWith('*.')) return pattern === host;
  const dot = host.indexOf('.');
  return dot > 0 && host.slice(dot) === pattern.slice(1);
}

const matchesAddress = (name: SubjectName, bytes: Uint8Array): boolean =>
  name.kind === 'ip' && Buffer.compare(name.bytes, bytes) === 0;
