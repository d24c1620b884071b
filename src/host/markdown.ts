/** Text from elsewhere in a line of Markdown: it must not become links, images or command URIs. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~&]/g, '\\$&').replace(/\r?\n/g, ' ');
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
