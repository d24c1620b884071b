import type { Token } from '../token.ts';
import type { Span } from './span.ts';

/** Characters of a value that stand one after the other in the document. A quote can only be the last: it is written twice. */
interface Run {
  /** Offset in the value. */
  readonly at: number;
  readonly length: number;
  /** Offset in the document. */
  readonly start: number;
}

/** A text value known before the script runs, with the place of every character. `max` and `unicode` give its T-SQL type. */
export interface FoldedText {
  readonly kind: 'text';
  readonly value: string;
  readonly unicode: boolean;
  readonly max: boolean;
  readonly runs: readonly Run[];
}

/** Characters that + keeps when neither side is max (documented). */
const longest = (unicode: boolean): number => (unicode ? 4000 : 8000);
const piece = /''|\\\r?\n|[^'\\]+|\\/gu;

/** What a string token ('…' or N'…') means. An unclosed one reaches to its end. */
export const literalText = ({ text: token, start, error }: Token): FoldedText => {
  const open = token.indexOf("'") + 1;
  const close = error === undefined ? token.length - 1 : token.length;
  const runs: Run[] = [];
  let value = '';
  for (const match of token.slice(open, close).matchAll(piece)) {
    // A backslash before a line end continues the line: both vanish (documented).
    if (/^\\\r?\n/u.test(match[0])) continue;
    const text = match[0] === "''" ? "'" : match[0];
    runs.push({ at: value.length, length: text.length, start: start + open + match.index });
    value += text;
  }
  const unicode = open > 1;
  return { kind: 'text', value, unicode, max: value.length > longest(unicode), runs };
};

/** Text that the document spells as it is, such as a number put into CONCAT. */
export const plainText = (value: string, start: number): FoldedText => ({
  kind: 'text',
  value,
  unicode: false,
  max: false,
  runs: [{ at: 0, length: value.length, start }],
});

/** The first `length` characters: what assigning to a shorter variable keeps. */
export const firstCharacters = (text: FoldedText, length: number): FoldedText => {
  if (text.value.length <= length) return text;
  const runs = text.runs
    .filter((run) => run.at < length)
    .map((run) => ({ ...run, length: Math.min(run.length, length - run.at) }));
  return { ...text, value: text.value.slice(0, length), runs };
};

/** As the type with these properties; a varchar that becomes nvarchar loses what nvarchar(4000) cannot hold. */
export const convertText = (text: FoldedText, unicode: boolean, max: boolean): FoldedText => {
  const fitting = unicode && !text.max ? firstCharacters(text, longest(true)) : text;
  return { ...fitting, unicode, max };
};

/** `left + right`, cut where SQL Server cuts. */
export const joinTexts = (left: FoldedText, right: FoldedText): FoldedText => {
  const unicode = left.unicode || right.unicode;
  const max = left.max || right.max;
  const first = convertText(left, unicode, max);
  const second = convertText(right, unicode, max);
  const moved = second.runs.map((run) => ({ ...run, at: run.at + first.value.length }));
  const joined: FoldedText = { ...first, value: first.value + second.value, runs: [...first.runs, ...moved] };
  return max ? joined : firstCharacters(joined, longest(unicode));
};

/**
 * Where characters `from` to `to` of the value stand in the document, in the order of the value: one span when they stand
 * together, more when the value was put together from several literals, none for an empty stretch.
 */
export const documentSpans = (text: FoldedText, from: number, to: number): readonly Span[] => {
  const spans: Span[] = [];
  for (const run of text.runs) {
    const first = Math.max(from, run.at);
    const last = Math.min(to, run.at + run.length);
    if (first >= last) continue;
    const start = run.start + first - run.at;
    const end = start + last - first + (text.value[last - 1] === "'" ? 1 : 0);
    const previous = spans.at(-1);
    if (previous?.end === start) spans[spans.length - 1] = { start: previous.start, end };
    else spans.push({ start, end });
  }
  return spans;
};
