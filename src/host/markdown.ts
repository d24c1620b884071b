/** Line ends of every kind, other control characters, and those that turn the direction of writing around. */
const unprintable = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

/** Text that fits on one line. */
export const onOneLine = (text: string): string => text.replace(unprintable, ' ');

/**
 * Text from elsewhere in a line of Markdown. Tooltips may run commands, so nothing of it may work: no link, no image, no HTML,
 * and no bare address either, which the renderer would turn into a link. All of ASCII's punctuation can be escaped
 * (documented: CommonMark 0.31, 2.4), so all of it is.
 */
export function escapeMarkdown(text: string): string {
  return onOneLine(text).replace(/[!-/:-@[-`{-~]/g, '\\$&');
}

/** The same for prose that people also read as it is, unrendered: only what could carry a link, an image or HTML. */
export const escapeProse = (text: string): string => text.replace(/[\\`*[\]<>~|&]/g, '\\$&').replace(/\r?\n/g, ' ');

/** Text from elsewhere letter by letter, line by line, in a fence that it cannot end. */
export function fenced(lines: readonly string[]): string {
  const text = lines.join('\n');
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}
