import type { Span } from '../calls/span.ts';

/** One thing that may be written at the cursor. */
export interface Suggestion {
  readonly kind: 'procedure' | 'parameter' | 'value' | 'path' | 'live' | 'header' | 'payload';
  readonly label: string;
  /** Beside the label. */
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  /** What takes the place of `span`: plain text, or a snippet. */
  readonly insert: { readonly text: string } | { readonly snippet: string };
  readonly span: Span;
  /** True when the next thing can be chosen at once. */
  readonly more?: true;
}

/** Text as a snippet that inserts it as it is. */
export const snippetText = (text: string): string => text.replaceAll(/[\\$}]/gu, String.raw`\$&`);
