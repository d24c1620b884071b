import type { MediaMode } from '../../core/rest/media-types.ts';
import type { HeaderPair } from '../../core/rest/header-rules.ts';
import { SqlError } from '../sql-error.ts';
import { jsonKind, Scanner } from '../tsql/json/scanner.ts';
import type { Answer } from './exchange.ts';
import { internalName, restError, restMessages, wrapperName } from './messages.ts';
import { escapeXml, stripXmlDeclaration, xmlProblem } from './xml-text.ts';

/**
 * Builds @response. The mode comes from the request's Accept, never from the answer. Throws 11558 state 202 for a 2xx
 * whose body is not JSON, 31640 state 2 for one that is not XML, 31641 for a charset the engine cannot read; on other
 * statuses such a body is silently left out. Linear in the body: it is checked once and joined in as it came.
 */
export function buildEnvelope(answer: Answer, mode: MediaMode): string {
  checkCharset(answer.headers);
  const body = new TextDecoder().decode(answer.body);
  return mode === 'xml' ? xmlEnvelope(answer, body) : jsonEnvelope(answer, resultText(answer, body, mode));
}

/** An empty body is taken as NULL whatever the status (documented for 204, inferred for others; HEAD needs it). */
function resultText(answer: Answer, body: string, mode: 'json' | 'text'): string | undefined {
  if (answer.body.length === 0) return undefined;
  if (mode === 'text') return jsonString(body);
  if (isJsonDocument(body)) return body;
  if (!isSuccess(answer.status)) return undefined;
  throw restError(restMessages.jsonNotParsed, ['@result'], { state: 202, procedure: wrapperName });
}

function jsonEnvelope({ status, description, headers }: Answer, result: string | undefined): string {
  const head = `{"response":{"status":{"http":{"code":${status},"description":${JSON.stringify(description)}}},"headers":${headerObject(headers)}}`;
  return result === undefined ? `${head}}` : `${head},"result":${result}}`;
}

/** A name that comes twice is joined with a comma, as HTTP allows (inferred). Names keep their spelling (documented). */
function headerObject(headers: readonly HeaderPair[]): string {
  return JSON.stringify(Object.fromEntries(mergeHeaders(headers).map(({ name, value }) => [name, value])));
}

function mergeHeaders(headers: readonly HeaderPair[]): readonly HeaderPair[] {
  const merged = new Map<string, HeaderPair>();
  for (const { name, value } of headers) {
    const before = merged.get(name.toLowerCase());
    merged.set(
      name.toLowerCase(),
      before ? { name: before.name, value: `${before.value}, ${value}` } : { name, value },
    );
  }
  return [...merged.values()];
}

function xmlEnvelope(answer: Answer, body: string): string {
  const problem = xmlProblem(body);
  if (problem !== undefined && isSuccess(answer.status)) {
    throw restError(restMessages.xmlNotParsed, ['@result', problem], { state: 2, procedure: wrapperName });
  }
  const content = problem === undefined ? stripXmlDeclaration(body) : '';
  const headers = mergeHeaders(answer.headers)
    .map(({ name, value }) => `<header key="${escapeXml(name)}" value="${escapeXml(value)}"/>`)
    .join('');
  const status = `<status><http code="${answer.status}" description="${escapeXml(answer.description)}"/></status>`;
  const result = content === '' ? '' : `<result>${content}</result>`;
  return `<output><response>${status}<headers>${headers}</headers></response>${result}</output>`;
}

/** Charsets that a UTF-8 reader can take. Which others the engine reads is not published. */
const readableCharsets = /^"?(utf-?8|us-ascii)"?$/i;

function checkCharset(headers: readonly HeaderPair[]): void {
  const type = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value ?? '';
  const charset = /;\s*charset=\s*([^;\s]+)/i.exec(type)?.[1];
  if (charset !== undefined && !readableCharsets.test(charset)) {
    throw restError(restMessages.charsetNotSupported, [], { procedure: internalName });
  }
}

/** As ISJSON without a type: an object or an array, nothing after it. Reads the text once and builds nothing. */
export function isJsonDocument(text: string): boolean {
  try {
    const scanner = new Scanner(text, 1);
    const kind = scanner.skipValue();
    scanner.expectEnd();
    return kind === jsonKind.object || kind === jsonKind.array;
  } catch (error) {
    if (error instanceof SqlError) return false;
    throw error;
  }
}

/** As SQL Server's JSON builders escape text: also the slash. */
function jsonString(text: string): string {
  return JSON.stringify(text).replaceAll('/', '\\/');
}

/** 2xx. */
export function isSuccess(status: number): boolean {
  return status >= 200 && status <= 299;
}
