import { isJsonObject, type JsonObject } from '../../kube/json.ts';
import type { Span } from './finding.ts';

/** A JSON object and where it stands. */
export interface FoundJson {
  readonly span: Span;
  readonly value: JsonObject;
}

/** Attempts that come to nothing, each of which may read to the end of the text: what keeps the cost linear. */
const mostFailures = 20;

/** The outermost JSON objects of a text. */
export function jsonObjects(text: string): readonly FoundJson[] {
  const found: FoundJson[] = [];
  let failures = 0;
  // In JSON, a brace that opens an object is followed by a name or by its end.
  for (const match of text.matchAll(/\{(?=\s*["}])/g)) {
    const start = match.index;
    if (start < (found.at(-1)?.span.end ?? 0)) continue;
    const end = objectEnd(text, start);
    const value = end === undefined ? undefined : parsed(text.slice(start, end));
    if (end !== undefined && value !== undefined) found.push({ span: { start, end }, value });
    else if ((failures += 1) >= mostFailures) break;
  }
  return found;
}

/** Behind the brace that closes the one at `start`. An unclosed string runs to the end, so that it is read once. */
function objectEnd(text: string, start: number): number | undefined {
  const token = /[{}]|"[^"\\]*(?:\\[^][^"\\]*)*(?:"|\\?$)/g;
  token.lastIndex = start;
  let depth = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    if (match[0] === '{') depth += 1;
    if (match[0] === '}') depth -= 1;
    if (depth === 0) return token.lastIndex;
  }
  return undefined;
}

function parsed(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    // Looks like JSON and is none: a dump of JavaScript or Python.
    return undefined;
  }
}
