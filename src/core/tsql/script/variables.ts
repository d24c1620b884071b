import { err, ok } from '../../result.ts';
import type { Result } from '../../result.ts';
import { tokenize } from '../lexer.ts';
import { concat, quoteLiteral, reviewedText, unquoteLiteral } from '../quoting.ts';
import type { SqlText } from '../quoting.ts';
import type { LinedToken } from '../token.ts';
import type { ScriptPart, ScriptProblem } from './script.ts';

const variable = /\$\(([^)\s]*)\)/gu;

/**
 * The sqlcmd variables of a batch, each once. Only whole N'…' literals may hold them: sqlcmd puts a value in as text, and
 * nothing but a literal can be written anew so that any value is safe in it.
 */
export function variablesIn(tokens: readonly LinedToken[], line: number): Result<readonly string[], ScriptProblem> {
  const names = new Set<string>();
  for (const [at, token] of tokens.entries()) {
    // The lexer takes `$` for money where no string holds it.
    const opens = token.kind === 'money' && tokens[at + 1]?.text === '(';
    if (!opens && !token.text.includes('$(')) continue;
    const here = line + token.line - 1;
    if (token.kind === 'comment') continue;
    if (token.kind !== 'string' || !/^n/iu.test(token.text) || token.error !== undefined) {
      return err({
        line: here,
        reason: 'A variable of sqlcmd stands outside an N’…’ string, where it cannot be filled safely.',
      });
    }
    for (const [, name = ''] of token.text.matchAll(variable)) names.add(name);
  }
  return ok([...names]);
}

/** The batch with its variables filled in, by writing the literals that hold them anew. Every variable must have a value. */
export function fillVariables(part: ScriptPart, values: ReadonlyMap<string, string>): SqlText {
  if (part.variables.length === 0) return reviewedText(part.text);
  const pieces: SqlText[] = [];
  for (const token of tokenize(part.text)) {
    const holds = token.kind === 'string' && token.text.includes('$(');
    pieces.push(holds ? quoteLiteral(fillText(unquoteLiteral(token.text), values)) : reviewedText(token.text));
  }
  return concat(pieces);
}

/** Inside JSON a value stands escaped, as its author meant it: the secret of a credential is a JSON object. */
function fillText(text: string, values: ReadonlyMap<string, string>): string {
  const isJson = isJsonText(text);
  return text.replaceAll(variable, (whole, name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new RangeError(`There is no value for ${whole}.`);
    return isJson ? JSON.stringify(value).slice(1, -1) : value;
  });
}

function isJsonText(text: string): boolean {
  if (!text.startsWith('{')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
