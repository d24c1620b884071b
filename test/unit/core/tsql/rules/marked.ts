import type { Fix } from '../../../../../src/core/tsql/rules/rule.ts';

/** Takes «…», which mark what must be found, out of a script. */
export const marked = (text: string): { readonly document: string; readonly ranges: readonly string[] } => ({
  document: text.replaceAll(/[«»]/gu, ''),
  ranges: [...text.matchAll(/«([^»]*)»/gu)].map((match) => match[1] ?? ''),
});

/** The script after the edits of a fix. */
export const applied = (document: string, { edits }: Fix): string =>
  [...edits]
    .sort((left, right) => right.span.start - left.span.start)
    .reduce((text, { span, text: put }) => text.slice(0, span.start) + put + text.slice(span.end), document);
