import type { Explanation } from '../core/decode/explanation.ts';

/** Markdown that the decoder uses, as plain text for toasts and dialogs, which show it letter by letter. */
export const plain = (markdown: string): string => markdown.replace(/\*\*|`/g, '').replace(/\s*\n+\s*/g, ' ');

/** What is, and what to do by whom, in one line. */
export function inOneLine({ headline, fix, owner }: Explanation): string {
  const who = owner === 'you' ? '' : ` (${owner})`;
  return `${headline}. ${plain(fix)}${who}`;
}
