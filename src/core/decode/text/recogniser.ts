import type { Finding, Span } from './finding.ts';
import type { WordsSeen } from './vocabulary.ts';

/**
 * Finds what it knows in a text. Its spans do not overlap one another and its cost is linear in the text's length. With `words`
 * (lower-case ASCII), it is asked only about texts that hold one of them in any case: all words of all recognisers are looked for
 * in one pass.
 */
export interface Recogniser {
  readonly words: readonly string[];
  /** Whether it wants to know where the words stand. */
  readonly placed: boolean;
  readonly find: (text: string, seen: WordsSeen) => readonly Finding[];
}

type Find = (text: string) => readonly Finding[];

/** Asked about every text. */
export const always = (find: Find): Recogniser => ({ words: [], placed: false, find });

/** Asked about texts that hold one of these words. */
export const when = (words: readonly string[], find: Find): Recogniser => ({ words, placed: false, find });

/** Asked about each line that holds one of these words, once. */
export const eachLine = (
  words: readonly string[],
  read: (line: string, span: Span, text: string) => Finding | undefined,
): Recogniser => ({
  words,
  placed: true,
  find: (text, seen) =>
    linesOf(text, words, seen).flatMap((span) => read(text.slice(span.start, span.end), span, text) ?? []),
});

const longestLine = 4000;

/** The lines that hold one of the words, in order; long ones cut around the word. */
function linesOf(text: string, words: readonly string[], seen: WordsSeen): readonly Span[] {
  const ends = words.flatMap((word) => seen.ends(word)).sort((left, right) => left - right);
  const lines: Span[] = [];
  for (const end of ends) {
    if (end > (lines.at(-1)?.end ?? 0)) lines.push(lineAround(text, end, lines.at(-1)?.end ?? 0));
  }
  return lines;
}

function lineAround(text: string, at: number, from: number): Span {
  const earliest = Math.max(from, at - longestLine / 2);
  const latest = Math.min(text.length, at + longestLine / 2);
  let start = at;
  while (start > earliest && !isLineEnd(text.charCodeAt(start - 1))) start -= 1;
  let end = at;
  while (end < latest && !isLineEnd(text.charCodeAt(end))) end += 1;
  return { start, end };
}

const isLineEnd = (unit: number): boolean => unit === 10 || unit === 13;
