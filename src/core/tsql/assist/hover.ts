import { headerFate } from '../../rest/header-rules.ts';
import { plainText } from '../calls/folded-text.ts';
import { readBatch } from '../calls/call-finder.ts';
import type { BatchReading } from '../calls/call-finder.ts';
import type { Call } from '../calls/call.ts';
import type { Span } from '../calls/span.ts';
import { scanBatch } from '../batch-scan.ts';
import { CallFacts } from '../rules/call-facts.ts';
import { describeError } from './describe-error.ts';
import { describeUrl } from './describe-request.ts';
import { describeToken } from './describe-token.ts';
import { parameterDocumentation, restParameter } from './parameter-docs.ts';
import { knownHeaders } from './suggest-headers.ts';

/** What the mouse is told. Markdown without links. */
export interface Hover {
  readonly markdown: string;
  readonly span: Span;
}

interface Around {
  readonly knownEndpoints: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

const contains = ({ start, end }: Span, offset: number): boolean => offset >= start && offset <= end;

const jwt = /eyJ[\w-]{5,}\.[\w-]+\.[\w-]*/gu;

const tokenAt = (document: string, offset: number, { now }: Around): Hover | undefined => {
  // A token has at most some thousand characters (the procedure takes 4,000 of headers).
  const from = Math.max(0, offset - 5000);
  for (const match of document.slice(from, offset + 5000).matchAll(jwt)) {
    const span = { start: from + match.index, end: from + match.index + match[0].length };
    if (!contains(span, offset)) continue;
    const markdown = describeToken(match[0], now);
    return markdown === undefined ? undefined : { markdown, span };
  }
  return undefined;
};

const methods: Readonly<Record<string, string>> = {
  GET: 'reads, and changes nothing',
  HEAD: 'reads the headers alone',
  POST: 'creates, and is what a call without @method sends',
  PUT: 'replaces one object whole',
  PATCH: 'changes parts of one object; which kind of patch stands in X-Kube-Patch',
  DELETE: 'deletes one object, or all of a collection',
};

const headerText = (name: string, value: string): string => {
  const detail = knownHeaders.find((header) => header.name.toLowerCase() === name.toLowerCase())?.detail;
  const fates = {
    sent: 'Sent as it is.',
    'media-type': 'Sent when it is one of the media types that the procedure takes, without parameters.',
    overwritten: 'SQL Server sends its own value instead, and says so in Msg 31616.',
    dropped: 'SQL Server does not send it.',
  };
  return `\`${name.replaceAll('`', ' ')}\`${detail === undefined ? '' : `: ${detail}`}. ${fates[headerFate(name, value)]}`;
};

const ofHeaders = (facts: CallFacts, offset: number): Hover | undefined => {
  const { headers } = facts;
  const argument = facts.argument('@headers');
  if (headers === undefined || argument?.value === undefined || !contains(argument.value.span, offset))
    return undefined;
  const span = argument.value.span;
  const text = headers.entries.map(({ name, value }) => `- ${headerText(name, value)}`).join('\n');
  return text === '' ? undefined : { markdown: text, span };
};

const ofValue = (facts: CallFacts, offset: number, { knownEndpoints }: Around): Hover | undefined => {
  const argument = facts.call.arguments.find(({ value }) => value !== undefined && contains(value.span, offset));
  const span = argument?.value?.span;
  if (argument?.parameter === undefined || span === undefined) return undefined;
  const { method = 'POST' } = facts;
  if (argument.parameter === '@method') return { span, markdown: `**${method}** ${methods[method] ?? ''}.` };
  const url = facts.text('@url');
  if (argument.parameter !== '@url' || url === undefined) return undefined;
  const markdown = describeUrl(url, method, knownEndpoints);
  return markdown === undefined ? undefined : { markdown, span };
};

const procedureText =
  'SQL Server 2025 calls a REST API. EXECUTE returns 0 for a 2xx, else the HTTP status: test it. When nobody answers it raises Msg 31608; when the answer is no JSON, Msg 11558, after the call was carried out.';

const ofCall = (call: Call, batch: BatchReading, offset: number, around: Around): Hover | undefined => {
  if (call.target !== 'rest') return undefined;
  if (contains(call.name, offset)) return { span: call.name, markdown: procedureText };
  const named = call.arguments.find(({ name }) => name !== undefined && contains(name.span, offset))?.name;
  const parameter = named === undefined ? undefined : restParameter(named.text);
  if (named !== undefined && parameter !== undefined)
    return { span: named.span, markdown: parameterDocumentation(parameter) };
  const facts = new CallFacts(call, { batch, knownEndpoints: around.knownEndpoints });
  return ofHeaders(facts, offset) ?? ofValue(facts, offset, around);
};

/** A URL in a string that is no argument, such as one that a variable is declared with. */
const ofString = ({ tokens }: BatchReading, offset: number, { knownEndpoints }: Around): Hover | undefined => {
  const token = tokens.find(
    ({ start, text, kind }) => kind === 'string' && offset >= start && offset <= start + text.length,
  );
  const open = (token?.text.indexOf("'") ?? 0) + 1;
  const url = token?.text.slice(open).replace(/'$/u, '') ?? '';
  if (token === undefined || !/^https:/iu.test(url)) return undefined;
  const markdown = describeUrl(plainText(url, token.start + open), 'Any method', knownEndpoints);
  return markdown === undefined
    ? undefined
    : { markdown, span: { start: token.start, end: token.start + token.text.length } };
};

const shift = (hover: Hover | undefined, by: number): Hover | undefined =>
  hover && { ...hover, span: { start: hover.span.start + by, end: hover.span.end + by } };

/** What can be said of a place in a document: of a token, of a call, of an error's number. Never throws. */
export const hover = (document: string, offset: number, around: Around): Hover | undefined => {
  const token = tokenAt(document, offset, around);
  if (token !== undefined) return token;
  let place = scanBatch(document, 0);
  while (place.next <= offset && place.next < document.length) place = scanBatch(document, place.next);
  const batch = readBatch(document.slice(place.start, place.end));
  const local = offset - place.start;
  const call = batch.calls.find(({ span }) => contains(span, local));
  const found = call === undefined ? undefined : ofCall(call, batch, local, around);
  return shift(found ?? ofString(batch, local, around), place.start) ?? describeError(document, offset);
};
