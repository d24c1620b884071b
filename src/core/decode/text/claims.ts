import type { Finding, Span } from './finding.ts';
import type { Recogniser } from './recogniser.ts';
import { vocabulary } from './vocabulary.ts';

/** What was found, in the order of the text, and the stretches that nobody knows, without white space around them. */
interface Claims {
  readonly findings: readonly Finding[];
  readonly rest: readonly Span[];
}

/** Reads a text. */
export type Reader = (text: string) => Claims;

/** Lets recognisers claim a text one after the other: what one has taken, a later one cannot. */
export function readerOf(recognisers: readonly Recogniser[]): Reader {
  const words = vocabulary(
    recognisers.flatMap((recogniser) => recogniser.words),
    new Set(recognisers.flatMap((recogniser) => (recogniser.placed ? recogniser.words : []))),
  );
  return (text) => {
    const seen = words.scan(text);
    const taken = new Uint8Array(text.length);
    const findings: Finding[] = [];
    for (const recogniser of recognisers) {
      if (recogniser.words.length > 0 && !recogniser.words.some((word) => seen.has(word))) continue;
      for (const finding of recogniser.find(text, seen)) {
        const { start, end } = finding.span;
        if (taken.subarray(start, end).includes(1)) continue;
        taken.fill(1, start, end);
        findings.push(finding);
      }
    }
    findings.sort((left, right) => left.span.start - right.span.start);
    return { findings, rest: gaps(text, findings) };
  };
}

function gaps(text: string, findings: readonly Finding[]): Span[] {
  const edges = [...findings.map(({ span }) => span), { start: text.length, end: text.length }];
  let from = 0;
  return edges.flatMap(({ start, end }) => {
    const gap = trimmed(text, from, start);
    from = end;
    return gap === undefined ? [] : [gap];
  });
}

/** Without white space at its ends; undefined when it holds no letter and no digit. */
function trimmed(text: string, start: number, end: number): Span | undefined {
  const part = text.slice(start, end);
  if (!/[\p{L}\p{N}]/u.test(part)) return undefined;
  const from = start + part.length - part.trimStart().length;
  return { start: from, end: from + part.trim().length };
}
