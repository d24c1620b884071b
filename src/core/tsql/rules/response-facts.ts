import { is } from '../calls/cursor.ts';
import { argumentFor } from '../calls/call.ts';
import type { Call } from '../calls/call.ts';
import { unquoteLiteral } from '../quoting.ts';
import { acceptMode, defaultMediaType } from '../../rest/media-types.ts';
import type { MediaMode } from '../../rest/media-types.ts';
import type { BatchReading } from '../calls/call-finder.ts';
import type { Token } from '../token.ts';
import type { CallFacts } from './call-facts.ts';

/** `JSON_VALUE(@response, N'$.a.b')` and its like, with its path as steps. */
export interface ResponseRead {
  readonly reader: Token;
  readonly function: string;
  readonly path: Token;
  readonly steps: readonly (string | number)[];
  /** Behind the closing parenthesis; undefined when more follows the path. */
  readonly end?: number;
}

const readers = ['json_value', 'json_query', 'json_path_exists', 'openjson'];
const step = /\s*\.\s*(?:"((?:[^"\\]|\\.)*)"|([A-Za-z_]\w*))|\s*\[\s*(\d+)\s*\]/uy;

/** The steps of a JSON path; undefined when it is not one of names and numbers only. */
const stepsOf = (path: string): readonly (string | number)[] | undefined => {
  const root = /^\s*(?:lax|strict)?\s*\$/u.exec(path);
  if (root === null) return undefined;
  const steps: (string | number)[] = [];
  for (step.lastIndex = root[0].length; step.lastIndex < path.length;) {
    const match = step.exec(path);
    if (match === null) return undefined;
    steps.push(match[3] === undefined ? (match[1] ?? match[2] ?? '') : Number(match[3]));
  }
  return steps;
};

const nameOf = (call: Call, { tokens }: BatchReading): string | undefined => {
  const argument = argumentFor(call, '@response');
  const start = argument?.value?.kind === 'variable' && argument.output ? argument.value.span.start : -1;
  return tokens.find((token) => token.start === start)?.text.toLowerCase();
};

/** The variable that takes the answer, in lower case. */
export const responseVariable = ({ call, around }: CallFacts): string | undefined => nameOf(call, around.batch);

/** True when nothing but calls of the procedure fills the variable, so that it holds an envelope wherever it is read. */
const holdsOnlyAnswers = (batch: BatchReading, variable: string): boolean => {
  const { events, calls } = batch;
  const filled = events.filter(
    (event) => (event.kind === 'set' || event.kind === 'spoil') && event.variable === variable,
  ).length;
  const answers = calls.filter((call) => call.target === 'rest' && call.complete && nameOf(call, batch) === variable);
  return filled === answers.length;
};

const readAt = (tokens: readonly Token[], index: number, variable: string): ResponseRead | undefined => {
  const [reader, open, first, comma, path, close] = tokens.slice(index, index + 6);
  if (reader?.kind !== 'word' || !is(reader, ...readers) || !is(open, '(') || !is(comma, ',')) return undefined;
  if (first?.kind !== 'variable' || first.text.toLowerCase() !== variable || path?.kind !== 'string') return undefined;
  const steps = path.error === undefined ? stepsOf(unquoteLiteral(path.text)) : undefined;
  if (steps === undefined || !is(close, ')', ',')) return undefined;
  return {
    reader,
    function: reader.text.toLowerCase(),
    path,
    steps,
    ...(is(close, ')') && close !== undefined ? { end: close.start + 1 } : {}),
  };
};

/** Where the answer of this call is read by a JSON function with a literal path: up to the next call with the same variable. */
export const responseReads = ({ call, around: { batch } }: CallFacts): readonly ResponseRead[] => {
  const variable = nameOf(call, batch);
  if (variable === undefined || !holdsOnlyAnswers(batch, variable)) return [];
  const next = batch.calls.find((one) => one.span.start > call.span.start && nameOf(one, batch) === variable);
  const end = next?.span.start ?? batch.text.length;
  return batch.tokens.flatMap((token, index) => {
    if (token.kind !== 'word' || token.start < call.span.end || token.start >= end) return [];
    const read = readAt(batch.tokens, index, variable);
    return read === undefined ? [] : [read];
  });
};

/** How `result` is written, which the Accept of the request decides (published definition); undefined when it is not known. */
export const responseMode = (facts: CallFacts): MediaMode | undefined => {
  const accept = facts.header('accept');
  return accept === undefined ? undefined : acceptMode(accept === '' ? defaultMediaType : accept);
};
