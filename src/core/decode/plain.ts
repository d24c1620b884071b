/** Code, bold, and escaped characters: the only Markdown that our sentences use. */
const marks = /`([^`]+)`|\*\*|\\([!-/:-@[-`{-~])/g;

/** A Markdown sentence of ours for where it is shown letter by letter: terminals, toasts and dialogs. */
export const plain = (markdown: string): string =>
  markdown.replaceAll(marks, (_mark, code?: string, escaped?: string) => code ?? escaped ?? '');
