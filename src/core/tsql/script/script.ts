import { err, ok } from '../../result.ts';
import type { Result } from '../../result.ts';
import { splitBatches } from '../batches.ts';
import { tokenize } from '../lexer.ts';
import type { Token } from '../token.ts';
import { variablesIn } from './variables.ts';

/** One batch of a script for sqlcmd, ready to be filled and sent. */
export interface ScriptPart {
  /** What it does, as its own comment says; else `Runs` and its first line. */
  readonly does: string;
  /** 1-based line of the script on which `text` begins. */
  readonly line: number;
  /** Without the commands of sqlcmd, line for line as in the script. */
  readonly text: string;
  /** Names of the sqlcmd variables in it, each once. */
  readonly variables: readonly string[];
}

/** Why a script cannot be run from here. */
export interface ScriptProblem {
  readonly line: number;
  readonly reason: string;
}

/** The only command of sqlcmd that our scripts hold: stop at the first error, which is how every script runs here. */
const onError = /^\s*:on\s+error\s+exit\s*$/iu;

/** Reads a script as sqlcmd would: batches between GO lines, `:on error exit`, and $(VARIABLES). Anything more is refused. */
export function readScript(script: string): Result<readonly ScriptPart[], ScriptProblem> {
  const parts: ScriptPart[] = [];
  for (const batch of splitBatches(script.replace(/^\ufeff/u, ''))) {
    const cleared = withoutCommands(batch.text, batch.line);
    if (!cleared.ok) return cleared;
    const tokens = [...tokenize(cleared.value)];
    if (tokens.every(isBlank)) continue;
    const found = variablesIn(tokens, batch.line);
    if (!found.ok) return found;
    const part = { does: purpose(tokens), line: batch.line, text: cleared.value, variables: found.value };
    for (let count = 0; count < batch.count; count += 1) parts.push(part);
  }
  return ok(parts);
}

const isBlank = ({ kind }: Token): boolean => kind === 'whitespace' || kind === 'comment';

/** Lines that begin with a colon are sqlcmd's, unless a string or comment goes on there. */
function withoutCommands(text: string, line: number): Result<string, ScriptProblem> {
  const lines = text.split('\n');
  for (const token of tokenize(text)) {
    if (token.kind !== 'symbol' || !token.text.startsWith(':')) continue;
    const own = lines[token.line - 1] ?? '';
    if (text.slice(text.lastIndexOf('\n', token.start) + 1, token.start).trim() !== '') continue;
    if (!onError.test(own)) {
      return err({
        line: line + token.line - 1,
        reason: `“${own.trim().slice(0, 40)}” is a command of sqlcmd that is not run from here.`,
      });
    }
    // An empty comment, so that lines keep their numbers and a comment above its statement.
    lines[token.line - 1] = '--';
  }
  return ok(lines.join('\n'));
}

/** The comment right above the first statement; without one the statement's first line. */
function purpose(tokens: readonly Token[]): string {
  const first = tokens.findIndex((token) => !isBlank(token));
  const lines: string[] = [];
  for (const { kind, text } of tokens.slice(0, first).reverse()) {
    if (kind === 'comment' && text.startsWith('--')) lines.unshift(text.slice(2).trim());
    else if (kind !== 'whitespace' || text.split('\n').length > 2) break;
  }
  const comment = lines.join(' ').trim().replace(/\.$/u, '');
  if (comment !== '') return comment;
  const rest = tokens.slice(first).map(({ text }) => text);
  const [line = ''] = rest.join('').split('\n');
  return `Runs ${line
    .trim()
    .replace(/[;\s]+$/u, '')
    .slice(0, 80)}`;
}
