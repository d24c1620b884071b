import { err, ok } from '../result.ts';
import type { Result } from '../result.ts';
import { restLimitValues } from './limits.ts';
import type { RestLimitValues } from './limits.ts';

/** Why a URL is refused. */
export type UrlProblem =
  | { readonly kind: 'not-https'; readonly scheme: string }
  | { readonly kind: 'unparsable' }
  | { readonly kind: 'host-characters'; readonly host: string }
  | { readonly kind: 'too-long'; readonly part: 'url' | 'query'; readonly bytes: number; readonly limit: number };

/** A URL the procedure would call. Nothing is normalised but what percent-encoding adds. */
export interface EndpointUrl {
  /** As written. */
  readonly host: string;
  readonly port: number;
  /** As written; false when the port came from the scheme. */
  readonly explicitPort: boolean;
  /** Starts with `/`; percent-encoded. */
  readonly path: string;
  /** With its `?`, percent-encoded; empty when there is none. */
  readonly query: string;
}

const shape = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/is;
const hostCharacters = /^[a-z0-9._-]+$/i;

/**
 * Checks and splits @url: HTTPS only (31610), host of letters, digits, hyphens, underscores and dots (31614), lengths after
 * percent-encoding (31613). `%xx` that is there already is kept (inferred; nobody published a test).
 */
export function readEndpointUrl(
  text: string,
  extraQuery = '',
  limits: RestLimitValues = restLimitValues,
): Result<EndpointUrl, UrlProblem> {
  const parts = splitUrl(text);
  if (!parts.ok) return parts;
  const { path, query } = parts.value;
  const whole = joinQuery(query, extraQuery);
  const bytes = text.indexOf('://') + 3 + authority(parts.value).length + path.length + whole.length;
  if (whole.length - 1 > limits.queryBytes) {
    return err({ kind: 'too-long', part: 'query', bytes: whole.length - 1, limit: limits.queryBytes });
  }
  if (bytes > limits.urlBytes) return err({ kind: 'too-long', part: 'url', bytes, limit: limits.urlBytes });
  return ok({ ...parts.value, query: whole });
}

function splitUrl(text: string): Result<EndpointUrl, UrlProblem> {
  const match = shape.exec(text);
  if (!match) return err({ kind: 'unparsable' });
  const [, scheme = '', authorityText = '', path = '', query = ''] = match;
  if (scheme.toLowerCase() !== 'https') return err({ kind: 'not-https', scheme });
  const colon = authorityText.lastIndexOf(':');
  const ported = colon >= 0 && /^\d*$/.test(authorityText.slice(colon + 1));
  const host = ported ? authorityText.slice(0, colon) : authorityText;
  if (!host) return err({ kind: 'unparsable' });
  if (!hostCharacters.test(host)) return err({ kind: 'host-characters', host });
  const portText = ported ? authorityText.slice(colon + 1) : '';
  const port = portText ? Number(portText) : 443;
  if (port < 1 || port > 65535) return err({ kind: 'unparsable' });
  return ok({
    host,
    port,
    explicitPort: portText !== '',
    path: percentEncode(path || '/'),
    query: query === '?' ? '' : percentEncode(query),
  });
}

/** `host` or `host:port` as the URL spelled it. */
export function authority(url: Pick<EndpointUrl, 'host' | 'port' | 'explicitPort'>): string {
  return url.explicitPort ? `${url.host}:${url.port}` : url.host;
}

function joinQuery(query: string, extra: string): string {
  if (!extra) return query;
  return query ? `${query}&${extra}` : `?${extra}`;
}

/** Encodes what may not stand in a URL (blanks, quotes, controls, non-ASCII as UTF-8), and a `%` that starts no escape. */
export function percentEncode(text: string): string {
  return text.replace(/%(?![0-9a-fA-F]{2})|[^!#$%&'()*+,\-./0-9:;=?@A-Z[\]_a-z~]+/gu, (part) =>
    [...new TextEncoder().encode(part)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}
