import { sequence, tagged, toBinary, type Der } from './der.ts';
import type { Extension } from './extension.ts';
import { formatAddress, type HostName } from './host-name.ts';

/** One subtree of a name constraint. `other` kinds (mail, URI, directory) are shown and never evaluated. */
export type Subtree =
  /** The name and every name below it; with a leading dot only those below; empty means every name. */
  | { readonly kind: 'dns'; readonly value: string }
  | { readonly kind: 'ip'; readonly address: Uint8Array; readonly mask: Uint8Array }
  | { readonly kind: 'other'; readonly value: string };

/** What a CA may vouch for (RFC 5280, 4.2.1.10). */
export interface NameConstraints {
  readonly critical: boolean;
  readonly permitted: readonly Subtree[];
  readonly excluded: readonly Subtree[];
}

/** Constraints that permit exactly `names` (and DNS names below them); a kind that `names` lack is excluded whole. */
export function constraintsFor(names: readonly HostName[]): NameConstraints {
  const dns = names.filter((name) => name.kind === 'dns');
  const ips = names.filter((name) => name.kind === 'ip');
  const permitted: Subtree[] = [
    ...dns.map(({ value }): Subtree => ({ kind: 'dns', value })),
    ...ips.map(({ bytes }): Subtree => ({ kind: 'ip', address: bytes, mask: bytes.map(() => 255) })),
  ];
  const excluded: Subtree[] = [
    ...(dns.length === 0 ? [everyName] : []),
    // IPv4 and IPv6 are one kind, but a subtree speaks for addresses of its own length only.
    ...(ips.length === 0 ? [everyAddress(4), everyAddress(16)] : []),
  ];
  return { critical: true, permitted, excluded };
}

const everyName: Subtree = { kind: 'dns', value: '' };
const everyAddress = (length: number): Subtree => ({
  kind: 'ip',
  address: new Uint8Array(length),
  mask: new Uint8Array(length),
});

/** The extension that says so; only DNS and IP subtrees can be written. */
export const nameConstraints = (constraints: NameConstraints): Extension => ({
  oid: '2.5.29.30',
  critical: constraints.critical,
  value: sequence(...subtrees(0, constraints.permitted), ...subtrees(1, constraints.excluded)),
});

function subtrees(tag: number, list: readonly Subtree[]): Der[] {
  const encoded = list.map((subtree) => sequence(generalName(subtree)));
  return encoded.length === 0 ? [] : [tagged(tag, encoded)];
}

function generalName(subtree: Subtree): Der {
  switch (subtree.kind) {
    case 'dns':
      return tagged(2, subtree.value);
    case 'ip':
      return tagged(7, toBinary(subtree.address) + toBinary(subtree.mask));
    case 'other':
      throw new Error(`A subtree of kind ${subtree.value} cannot be written.`);
  }
}

/** True when the constraints let a certificate carry this name. */
export function isPermitted(constraints: NameConstraints, name: HostName): boolean {
  if (constraints.excluded.some((subtree) => isWithin(name, subtree))) return false;
  const sameKind = constraints.permitted.filter((subtree) => subtree.kind === name.kind);
  return sameKind.length === 0 || sameKind.some((subtree) => isWithin(name, subtree));
}

function isWithin(name: HostName, subtree: Subtree): boolean {
  if (name.kind === 'dns') return subtree.kind === 'dns' && isBelow(name.value, subtree.value);
  if (subtree.kind !== 'ip' || subtree.address.length !== name.bytes.length) return false;
  const { address, mask } = subtree;
  return name.bytes.every((byte, at) => (byte & (mask[at] ?? 0)) === ((address[at] ?? 0) & (mask[at] ?? 0)));
}

function isBelow(name: string, base: string): boolean {
  const [lower, suffix] = [name.toLowerCase(), base.toLowerCase()];
  if (suffix === '' || lower === suffix) return true;
  return lower.endsWith(suffix.startsWith('.') ? suffix : `.${suffix}`);
}

/** A subtree in words: `k8s.example and names below it`, `10.0.0.41/32`, `every DNS name`. */
export function describeSubtree(subtree: Subtree): string {
  if (subtree.kind === 'other') return subtree.value;
  if (subtree.kind === 'dns') return describeDns(subtree.value);
  const bits = [...subtree.mask].reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
  if (bits === 0) return `every ${subtree.mask.length === 4 ? 'IPv4' : 'IPv6'} address`;
  return `${formatAddress(subtree.address)}/${bits}`;
}

function describeDns(value: string): string {
  if (value === '') return 'every DNS name';
  return value.startsWith('.') ? `names below ${value.slice(1)}` : `${value} and names below it`;
}
