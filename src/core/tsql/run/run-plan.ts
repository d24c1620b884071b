import { readApiPath } from '../../kube/api-request.ts';
import { err, ok } from '../../result.ts';
import type { Result } from '../../result.ts';
import { batchPlaces } from '../batch-scan.ts';
import { readBatch } from '../calls/call-finder.ts';
import type { BatchReading } from '../calls/call-finder.ts';
import { argumentFor } from '../calls/call.ts';
import type { Call } from '../calls/call.ts';
import { endsStatement, is } from '../calls/cursor.ts';
import { concat, integer, reviewedText, sql } from '../quoting.ts';
import type { SqlText } from '../quoting.ts';
import { readScript } from '../script/script.ts';

/** A call whose answer is brought back. */
interface PlannedCall {
  /** Verb and path, as far as they are known: `GET /api/v1/pods`. */
  readonly title: string;
  /** Why nothing of it can be shown; absent when its answer is read. */
  readonly unseen?: string;
}

/** One batch, ready to be sent. */
export interface RunPlan {
  /** As it stands in the document. */
  readonly batch: string;
  /** The same with the SELECTs that bring the answers back; no line moves. */
  readonly text: SqlText;
  /** 1-based line of the document on which the batch begins. */
  readonly line: number;
  /** What USE says before it, spelled as there. */
  readonly database?: string;
  readonly calls: readonly PlannedCall[];
  /** Index of the call at the position that was asked about. */
  readonly at: number;
}

/** Names of the columns of what we add; nobody else's result set has these four. */
export const captureColumns = ['sqlkube call', 'return value', 'response', 'characters'] as const;
/** More of a response is not brought to this computer. */
export const responseCharacters = 2_000_000;

const use = /^\s*use\s+(?:\[((?:[^\]]|\]\])+)\]|([\p{L}_][\p{L}\p{N}_@$#]*))\s*;?\s*(?:--.*)?$/gimu;

const lastUse = (text: string): string | undefined => {
  const match = [...text.matchAll(use)].at(-1);
  return match === undefined ? undefined : (match[1]?.replaceAll(']]', ']') ?? match[2]);
};

/** Verb and path of a call as far as they are known before it runs. */
export const callTitle = (call: Call): string => {
  const method = argumentFor(call, '@method')?.value;
  const url = argumentFor(call, '@url')?.value?.constant;
  const verb =
    method === undefined || method.constant.kind === 'null'
      ? 'POST'
      : method.constant.kind === 'text'
        ? method.constant.value.toUpperCase()
        : 'Call';
  if (url?.kind !== 'text') return `${verb} of an address that is known when it runs`;
  const [, host = '', path = ''] = /^https:\/\/([^/?#]*)([^?#]*)/iu.exec(url.value) ?? [];
  return `${verb} ${readApiPath(path) === undefined && path !== '/version' ? host : ''}${path || '/'}`;
};

const variableOf = (call: Call, { tokens }: BatchReading): string | undefined => {
  const response = call.arguments.find(({ parameter }) => parameter === '@response');
  if (response?.output !== true || response.value?.kind !== 'variable') return undefined;
  const { start } = response.value.span;
  return tokens.find((token) => token.start === start)?.text;
};

const capture = (index: number, call: Call, response: string): SqlText => {
  const variable = reviewedText(response);
  const returned = call.returnVariable === undefined ? sql`NULL` : reviewedText(call.returnVariable.text);
  return sql`SELECT ${integer(index)} AS [sqlkube call], ${returned} AS [return value], LEFT(${variable}, ${integer(responseCharacters)}) AS [response], DATALENGTH(${variable}) / 2 AS [characters];`;
};

/**
 * True where a SELECT behind the call belongs to the same block and disturbs nothing: not as the one statement of an IF, and
 * not where the batch asks for what the statement before left behind.
 */
const mayFollow = ({ tokens }: BatchReading, first: number, next: number): boolean => {
  const [previous, following] = [tokens[first - 1], tokens[next]];
  const asksBehind = tokens.some((token) => token.kind === 'global' && /^@@(?:rowcount|error)$/iu.test(token.text));
  const branches = tokens.slice(0, first).some((token) => is(token, 'if', 'else', 'while'));
  const alone = previous === undefined || is(previous, ';', 'begin', 'try', 'catch') || !branches;
  return alone && !asksBehind && endsStatement(following) && !is(following, 'with');
};

const defines = ({ tokens }: BatchReading): boolean =>
  tokens.some(
    (token, at) =>
      is(token, 'create', 'alter') &&
      tokens.slice(at + 1, at + 4).some((next) => is(next, 'procedure', 'proc', 'function', 'trigger', 'view')),
  );

/** The batch with its captures: each behind its call, or, where that is not safe, at the end. */
const withCaptures = (reading: BatchReading): { readonly text: SqlText; readonly calls: readonly PlannedCall[] } => {
  const pieces: SqlText[] = [];
  const late: SqlText[] = [];
  const calls: PlannedCall[] = [];
  const definition = defines(reading);
  let done = 0;
  for (const [index, call] of reading.calls.entries()) {
    const response = variableOf(call, reading);
    const unseen = definition
      ? 'The batch defines something that makes the call later.'
      : response === undefined
        ? 'The call has no @response = @variable OUTPUT, so its answer stays in SQL Server.'
        : undefined;
    calls.push({ title: callTitle(call), ...(unseen === undefined ? {} : { unseen }) });
    if (unseen !== undefined || response === undefined) continue;
    const first = reading.tokens.findIndex(({ start }) => start === call.keyword.start);
    const next = reading.tokens.findIndex(({ start }) => start >= call.span.end);
    const select = capture(index + 1, call, response);
    if (!mayFollow(reading, first, next < 0 ? reading.tokens.length : next)) {
      late.push(select);
      continue;
    }
    const closed = is(reading.tokens[next], ';') ? (reading.tokens[next]?.start ?? 0) + 1 : undefined;
    const end = closed ?? call.span.end;
    pieces.push(reviewedText(reading.text.slice(done, end)), closed === undefined ? sql`; ` : sql` `, select);
    done = end;
  }
  pieces.push(reviewedText(reading.text.slice(done)));
  if (late.length > 0) pieces.push(sql`\n;`, ...late.map((select) => sql` ${select}`));
  return { text: concat(pieces), calls };
};

/** Plans the run of the batch at `offset` of a document. The error is a sentence. */
export const planRun = (document: string, offset: number): Result<RunPlan, string> => {
  const places = batchPlaces(document);
  const place = places.find(({ next }) => offset < next) ?? places.at(-1);
  if (place === undefined) return err('The document is empty.');
  const batch = document.slice(place.start, place.end);
  const line = document.slice(0, place.start).split('\n').length;
  const script = readScript(batch);
  if (!script.ok) return err(`Line ${line + script.error.line - 1}: ${script.error.reason}`);
  const [part, ...more] = script.value;
  if (part === undefined || more.length > 0) return err('There is no batch at this place.');
  const [name] = part.variables;
  if (name !== undefined) return err(`Replace $(${name}) first: variables of sqlcmd are not filled in from here.`);
  const reading = readBatch(part.text);
  const { text, calls } = withCaptures(reading);
  const database = lastUse(document.slice(0, place.start));
  const last = reading.calls.findLastIndex(({ span }) => span.start <= offset - place.start);
  const at = Math.max(last, 0);
  return ok({ batch, text, line, calls, at, ...(database === undefined ? {} : { database }) });
};
