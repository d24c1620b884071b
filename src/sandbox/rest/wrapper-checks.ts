import { readFlatJson } from '../../core/rest/flat-json.ts';
import { acceptMode, contentTypeMode } from '../../core/rest/media-types.ts';
import type { MediaMode } from '../../core/rest/media-types.ts';
import type { SqlError } from '../sql-error.ts';
import { isJsonDocument } from './envelope.ts';
import type { RestArguments } from './host.ts';
import { restError, restMessages, wrapperName } from './messages.ts';
import { xmlProblem } from './xml-text.ts';

/** How payload and answer are read, decided from the caller's own headers (published definition). */
export interface MediaModes {
  readonly payload: MediaMode;
  readonly response: MediaMode;
}

/**
 * The T-SQL half looks at @headers before it calls the native half, so these errors come even with the switch off (order
 * inferred from the published definition). An empty text is not JSON.
 */
export function headersProblem({ headers }: RestArguments): SqlError | undefined {
  if (headers === undefined || isJsonDocument(headers)) return undefined;
  // RAISERROR outside the wrapper's TRY: the caller's batch goes on.
  return restError(restMessages.jsonNotParsed, ['@headers'], {
    state: 200,
    procedure: wrapperName,
    reach: 'statement',
  });
}

/** A header that is refused later counts as absent here. Call after `headersProblem`. */
export function mediaModes({ headers }: RestArguments): MediaModes {
  const contentType = headerText(headers, 'content-type');
  const accept = headerText(headers, 'accept');
  return {
    payload: (contentType === undefined ? undefined : contentTypeMode(contentType)) ?? 'json',
    response: (accept === undefined ? undefined : acceptMode(accept)) ?? 'json',
  };
}

/** Throws 11558 state 201 or 31640 state 1 for a payload that is not what its content type says. */
export function checkPayload({ payload }: RestArguments, mode: MediaMode): void {
  if (payload === undefined) return;
  if (mode === 'json' && !isJsonDocument(payload)) {
    throw restError(restMessages.jsonNotParsed, ['@payload'], { state: 201, procedure: wrapperName });
  }
  const problem = mode === 'xml' ? xmlProblem(payload) : undefined;
  if (problem !== undefined) {
    throw restError(restMessages.xmlNotParsed, ['@payload', problem], { state: 1, procedure: wrapperName });
  }
}

/** Headers that do not hold together have no media types yet: the native half will say what is wrong with them. */
function headerText(headers: string | undefined, name: string): string | undefined {
  const pairs = headers === undefined ? undefined : readFlatJson(headers);
  return pairs?.ok === true ? pairs.value.findLast((pair) => pair.name.toLowerCase() === name)?.value : undefined;
}
