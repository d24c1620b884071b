import { err, ok } from '../result.ts';
import type { Result } from '../result.ts';
import type { HeaderPair } from './header-rules.ts';

/** Why a header list or a credential's secret is refused. */
export type FlatJsonProblem =
  | { readonly kind: 'malformed' }
  | { readonly kind: 'not-object' }
  | { readonly kind: 'nested'; readonly key: string }
  | { readonly kind: 'value-not-text'; readonly key: string }
  | { readonly kind: 'empty-key' }
  | { readonly kind: 'empty-value'; readonly key: string }
  | { readonly kind: 'not-ascii'; readonly key: string };

const member = /\s*("(?:[^"\\]|\\.)*")\s*:\s*("(?:[^"\\]|\\.)*"|[^\s,}\]]+|)\s*(,?)/y;

/**
 * Reads `{"name":"value"}` as the procedure does for @headers and for a credential's SECRET: a flat object of texts in
 * printable US-ASCII, no empty key, no empty value, keys may repeat. Order of the checks is inferred; the first problem wins.
 */
export function readFlatJson(text: string): Result<readonly HeaderPair[], FlatJsonProblem> {
  const shape = shapeOf(text);
  if (shape !== 'object') return err({ kind: shape });
  const pairs: HeaderPair[] = [];
  for (const [key, raw] of members(text)) {
    const problem = memberProblem(key, raw);
    if (problem) return err(problem);
    pairs.push({ name: key, value: JSON.parse(raw) as string });
  }
  return ok(pairs);
}

function shapeOf(text: string): 'object' | 'not-object' | 'malformed' {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? 'object' : 'not-object';
  } catch {
    return 'malformed';
  }
}

/** Keys with the raw text of their values, duplicates kept (JSON.parse would drop them). Stops at the first nested value. */
function* members(text: string): Generator<readonly [string, string]> {
  member.lastIndex = text.indexOf('{') + 1;
  for (let match = member.exec(text); match; match = member.exec(text)) {
    const [, key = '""', raw = '', comma] = match;
    yield [JSON.parse(key) as string, raw];
    if (comma !== ',') return;
  }
}

function memberProblem(key: string, raw: string): FlatJsonProblem | undefined {
  if (raw.startsWith('{') || raw.startsWith('[')) return { kind: 'nested', key };
  if (!raw.startsWith('"')) return { kind: 'value-not-text', key };
  if (key === '') return { kind: 'empty-key' };
  const value = JSON.parse(raw) as string;
  if (value === '') return { kind: 'empty-value', key };
  return isPrintableAscii(key) && isPrintableAscii(value) ? undefined : { kind: 'not-ascii', key };
}

function isPrintableAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}
