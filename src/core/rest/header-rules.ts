/** What happens to a request header that the caller gave. */
export type HeaderFate =
  /** Sent as given. */
  | 'sent'
  /** Sent as given when its value is an allowed media type. */
  | 'media-type'
  /** The system's value is sent instead, and message 31616 says so. */
  | 'overwritten'
  /** Not sent. */
  | 'dropped';

/** Replaced by the engine. User-Agent is observed; the others have a value of the engine's own on the wire, so 31616 is inferred. */
export const overwrittenHeaders: readonly string[] = ['user-agent', 'host', 'content-length', 'connection'];

/** Dropped: the Fetch standard's forbidden request headers, which the documentation adopts by reference (MDN). */
export const droppedHeaders: readonly string[] = [
  'accept-charset',
  'accept-encoding',
  'access-control-request-headers',
  'access-control-request-method',
  'cookie',
  'cookie2',
  'date',
  'dnt',
  'expect',
  'keep-alive',
  'origin',
  'referer',
  'set-cookie',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
];

const droppedPrefixes: readonly string[] = ['proxy-', 'sec-'];
const methodOverrides: readonly string[] = ['x-http-method', 'x-http-method-override', 'x-method-override'];
const forbiddenMethods = /(^|,)\s*(connect|trace|track)\s*(,|$)/i;

/** Fate of one header; names are compared without case. The value matters only for method overrides. */
export function headerFate(name: string, value: string): HeaderFate {
  const lower = name.toLowerCase();
  if (lower === 'content-type' || lower === 'accept') return 'media-type';
  if (overwrittenHeaders.includes(lower)) return 'overwritten';
  if (droppedHeaders.includes(lower)) return 'dropped';
  if (droppedPrefixes.some((prefix) => lower.startsWith(prefix))) return 'dropped';
  if (methodOverrides.includes(lower) && forbiddenMethods.test(value)) return 'dropped';
  return 'sent';
}

/** Name and value as they were given, in order; a name may come twice. */
export interface HeaderPair {
  readonly name: string;
  readonly value: string;
}

/** Bytes of a header block: `name: value` and CR LF each. How the engine counts is not published. */
export function headerBytes(headers: readonly HeaderPair[]): number {
  return headers.reduce((sum, { name, value }) => sum + name.length + value.length + 4, 0);
}
