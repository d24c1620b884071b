import type { CallArgument } from '../calls/call.ts';
import { documentSpans } from '../calls/folded-text.ts';
import type { FoldedText } from '../calls/folded-text.ts';
import type { Span } from '../calls/span.ts';
import { insideLiteral, quoteLiteral, sql } from '../quoting.ts';
import type { SqlText } from '../quoting.ts';
import type { CallFacts } from './call-facts.ts';
import type { KubernetesRequest } from './kubernetes-request.ts';
import type { Fix, TextEdit } from './rule.ts';

/** `fixes` of a finding: none when the edit cannot be made safely. */
export const fixes = (
  title: string,
  ...edits: readonly (TextEdit | undefined)[]
): { readonly fixes?: readonly Fix[] } => {
  const made = edits.flatMap((edit) => (edit === undefined ? [] : [edit]));
  return made.length === edits.length && made.length > 0 ? { fixes: [{ title, edits: made }] } : {};
};

/** One more argument, by name, behind the last. */
export const addArgument = ({ call }: CallFacts, text: SqlText): TextEdit => {
  const { end } = call.span;
  return { span: { start: end, end }, text: call.arguments.length === 0 ? sql` ${text}` : sql`, ${text}` };
};

/** Takes a named argument away with its comma; the only one, and one without a name, stays. */
export const removeArgument = ({ call }: CallFacts, argument: CallArgument): TextEdit | undefined => {
  const index = call.arguments.indexOf(argument);
  const [before, after] = [call.arguments[index - 1], call.arguments[index + 1]];
  if (argument.name === undefined) return undefined;
  if (before !== undefined) return { span: { start: before.span.end, end: argument.span.end }, text: sql`` };
  if (after?.name === undefined) return undefined;
  return { span: { start: argument.span.start, end: after.span.start }, text: sql`` };
};

/** Where the value of an argument is spelled, in this call or in a variable that nothing else reads, so that it may be changed. */
const mayChange = ({ call, around }: CallFacts, argument: CallArgument | undefined): boolean => {
  const value = argument?.value;
  if (value?.kind !== 'variable') return value?.kind === 'literal' || value?.kind === 'name';
  const { index, tokens } = around.batch;
  const [first, ...more] = value.variable === undefined ? [] : index.of(value.variable);
  return first !== undefined && more.length === 1 && call.span.start > (tokens[first]?.start ?? 0);
};

/** Puts `put` in place of characters `from` to `to` of an argument's text. */
export const changeText = (
  facts: CallFacts,
  parameter: string,
  [from, to]: readonly [number, number],
  put: string,
): TextEdit | undefined => {
  const text = facts.text(parameter);
  if (text === undefined || !mayChange(facts, facts.argument(parameter))) return undefined;
  const span = from === to ? insertionPoint(text, from) : onlySpan(text, from, to);
  return span === undefined ? undefined : { span, text: insideLiteral(put) };
};

const onlySpan = (text: FoldedText, from: number, to: number): Span | undefined => {
  const [span, ...more] = documentSpans(text, from, to);
  return more.length === 0 ? span : undefined;
};

const insertionPoint = (text: FoldedText, at: number): Span | undefined => {
  const [before] = documentSpans(text, at - 1, at);
  return before === undefined ? undefined : { start: before.end, end: before.end };
};

/** One more query parameter behind the others. */
export const addQuery = (
  facts: CallFacts,
  { end, hasQuery }: KubernetesRequest,
  pair: string,
): TextEdit | undefined => {
  const bare = hasQuery && /[?&]$/u.test(facts.text('@url')?.value.slice(0, end) ?? '');
  return changeText(facts, '@url', [end, end], `${bare ? '' : hasQuery ? '&' : '?'}${pair}`);
};

/** More headers in front of the others, or the first ones. */
export const addHeaders = (facts: CallFacts, headers: Readonly<Record<string, string>>): TextEdit | undefined => {
  const pairs = JSON.stringify(headers).slice(1, -1);
  const argument = facts.argument('@headers');
  if (argument === undefined) return addArgument(facts, sql`@headers = ${quoteLiteral(`{${pairs}}`)}`);
  const root = facts.headers?.json.root;
  if (facts.headers?.json.valid !== true || root?.kind !== 'object') return undefined;
  const at = root.start + 1;
  return changeText(facts, '@headers', [at, at], root.members.length === 0 ? pairs : `${pairs},`);
};

/** Takes header number `index` away with its comma; with the last one goes the argument. */
export const removeHeader = (facts: CallFacts, index: number): TextEdit | undefined => {
  const { headers } = facts;
  if (headers?.json.valid !== true || headers.json.root?.kind !== 'object') return undefined;
  const { members } = headers.json.root;
  if (members.length === 1) return removeArgument(facts, headers.argument);
  const [before, member, after] = [members[index - 1], members[index], members[index + 1]];
  if (member === undefined) return undefined;
  if (after !== undefined) return changeText(facts, '@headers', [member.key.start, after.key.start], '');
  const from = before?.value?.end;
  return from === undefined || member.value === undefined
    ? undefined
    : changeText(facts, '@headers', [from, member.value.end], '');
};

/** The stretch of the document in which characters of a value stand; `fallback` when they stand in several places. */
export const placeOf = (text: FoldedText, from: number, to: number, fallback: Span): Span => {
  const spans = documentSpans(text, from, to);
  const [first, last] = [spans[0], spans.at(-1)];
  return first === undefined || last === undefined || last.end < first.start
    ? fallback
    : { start: first.start, end: last.end };
};
