import { readFlatJson } from '../../rest/flat-json.ts';
import type { FlatJsonProblem } from '../../rest/flat-json.ts';
import type { Span } from '../calls/span.ts';
import type { CallFacts, HeaderEntry, KnownHeaders } from './call-facts.ts';
import { changeText, placeOf } from './edits.ts';
import { once } from './once.ts';
import type { TextEdit } from './rule.ts';

/** Headers whose text is known, with the first reason for which the procedure refuses it. */
export const headerProblem = once(
  (facts: CallFacts): { readonly headers: KnownHeaders; readonly problem: FlatJsonProblem } | undefined => {
    const { headers } = facts;
    if (headers === undefined) return undefined;
    const read = readFlatJson(headers.text.value);
    return read.ok ? undefined : { headers, problem: read.error };
  },
);

/** Where a member of the headers stands, name and value; all of the argument when it cannot be told. */
export const memberSpan = ({ json, text, argument }: KnownHeaders, key: string): Span => {
  const fallback = argument.value?.span ?? argument.span;
  const member = json.root?.kind === 'object' ? json.root.members.find((one) => one.key.value === key) : undefined;
  return member === undefined
    ? fallback
    : placeOf(text, member.key.start, member.value?.end ?? member.key.end, fallback);
};

/** Where a header stands, name and value. */
export const entrySpan = (headers: KnownHeaders, { key, node }: HeaderEntry): Span =>
  placeOf(headers.text, key.start, node.end, headers.argument.span);

/** Where the value of a header stands. */
export const valueSpan = (headers: KnownHeaders, { node }: HeaderEntry): Span =>
  placeOf(headers.text, node.start, node.end, headers.argument.span);

/** Puts another header in place of one. */
export const changeHeader = (
  facts: CallFacts,
  { key, node }: HeaderEntry,
  name: string,
  value: string,
): TextEdit | undefined =>
  changeText(facts, '@headers', [key.start, node.end], `${JSON.stringify(name)}:${JSON.stringify(value)}`);

/** The header of this name, which is in lower case. */
export const entryOf = (headers: KnownHeaders | undefined, name: string): HeaderEntry | undefined =>
  headers?.byName.get(name);
