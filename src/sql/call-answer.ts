import type { CallFacts, Failure } from '../core/failure.ts';
import { isJsonObject } from '../core/kube/json.ts';
import type { KubeStatus } from '../core/kube/status.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { BatchAnswer, SqlRow } from './driver-contract.ts';
import { numeric, text } from './fields.ts';

/** A call that came back with 2xx. */
export interface CallAnswer {
  readonly facts: CallFacts;
  readonly httpCode: number;
  readonly contentType?: string;
  /** OPENJSON's type of `result`: 1 text, 4 list, 5 object; undefined when the envelope carries none. */
  readonly resultType?: number;
  readonly kind?: string;
  readonly continue?: string;
  readonly remaining?: number;
  /** The time at which the answer was made, by the API server's or proxy's own clock. */
  readonly serverDate?: Date;
  /** Rows of the projection. */
  readonly rows: readonly SqlRow[];
}

/** Reads what a batch of `callBatch` answered: anything but 2xx is a failure with Kubernetes' or the proxy's `Status`. */
export function readCallAnswer(answer: BatchAnswer, facts: CallFacts): Result<CallAnswer, Failure> {
  const [first, ...projections] = answer.recordsets;
  const row = first?.[0];
  if (row === undefined) {
    return err({ kind: 'unexpected-answer', call: facts, expected: 'the facts of the call', seen: 'no result set' });
  }
  const returned = numeric(row, 'returnValue') ?? 0;
  const httpCode = numeric(row, 'httpCode') ?? 0;
  const contentType = text(row, 'contentType');
  if (returned !== 0) return err(httpFailure(row, returned, facts));
  const serverDate = readDate(text(row, 'serverDate'));
  const resultType = numeric(row, 'resultType');
  const kind = text(row, 'kind');
  const next = text(row, 'continueToken');
  const remaining = numeric(row, 'remaining');
  return ok({
    facts,
    httpCode,
    rows: projections.at(-1) ?? [],
    ...(contentType === undefined ? {} : { contentType }),
    ...(resultType === undefined ? {} : { resultType }),
    ...(kind === undefined ? {} : { kind }),
    ...(next === undefined || next === '' ? {} : { continue: next }),
    ...(remaining === undefined ? {} : { remaining }),
    ...(serverDate === undefined ? {} : { serverDate }),
  });
}

/** An HTTP answer other than 2xx as a failure. */
export function httpFailure(row: SqlRow, returned: number, facts: CallFacts): Failure {
  const status = readStatus(text(row, 'errorBody'));
  const contentType = text(row, 'contentType');
  const retryAfter = text(row, 'retryAfter');
  return {
    kind: 'http',
    code: returned,
    call: facts,
    ...(status === undefined ? {} : { status }),
    ...(contentType === undefined ? {} : { contentType }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
}

/** A `Status` from the body of a refused call; it is text when the call had asked for text. */
function readStatus(body: string | undefined): KubeStatus | undefined {
  if (body === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(body);
    return isJsonObject(value) && value['kind'] === 'Status' ? (value as unknown as KubeStatus) : undefined;
  } catch {
    return undefined;
  }
}

/** A date as a header spells it; undefined when it is none. */
export function readDate(header: string | undefined): Date | undefined {
  const date = new Date(header ?? '');
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** The failure of a 2xx whose envelope carries nothing. */
export function noResult(answer: CallAnswer): Failure {
  return {
    kind: 'no-result',
    code: answer.httpCode,
    call: answer.facts,
    ...(answer.contentType === undefined ? {} : { contentType: answer.contentType }),
  };
}

/** The failure of a JSON answer that is not what was asked for. */
export function unexpected(answer: CallAnswer, expected: string): Failure {
  const names: Readonly<Record<number, string>> = {
    0: 'null',
    1: 'text',
    2: 'a number',
    3: 'true or false',
    4: 'a list',
  };
  const seen = answer.kind ?? names[answer.resultType ?? 5] ?? 'an object without a kind';
  return { kind: 'unexpected-answer', call: answer.facts, expected, seen: seen.slice(0, 80) };
}
