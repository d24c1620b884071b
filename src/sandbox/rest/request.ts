import { percentEncode, readEndpointUrl } from '../../core/rest/endpoint-url.ts';
import type { EndpointUrl, UrlProblem } from '../../core/rest/endpoint-url.ts';
import { authority } from '../../core/rest/endpoint-url.ts';
import type { RestLimitValues } from '../../core/rest/limits.ts';
import { toRestMethod } from '../../core/rest/methods.ts';
import type { RestMethod } from '../../core/rest/methods.ts';
import { retryRange, timeoutRange } from '../../core/rest/parameters.ts';
import type { SqlError } from '../sql-error.ts';
import type { CredentialUse } from './credential-use.ts';
import type { ExchangeRequest } from './exchange.ts';
import type { RestArguments, RestHost } from './host.ts';
import { formatHresult, hresults } from './hresults.ts';
import { restError, restMessages } from './messages.ts';
import { checkHeaders, completeHeaders, readPairs } from './request-headers.ts';
import type { CheckedHeaders } from './request-headers.ts';

/** Arguments that passed the checks of their own, with defaults filled in. */
export interface CheckedArguments {
  readonly method: RestMethod;
  readonly timeoutMs: number;
  readonly attempts: number;
  readonly url: EndpointUrl;
  readonly headers: CheckedHeaders;
}

/** Throws 31605, 31604, 31609, 31610, 31613, 31614, then what is wrong with @headers. Order inferred. */
export function checkArguments(args: RestArguments, limits: RestLimitValues): CheckedArguments {
  const method = toRestMethod(args.method ?? 'POST');
  if (!method) throw restError(restMessages.methodNotSupported, [(args.method ?? '').toUpperCase()]);
  const timeout = inRange(args.timeout ?? 30, timeoutRange, '@timeout');
  const retries = inRange(args.retryCount ?? 0, retryRange, '@retry_count');
  return {
    method,
    timeoutMs: timeout * 1000,
    attempts: retries + 1,
    url: checkUrl(args.url ?? '', '', limits),
    headers: checkHeaders(
      args.headers === undefined ? [] : readPairs(args.headers, '@headers parameter'),
      '@headers parameter',
    ),
  };
}

function inRange(
  value: number,
  range: { readonly minimum: number; readonly maximum: number },
  parameter: string,
): number {
  if (value >= range.minimum && value <= range.maximum) return value;
  throw restError(restMessages.outOfRange, [value, parameter]);
}

function checkUrl(text: string, query: string, limits: RestLimitValues): EndpointUrl {
  const url = readEndpointUrl(text, query, limits);
  if (url.ok) return url.value;
  throw urlError(url.error);
}

function urlError(problem: UrlProblem): SqlError {
  switch (problem.kind) {
    case 'not-https':
      return restError(restMessages.notHttps);
    case 'unparsable':
      return restError(restMessages.urlNotParsed, [formatHresult(hresults.urlNotParsed)]);
    case 'host-characters':
      return restError(restMessages.hostCharacters);
    case 'too-long':
      return restError(restMessages.encodedTooLong, [problem.part === 'url' ? 'URL' : 'query string', problem.limit]);
  }
}

/** Puts credential, headers and body together. Throws 31613, 31601 and 31632. Warnings are the credential's own. */
export function buildRequest(
  args: RestArguments,
  checked: CheckedArguments,
  { credential, host, limits }: { credential: CredentialUse; host: RestHost; limits: RestLimitValues },
): { readonly request: Omit<ExchangeRequest, 'address'>; readonly warnings: readonly SqlError[] } {
  const url = credential.query === '' ? checked.url : checkUrl(args.url ?? '', percentEncode(credential.query), limits);
  const secret = checkHeaders(credential.headers, '@credential secret');
  const secretNames = new Set(secret.headers.map(({ name }) => name.toLowerCase()));
  // A header that the credential brings too is sent once, the credential's (inferred).
  const own = checked.headers.headers.filter(({ name }) => !secretNames.has(name.toLowerCase()));
  const body = encodePayload(args.payload, limits);
  const headers = completeHeaders([...own, ...secret.headers], {
    userAgent: host.userAgent,
    host: authority(url),
    bodyBytes: body?.length ?? (mayHaveBody(checked.method) ? 0 : undefined),
    limit: limits.requestHeaderBytes,
  });
  return { request: { url, method: checked.method, headers, body }, warnings: secret.warnings };
}

function mayHaveBody(method: RestMethod): boolean {
  return method === 'POST' || method === 'PUT' || method === 'PATCH';
}

function encodePayload(payload: string | undefined, limits: RestLimitValues): Uint8Array | undefined {
  if (payload === undefined) return undefined;
  const body = new TextEncoder().encode(payload);
  if (body.length <= limits.payloadBytes) return body;
  throw restError(restMessages.payloadTooLarge, ['payload', body.length, limits.payloadBytes]);
}
