import { tokenize } from './lexer.ts';
import type { Token } from './token.ts';

/** One batch of a script: what stands between two GO lines. */
export interface ScriptBatch {
  readonly text: string;
  /** 1-based line of the script on which `text` starts. */
  readonly line: number;
  /** How often to send it (`GO 5`). */
  readonly count: number;
}

const separator = /^\s*go(?:\s+(\d+))?\s*;?\s*(?:--.*)?$/iu;

/** End of the line on which `at` stands, after its line feed. */
const lineEnd = (text: string, at: number): number => {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
};

/** A GO that is alone on its line and not inside a string or comment; T-SQL itself does not know it. */
const separatorLine = (script: string, token: Token): { start: number; end: number; count: number } | undefined => {
  if (token.kind !== 'word' || token.text.toLowerCase() !== 'go') return undefined;
  const start = script.lastIndexOf('\n', token.start - 1) + 1;
  const end = lineEnd(script, token.start);
  const match = separator.exec(script.slice(start, end).trimEnd());
  return match === null ? undefined : { start, end, count: Number(match[1] ?? 1) };
};

/** Cuts a script into batches as sqlcmd and the editors do. Blank batches are left out. */
export const splitBatches = (script: string): readonly ScriptBatch[] => {
  const batches: ScriptBatch[] = [];
  let start = 0;
  let line = 1;
  const add = (end: number, count: number): void => {
    const text = script.slice(start, end);
    if (text.trim() !== '') batches.push({ text, line, count });
  };
  for (const token of tokenize(script)) {
    const found = token.start < start ? undefined : separatorLine(script, token);
    if (found === undefined) continue;
    add(found.start, found.count);
    start = found.end;
    line = token.line + 1;
  }
  add(script.length, 1);
  return batches;
};
