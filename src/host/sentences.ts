import type { Explanation } from '../core/decode/explanation.ts';
import { plain as withoutMarks } from '../core/decode/plain.ts';

/** Markdown that the decoder uses, as one line of plain text for toasts and dialogs. */
export const plain = (markdown: string): string => withoutMarks(markdown).replace(/\s*\n+\s*/g, ' ');

/** What is, and what to do by whom, in one line. */
export function inOneLine({ headline, fix, owner }: Explanation): string {
  const who = owner === 'you' ? '' : ` (${owner})`;
  return `${headline}. ${plain(fix)}${who}`;
}
