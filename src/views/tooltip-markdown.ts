import { escapeMarkdown, onOneLine } from '../host/markdown.ts';
import type { CommandArguments, CommandId } from '../ids.ts';

/** Commands that tooltips link to; no other may run from one. All of them only read. */
export const linkedCommands = [
  'sqlkube.pod.describe',
  'sqlkube.pod.showLogs',
  'sqlkube.row.refresh',
  'sqlkube.failure.explain',
] as const satisfies readonly CommandId[];

type LinkedCommand = (typeof linkedCommands)[number];

/** One row of a tooltip's table; without a value it is left out. */
export type Line = readonly [name: string, value: string | undefined];

/** What the decoder's sentences are made of: escaped characters, code, and bold. Anything else in them is text. */
const known = /\\[!-/:-@[-`{-~]|`[^`]+`|\*\*/g;

/** A Markdown sentence that may quote text from elsewhere: its code and bold stay, and nothing else of it works. */
export function sentence(markdown: string): string {
  const flat = onOneLine(markdown);
  const kept = [...flat.matchAll(known), undefined];
  let end = 0;
  return kept
    .map((match) => {
      const before = escapeMarkdown(flat.slice(end, match?.index));
      end = match === undefined ? flat.length : match.index + match[0].length;
      return before + (match?.[0] ?? '');
    })
    .join('');
}

/** A link that runs a command with a row's reference. What the reference holds comes from the cluster, so it is encoded. */
export function commandLink<K extends LinkedCommand>(
  title: string,
  command: K,
  reference: NonNullable<CommandArguments[K][0]>,
): string {
  const json = encodeURIComponent(JSON.stringify([reference]));
  // Round brackets would end the link; encodeURIComponent leaves them alone.
  const query = json.replace(/[!'()*~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `[${title}](command:${command}?${query})`;
}

/** Title, facts and links; whatever stands in `title` and `lines` is text from elsewhere. */
export function card(title: string, lines: readonly Line[], links: readonly string[] = []): string {
  const rows = lines.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`| ${name} | ${escapeMarkdown(value)} |`],
  );
  const below = links.length === 0 ? [] : ['', links.join(' · ')];
  return [`**${escapeMarkdown(title)}**`, '', '| | |', '|:--|:--|', ...rows, ...below].join('\n');
}
