import { is } from '../calls/cursor.ts';
import { argumentFor } from '../calls/call.ts';
import type { Call } from '../calls/call.ts';
import { unquoteLiteral } from '../quoting.ts';
import { acceptMode, defaultMediaType } from '../../rest/media-types.ts';
import type { MediaMode } from '../../rest/media-types.ts';
import type { BatchReading } from '../calls/call-finder.ts';
import type { Token } from '../token.ts';
import type { CallFacts } from './call-facts.ts';
import { once } from './once.ts';
import { numbersBelow } from './sorted.ts';
import { tokensBefore } from './surroundings.ts';

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

const nameOf = (call: Call): string | undefined => {
  const argument = argumentFor(call, '@response');
  return argument?.output === true ? argument.value?.variable : undefined;
};

/** The variable that takes the answer, in lower case. */
export const responseVariable = ({ call }: CallFacts): string | undefined => nameOf(call);

/** How often something else than a call of the procedure fills each variable: none means that it holds an envelope wherever it is read. */
const otherFillings = once(({ events, calls }: BatchReading): ReadonlyMap<string, number> => {
  const fillings = new Map<string, number>();
  const add = (variable: string, more: number): unknown => fillings.set(variable, (fillings.get(variable) ?? 0) + more);
  for (const event of events) if (event.kind === 'set' || event.kind === 'spoil') add(event.variable, 1);
  for (const call of calls) {
    const variable = call.target === 'rest' && call.complete ? nameOf(call) : undefined;
    if (variable !== undefined) add(variable, -1);
  }
  return fillings;
});

/** Where the calls begin that fill each variable. */
const fillingCalls = once(({ calls }: BatchReading): ReadonlyMap<string, readonly number[]> => {
  const starts = new Map<string, number[]>();
  for (const call of calls) {
    const variable = nameOf(call);
    const known = variable === undefined ? undefined : starts.get(variable);
    if (known !== undefined) known.push(call.span.start);
    else if (variable !== undefined) starts.set(variable, [call.span.start]);
  }
  return starts;
});

const readAt = (tokens: readonly Token[], index: number, variable: string): ResponseRead | undefined => {
  if (index < 0) return undefined;
  const reader = tokens[index];
  if (reader?.kind !== 'word' || !readers.includes(reader.lower)) return undefined;
  const [open, first, comma, path, close] = tokens.slice(index + 1, index + 6);
  if (!is(open, '(') || !is(comma, ',')) return undefined;
  if (first?.kind !== 'variable' || first.lower !== variable || path?.kind !== 'string') return undefined;
  const steps = path.error === undefined ? stepsOf(unquoteLiteral(path.text)) : undefined;
  if (steps === undefined || !is(close, ')', ',')) return undefined;
  return {
    reader,
    function: reader.lower,
    path,
    steps,
    ...(is(close, ')') && close !== undefined ? { end: close.start + 1 } : {}),
  };
};

/** Where the answer of this call is read by a JSON function with a literal path: up to the next call with the same variable. */
export const responseReads = once(({ call, around: { batch } }: CallFacts): readonly ResponseRead[] => {
  const variable = nameOf(call);
  if (variable === undefined || !batch.index.has(...readers) || otherFillings(batch).get(variable) !== 0) return [];
  const starts = fillingCalls(batch).get(variable) ?? [];
  const end = starts[numbersBelow(starts, call.span.start + 1)] ?? batch.text.length;
  const places = batch.index.of(variable);
  const from = numbersBelow(places, tokensBefore(batch, call.span.end));
  const to = numbersBelow(places, tokensBefore(batch, end));
  // In front of the variable stand the reader and its parenthesis.
  return places.slice(from, to).flatMap((place) => readAt(batch.tokens, place - 2, variable) ?? []);
});

/** How `result` is written, which the Accept of the request decides (published definition); undefined when it is not known. */
export const responseMode = once((facts: CallFacts): MediaMode | undefined => {
  const accept = facts.header('accept');
  return accept === undefined ? undefined : acceptMode(accept === '' ? defaultMediaType : accept);
});
