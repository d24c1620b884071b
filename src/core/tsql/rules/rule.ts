import type { Call } from '../calls/call.ts';
import type { Span } from '../calls/span.ts';

/** One thing the linter looks for in calls that are fully understood. */
export interface Rule {
  readonly code: `sqlkube/${string}`;
  /** Before settings change it. */
  readonly severity: 'error' | 'warning' | 'hint';
  /** `call` is complete, and its URL is known to be one of Kubernetes. */
  readonly check: (call: Call) => readonly Finding[];
}

/** What a rule found, at offsets of the document. */
export interface Finding {
  readonly span: Span;
  readonly message: string;
  readonly fix?: Fix;
}

/** Edits that are made together; their spans do not overlap. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** Puts `text` in place of a span, which is empty for an insertion. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}
