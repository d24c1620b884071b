import type { Failure, SqlMessage } from '../../failure.ts';
import type { PageText } from '../catalogue/page-texts.ts';
import type { ProxyLine } from '../catalogue/proxy-lines.ts';

/** Offsets in UTF-16 units, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What kind of thing a stretch of text is. */
export type PartKind = 'sql' | 'hresult' | 'answer' | 'proxy-log' | 'driver' | 'noise';

/** What a stretch of text means. */
export type Reading =
  /** `seen` tells which fields the text spelt out; a message known by its words alone has no number in the text. */
  | { readonly kind: 'sql'; readonly error: SqlMessage; readonly seen: 'all' | 'number' | 'words' }
  | { readonly kind: 'hresult'; readonly value: number }
  /** `seen` is the evidence, where the failure itself would tell more than the text did. */
  | { readonly kind: 'failure'; readonly failure: Failure; readonly seen?: string }
  /** `side` is the side of the proxy that the line is about. */
  | {
      readonly kind: 'proxy-line';
      readonly entry: ProxyLine;
      readonly line: string;
      readonly side: 'cluster' | 'sql';
    }
  /** A text that alone tells what is wrong. */
  | { readonly kind: 'page'; readonly entry: PageText; readonly line: string }
  /** Understood, and no error: a successful answer, a stack frame. */
  | { readonly kind: 'nothing' };

/** A stretch of text that a recogniser knows. */
export interface Finding {
  readonly part: PartKind;
  readonly span: Span;
  /** What it is, in a few words. */
  readonly label: string;
  readonly reading: Reading;
}

/** The span of a match. */
export const spanOf = (match: RegExpExecArray): Span => ({ start: match.index, end: match.index + match[0].length });
