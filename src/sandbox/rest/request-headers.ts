import { readFlatJson } from '../../core/rest/flat-json.ts';
import type { FlatJsonProblem } from '../../core/rest/flat-json.ts';
import { headerBytes, headerFate } from '../../core/rest/header-rules.ts';
import type { HeaderPair } from '../../core/rest/header-rules.ts';
import { acceptMode, contentTypeMode, contentTypeSuffix, defaultMediaType } from '../../core/rest/media-types.ts';
import type { SqlError } from '../sql-error.ts';
import { restError, restMessages } from './messages.ts';

/** Where headers come from, as the messages name it (derived from the wording of 31638 and 31639). */
export type HeaderSource = '@headers parameter' | '@credential secret';

/** Headers that will be sent, and warnings 31616 about those that will not. */
export interface CheckedHeaders {
  readonly headers: readonly HeaderPair[];
  readonly warnings: readonly SqlError[];
}

/** Reads a flat JSON object or throws what SQL Server says about it. */
export function readPairs(text: string, source: HeaderSource): readonly HeaderPair[] {
  const pairs = readFlatJson(text);
  if (!pairs.ok) throw flatJsonError(pairs.error, source);
  return pairs.value;
}

function flatJsonError(problem: FlatJsonProblem, source: HeaderSource): SqlError {
  switch (problem.kind) {
    case 'malformed':
      return restError(restMessages.notParsed, [source, 1]);
    case 'not-object':
      return restError(restMessages.notObject, [source]);
    case 'nested':
      return restError(restMessages.nested, [source]);
    case 'value-not-text':
      return restError(restMessages.valueNotParsed, [source]);
    case 'empty-key':
      return restError(restMessages.emptyKey, [source]);
    case 'empty-value':
      return restError(restMessages.emptyValue, [source]);
    case 'not-ascii':
      return restError(restMessages.notAscii, [source]);
  }
}

/** Applies the header rules. Throws 31638 or 31639 for a media type that is not allowed. */
export function checkHeaders(pairs: readonly HeaderPair[], source: HeaderSource): CheckedHeaders {
  const headers: HeaderPair[] = [];
  const warnings: SqlError[] = [];
  for (const pair of pairs) {
    const fate = headerFate(pair.name, pair.value);
    if (fate === 'media-type') checkMediaType(pair, source);
    if (fate === 'overwritten') warnings.push(restError(restMessages.headerOverwritten, [pair.name]));
    if (fate === 'sent' || fate === 'media-type') headers.push(pair);
  }
  return { headers, warnings };
}

function checkMediaType({ name, value }: HeaderPair, source: HeaderSource): void {
  const mode = name.toLowerCase() === 'accept' ? acceptMode(value) : contentTypeMode(value);
  if (mode !== undefined) return;
  const refused =
    source === '@headers parameter' ? restMessages.headerValueNotSupported : restMessages.secretValueNotSupported;
  throw restError(refused, [value]);
}

/** What goes on the wire, in the order of the published capture; throws 31632 when it is too much. */
export function completeHeaders(
  given: readonly HeaderPair[],
  system: {
    readonly userAgent: string;
    readonly host: string;
    readonly bodyBytes: number | undefined;
    readonly limit: number;
  },
): readonly HeaderPair[] {
  const last = (name: string): string | undefined =>
    given.findLast((pair) => pair.name.toLowerCase() === name)?.value.trim();
  const rest = given.filter(({ name }) => !['content-type', 'accept'].includes(name.toLowerCase()));
  const headers = [
    { name: 'Connection', value: 'Keep-Alive' },
    { name: 'Content-Type', value: (last('content-type') ?? defaultMediaType) + contentTypeSuffix },
    { name: 'Accept', value: last('accept') ?? defaultMediaType },
    ...rest,
    { name: 'User-Agent', value: system.userAgent },
    ...(system.bodyBytes === undefined ? [] : [{ name: 'Content-Length', value: String(system.bodyBytes) }]),
    { name: 'Host', value: system.host },
  ];
  if (headerBytes(headers) > system.limit) throw restError(restMessages.requestHeadersTooLarge, [system.limit]);
  return headers;
}
