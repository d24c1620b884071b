/** One block of a PEM file (RFC 7468). */
export interface PemBlock {
  /** What stands behind BEGIN, such as `CERTIFICATE`. */
  readonly label: string;
  readonly der: Uint8Array;
}

/** Writes one PEM block: 64 characters a line, final line feed. */
export function toPem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/** Every complete block of a text, in order; anything between blocks is skipped, as other readers do. */
export function readPem(text: string): PemBlock[] {
  const block = /-----BEGIN ([A-Z0-9 ]+)-----\r?\n([A-Za-z0-9+/=\s]+?)-----END \1-----/g;
  return [...text.matchAll(block)].map(([, label = '', body = '']) => ({ label, der: Buffer.from(body, 'base64') }));
}
