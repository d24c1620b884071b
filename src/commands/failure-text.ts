import type { Explanation } from '../core/decode/explanation.ts';
import { surenessInWords } from '../core/decode/terms.ts';
import { escapeProse, fenced } from '../host/markdown.ts';

interface Trouble {
  readonly where: string;
  readonly explanation: Explanation;
  readonly script?: string;
}

/**
 * A failure as a Markdown page: what is, why, what to do and by whom, how sure that is, and the evidence word by word. What
 * came from outside cannot become links or images in it.
 */
export function failureText({ where, explanation, script }: Trouble): string {
  const { headline, why, fix, owner, sureness, evidence, sources } = explanation;
  return [
    `# ${escapeProse(headline)}`,
    '',
    `**Where:** ${escapeProse(where)}`,
    '',
    '## Why',
    '',
    why,
    '',
    surenessInWords[sureness],
    '',
    '## What to do',
    '',
    fix,
    '',
    `**Who:** ${owner}`,
    ...(script === undefined ? [] : ['', '## T-SQL', '', '```sql', script, '```']),
    ...(evidence.length === 0 ? [] : ['', '## Evidence', '', fenced(evidence)]),
    ...list('Sources', sources),
    '',
  ].join('\n');
}

const list = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines.map((line) => `- ${escapeProse(line)}`)];
