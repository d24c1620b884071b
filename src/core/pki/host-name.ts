import { err, ok, type Result } from '../result.ts';

/** A name that a certificate can carry as a subject alternative name, in its canonical spelling. */
export type HostName =
  | { readonly kind: 'dns'; readonly value: string }
  | { readonly kind: 'ip'; readonly value: string; readonly bytes: Uint8Array };

/** Why a text is no host name; `text` is what was given, `fix` what to write instead. */
export interface HostNameProblem {
  readonly kind: 'host-name';
  readonly text: string;
  readonly reason: string;
  readonly fix: string;
}

// Underscores are not in RFC 1123, but the procedure's URL check allows them and DNS servers in the field serve them.
const label = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i;

/**
 * Reads a DNS name or an IP address: no scheme, no port, no brackets, no wildcard. DNS names become lower case without a
 * final dot, IPv6 addresses their shortest form (RFC 5952).
 */
export function parseHostName(text: string): Result<HostName, HostNameProblem> {
  const trimmed = text.trim();
  const problem = (reason: string, fix: string) => err<HostNameProblem>({ kind: 'host-name', text, reason, fix });
  if (trimmed.includes(':')) {
    const bytes = parseIpv6(trimmed);
    return bytes === undefined
      ? problem('is neither an IPv6 address nor a name', 'Give the bare host, without scheme, port or brackets.')
      : ok({ kind: 'ip', value: formatAddress(bytes), bytes });
  }
  if (/^[0-9.]+$/.test(trimmed)) {
    const bytes = parseIpv4(trimmed);
    return bytes === undefined
      ? problem('is not an IPv4 address', 'Write four numbers from 0 to 255 without leading zeros.')
      : ok({ kind: 'ip', value: formatAddress(bytes), bytes });
  }
  const name = trimmed.replace(/\.$/, '');
  if (name.length > 253) return problem('is longer than 253 characters', 'Use a shorter name.');
  if (!name.split('.').every((part) => label.test(part))) {
    return problem('is not a host name', 'Use letters, digits, hyphens and dots; international names in xn-- form.');
  }
  // Only now: lower case turns some other letters, such as the Kelvin sign, into ASCII ones.
  return ok({ kind: 'dns', value: name.toLowerCase() });
}

/** An address of 4 or 16 bytes in its canonical spelling. */
export const formatAddress = (bytes: Uint8Array): string => (bytes.length === 16 ? formatIpv6(bytes) : bytes.join('.'));

function parseIpv4(text: string): Uint8Array | undefined {
  const parts = text.split('.');
  const valid = parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
  return valid ? Uint8Array.from(parts, Number) : undefined;
}

function parseIpv6(text: string): Uint8Array | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':').flatMap(toGroups)));
  if (head === undefined) return undefined;
  const given = head.length + (tail?.length ?? 0);
  if (tail === undefined ? given !== 8 : given > 7) return undefined;
  const groups = tail === undefined ? head : [...head, ...new Array<number>(8 - given).fill(0), ...tail];
  return groups.some(Number.isNaN) ? undefined : Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 255]));
}

/** One colon-separated part as 16-bit groups: four hex digits, or a dotted IPv4 tail as two groups. NaN when it is neither. */
function toGroups(part: string): number[] {
  if (/^[0-9a-f]{1,4}$/i.test(part)) return [Number.parseInt(part, 16)];
  const [a = 0, b = 0, c = 0, d = 0] = parseIpv4(part) ?? [NaN, NaN];
  return Number.isNaN(a) ? [NaN] : [(a << 8) | b, (c << 8) | d];
}

function formatIpv6(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0));
  const zeros = longestZeroRun(groups);
  const hex = (part: number[]) => part.map((group) => group.toString(16)).join(':');
  if (zeros.length < 2) return hex(groups);
  return `${hex(groups.slice(0, zeros.start))}::${hex(groups.slice(zeros.start + zeros.length))}`;
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  return best;
}
