import type { SqlMessage } from '../../failure.ts';
import { isJsonObject } from '../../kube/json.ts';
import { readKubeStatus } from '../../kube/status.ts';
import type { KubeStatus } from '../../kube/status.ts';
import { readJson } from '../calls/json-positions.ts';
import { prettyJson } from './pretty-json.ts';
import { responseSecrets } from './response-secrets.ts';
import { captureColumns, responseCharacters } from './run-plan.ts';
import type { ResultSet } from './text-table.ts';

/** What a batch did, one thing after the other, as the room `sql` tells it. */
export type RunEvent =
  | ({ readonly kind: 'rows' } & ResultSet)
  | { readonly kind: 'count'; readonly rows: number }
  | { readonly kind: 'message'; readonly message: SqlMessage }
  | { readonly kind: 'error'; readonly message: SqlMessage };

/** The answer of one call. */
export interface CallAnswer {
  /** Index into the plan's calls. */
  readonly call: number;
  /** What EXEC returned: 0, or an HTTP status; absent when it was not captured. */
  readonly returned?: number;
  readonly http?: { readonly code: number; readonly description: string };
  readonly headers: readonly (readonly [string, string])[];
  /** Formatted; absent when the answer had none. */
  readonly result?: string;
  readonly status?: KubeStatus;
  /** UTF-8 bytes of the envelope; characters where only its beginning came. */
  readonly size: number;
  /** True when only its beginning came. */
  readonly cut: boolean;
}

/** A run, read. */
export interface RunReport {
  readonly answers: readonly CallAnswer[];
  readonly sets: readonly ResultSet[];
  /** Messages, errors and counts, in order. */
  readonly said: readonly Exclude<RunEvent, { kind: 'rows' }>[];
  /** Values that the answers say are secret. */
  readonly secrets: ReadonlySet<string>;
  /** True when SQL Server raised an error. */
  readonly failed: boolean;
}

const isCapture = ({ columns }: ResultSet): boolean =>
  columns.length === captureColumns.length && captureColumns.every((name, index) => columns[index] === name);

const headerPairs = (value: unknown): readonly (readonly [string, string])[] => {
  if (!isJsonObject(value)) return [];
  return Object.entries(value).map(([name, text]) => [name, typeof text === 'string' ? text : JSON.stringify(text)]);
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** `result` as it stands in the envelope, formatted; the text itself when it is a text. */
const resultText = (envelope: string): string | undefined => {
  const { root } = readJson(envelope);
  const node = root?.kind === 'object' ? root.members.find(({ key }) => key.value === 'result')?.value : undefined;
  if (node === undefined) return undefined;
  return node.kind === 'string' ? node.value : prettyJson(envelope.slice(node.start, node.end));
};

const readEnvelope = (envelope: string): Pick<CallAnswer, 'http' | 'headers' | 'result' | 'status'> => {
  const value = parsed(envelope);
  if (!isJsonObject(value)) return { headers: [], result: envelope };
  const response = isJsonObject(value['response']) ? value['response'] : {};
  const status = isJsonObject(response['status']) ? response['status'] : {};
  const http = isJsonObject(status['http']) ? status['http'] : {};
  const code = Number(http['code']);
  const description = http['description'];
  const kube = readKubeStatus(value['result']);
  const result = resultText(envelope);
  return {
    headers: headerPairs(response['headers']),
    ...(Number.isInteger(code)
      ? { http: { code, description: typeof description === 'string' ? description : '' } }
      : {}),
    ...(result === undefined ? {} : { result }),
    ...(kube === undefined ? {} : { status: kube }),
  };
};

const readAnswer = ([index, returned, response, characters]: readonly unknown[]): CallAnswer => {
  const text = typeof response === 'string' ? response : '';
  const length = Number(characters ?? text.length);
  const cut = length > responseCharacters;
  return {
    call: Number(index) - 1,
    ...(returned === null || returned === undefined ? {} : { returned: Number(returned) }),
    ...(cut ? { headers: [], result: text } : text === '' ? { headers: [] } : readEnvelope(text)),
    size: cut ? length : new TextEncoder().encode(text).length,
    cut,
  };
};

/** Sorts what a planned batch did: our own captures become answers, everything else is shown as it came. */
export const readRun = (events: readonly RunEvent[]): RunReport => {
  const sets = events.flatMap((event) => (event.kind === 'rows' ? [event] : []));
  const captures = sets.filter(isCapture).flatMap(({ rows }) => rows);
  const envelopes = captures.flatMap(([, , response]) => (typeof response === 'string' ? [response] : []));
  return {
    secrets: responseSecrets(envelopes),
    answers: captures.map(readAnswer),
    sets: sets.filter((set) => !isCapture(set)),
    said: events.flatMap((event) => (event.kind === 'rows' ? [] : [event])),
    failed: events.some(({ kind }) => kind === 'error'),
  };
};
