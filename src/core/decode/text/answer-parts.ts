import type { CallFacts, Failure } from '../../failure.ts';
import { at, isJsonObject, numberAt, textAt, type JsonObject } from '../../kube/json.ts';
import { readKubeStatus, type KubeStatus } from '../../kube/status.ts';
import { spanOf, type Finding, type Reading, type Span } from './finding.ts';
import { when, type Recogniser } from './recogniser.ts';
import { jsonObjects } from './json-objects.ts';

/** A pasted answer does not say which call it answers; evidence never shows this. */
export const unknownCall: CallFacts = { method: 'GET', url: '', durationMs: 0 };

const part = (span: Span, label: string, reading: Reading): Finding => ({ part: 'answer', span, label, reading });
const nothing: Reading = { kind: 'nothing' };
const failed = (failure: Failure): Extract<Reading, { kind: 'failure' }> => ({ kind: 'failure', failure });

/** The procedure's envelope and Kubernetes' `Status`, as JSON anywhere in a text. */
export const jsonAnswers: Recogniser = when(['"response"', '"status"'], (text) =>
  jsonObjects(text).flatMap(({ span, value }) => {
    const found = envelopeReading(value) ?? statusReading(readKubeStatus(value));
    return found === undefined ? [] : [part(span, found.label, found.reading)];
  }),
);

interface Labelled {
  readonly label: string;
  readonly reading: Reading;
}

/** `{"response": {"status": {"http": …}, "headers": …}, "result": …}` */
function envelopeReading(value: JsonObject): Labelled | undefined {
  const code = numberAt(value, 'response', 'status', 'http', 'code');
  if (code === undefined) return undefined;
  const contentType = header(at(value, 'response', 'headers'), 'content-type');
  const retryAfter = header(at(value, 'response', 'headers'), 'retry-after');
  const answer = { code, call: unknownCall, ...(contentType === undefined ? {} : { contentType }) };
  const label = `Envelope of the procedure, HTTP ${code}`;
  if (code < 200 || code > 299) {
    const status = readKubeStatus(value['result']);
    const more = { ...(status === undefined ? {} : { status }), ...(retryAfter === undefined ? {} : { retryAfter }) };
    return { label, reading: failed({ kind: 'http', ...answer, ...more }) };
  }
  const isEmpty = (value['result'] ?? null) === null;
  return { label, reading: isEmpty ? failed({ kind: 'no-result', ...answer }) : nothing };
}

function header(headers: unknown, name: string): string | undefined {
  if (!isJsonObject(headers)) return undefined;
  const key = Object.keys(headers).find((other) => other.toLowerCase() === name);
  return key === undefined ? undefined : textAt(headers, key);
}

function statusReading(status: KubeStatus | undefined): Labelled | undefined {
  if (status === undefined) return undefined;
  const code = status.code ?? (status.reason === undefined ? undefined : codeOf(status.reason));
  const label = `Kubernetes Status ${[code, status.reason].filter((word) => word !== undefined).join(' ')}`.trim();
  if (status.status === 'Success' || code === undefined) return { label, reading: nothing };
  return { label, reading: failed({ kind: 'http', code, call: unknownCall, status }) };
}

/** Which HTTP code a reason comes with (documented: Kubernetes API, StatusReason). */
const reasonCodes: Readonly<Record<string, number>> = {
  BadRequest: 400,
  Unauthorized: 401,
  Forbidden: 403,
  NotFound: 404,
  MethodNotAllowed: 405,
  NotAcceptable: 406,
  AlreadyExists: 409,
  Conflict: 409,
  Expired: 410,
  Gone: 410,
  RequestEntityTooLarge: 413,
  UnsupportedMediaType: 415,
  Invalid: 422,
  TooManyRequests: 429,
  InternalError: 500,
  ServiceUnavailable: 503,
  Timeout: 504,
  ServerTimeout: 500,
  StorageReadError: 500,
};

const codeOf = (reason: string): number | undefined =>
  Object.hasOwn(reasonCodes, reason) ? reasonCodes[reason] : undefined;

/** A `Status` whose JSON was cut off or wrapped: its fields, as far as they are there. */
export const brokenStatuses: Recogniser = when(['"status"'], (text) =>
  [
    ...text.matchAll(
      /(?:\{(?:[^{}]|\{\}){0,200})?"kind"\s{0,9}:\s{0,9}"Status"(?:(?!"kind"\s{0,9}:\s{0,9}"Status"|\r?\n[ \t]{0,9}\r?\n)[^]){0,4000}/g,
    ),
  ].flatMap((match) => {
    const field = (name: string): string | undefined =>
      new RegExp(String.raw`"${name}"\s{0,9}:\s{0,9}"((?:[^"\\]|\\.){1,2000})`).exec(match[0])?.[1];
    const code = /"code"\s{0,9}:\s{0,9}(\d{3})/.exec(match[0])?.[1];
    const found = statusReading(
      readKubeStatus({
        kind: 'Status',
        reason: field('reason'),
        message: field('message')?.replaceAll('\\"', '"'),
        code: code === undefined ? undefined : Number(code),
      }),
    );
    return found === undefined ? [] : [part(spanOf(match), `${found.label}, cut off`, found.reading)];
  }),
);

/** kubectl's form of a `Status`: `Error from server (Forbidden): pods is forbidden: …` */
export const kubectlErrors: Recogniser = when(['error from server ('], (text) =>
  [...text.matchAll(/Error from server \((\w{1,40})\): ([^\r\n]{1,2000})/g)].flatMap((match) => {
    const found = statusReading(readKubeStatus({ kind: 'Status', reason: match[1], message: match[2] }));
    return found === undefined ? [] : [part(spanOf(match), found.label, found.reading)];
  }),
);

interface AnswerForm {
  /** In lower case. */
  readonly needs: string;
  /** Group 1 is the HTTP code. */
  readonly pattern: RegExp;
  readonly contentType?: string;
}

const answerForms: readonly AnswerForm[] = [
  // curl -i, and the access log of nginx.
  { needs: 'http/', pattern: /^[^\r\n]{0,1000}?\bHTTP\/[\d.]{1,3}"? ([345]\d\d)(?!\d)[^\r\n]{0,600}$/gm },
  // The error page of nginx.
  {
    needs: '<html>',
    pattern: /<html>[^]{0,300}?<title>([345]\d\d) [^<]{1,60}<\/title>[^]{0,2000}?<\/html>/gi,
    contentType: 'text/html',
  },
];

/** HTTP answers without a body that we read: status lines, lines of an access log, error pages. A recogniser a form. */
export const bareAnswers: readonly Recogniser[] = answerForms.map(({ needs, pattern, contentType }) =>
  when([needs], (text) =>
    [...text.matchAll(pattern)].map((match) => {
      const code = Number(match[1]);
      const type = contentType === undefined ? {} : { contentType };
      const reading = { ...failed({ kind: 'http', code, call: unknownCall, ...type }), seen: match[0].trim() };
      return part(spanOf(match), `HTTP ${code}`, reading);
    }),
  ),
);
