/** `text` as inline code: in backticks, of which there are more than `text` has in a row (CommonMark, code spans). */
export const inlineCode = (text: string): string => {
  const longest = Math.max(0, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  // One blank is taken from each end when both have one and there is more than blanks between.
  const stripped = text.startsWith(' ') && text.endsWith(' ') && text.trim() !== '';
  const pad = stripped || text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return fence + pad + text + pad + fence;
};

/** A fenced block of fixed text. */
export const codeBlock = (language: string, text: string): readonly string[] => [`\`\`\`${language}`, text, '```'];

/** Markdown bullets. */
export const bullets = (texts: readonly string[]): readonly string[] => texts.map((text) => `- ${text}`);

/** A fenced block of any text: its fence is longer than every run of backticks in it. */
export const codeFence = (language: string, text: string): readonly string[] => {
  const longest = Math.max(2, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [fence + language, ...text.split('\n'), fence];
};
