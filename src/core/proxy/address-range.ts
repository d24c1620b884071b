import { parseHostName } from '../pki/host-name.ts';

/**
 * Whether a text is a CIDR as the API server takes it without a warning: an address, a slash, a prefix length, and nothing
 * set below the prefix.
 */
export function isAddressRange(text: string): boolean {
  const [, address = '', length = ''] = /^([0-9A-Fa-f.:]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const parsed = parseHostName(address);
  if (!parsed.ok || parsed.value.kind !== 'ip') return false;
  const { bytes, value } = parsed.value;
  const prefix = Number(length);
  if (length === '' || prefix > bytes.length * 8 || value !== address) return false;
  return bytes.every((byte, place) => (byte & (0xff >> Math.min(8, Math.max(0, prefix - 8 * place)))) === 0);
}

/** The range of one address. */
export const rangeOf = (address: string): string => `${address}/${address.includes(':') ? 128 : 32}`;
