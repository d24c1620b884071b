import { lineEnd } from '../batch-scan.ts';
import type { BatchReading } from '../calls/call-finder.ts';
import type { Span } from '../calls/span.ts';
import { blanks, lineComment, sql } from '../quoting.ts';
import type { Fix } from './rule.ts';

/** A line on which some rules are silent. */
interface Suppression extends Span {
  /** Empty: all rules. */
  readonly names: readonly string[];
}

const mark = 'sqlkube-disable-next-line';
const comment = /^--\s*sqlkube-disable-next-line(?![\w-])\s*(.*)$/u;

/** What the comments of a batch switch off. */
export const suppressions = ({ text, comments }: BatchReading): readonly Suppression[] => {
  if (!text.includes(mark)) return [];
  return comments.flatMap((token) => {
    const match = comment.exec(token.text);
    if (match === null) return [];
    const start = lineEnd(text, token.start);
    const names = (match[1] ?? '').split(/[\s,]+/u).filter((name) => name !== '');
    return [{ start, end: lineEnd(text, start), names: names.map((name) => name.replace(/^sqlkube\//u, '')) }];
  });
};

/** True when the finding, or the call that it is about, begins on a line on which the rule is silent. */
export const isSuppressed = (all: readonly Suppression[], name: string, starts: readonly number[]): boolean =>
  all.some(
    ({ start, end, names }) =>
      (names.length === 0 || names.includes(name)) && starts.some((at) => at >= start && at < end),
  );

/** Switches one rule off for the line on which something was found at offset `at` of the document. */
export const suppressionFix = (document: string, at: number, name: string): Fix => {
  const start = document.lastIndexOf('\n', at - 1) + 1;
  const indent = /^[ \t]*/u.exec(document.slice(start, at))?.[0] ?? '';
  const end = document.includes('\r\n') ? '\r\n' : '\n';
  return {
    title: `Disable sqlkube/${name} for this line`,
    edits: [
      { span: { start, end: start }, text: sql`${blanks(indent)}${lineComment(`${mark} ${name}`)}${blanks(end)}` },
    ],
  };
};
