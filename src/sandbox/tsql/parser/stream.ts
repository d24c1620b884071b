import { tokenize } from '../../../core/tsql/lexer.ts';
import { unquoteLiteral } from '../../../core/tsql/quoting.ts';
import type { LinedToken } from '../../../core/tsql/token.ts';
import type { SqlError } from '../../sql-error.ts';
import type { ParserToken } from '../contracts.ts';
import { compileError, syntaxError } from './errors.ts';

/** The tokens that mean something, closed by one of kind `end`. */
export interface TokenList {
  readonly tokens: readonly ParserToken[];
  /** 105 and 113: pieces that never close. */
  readonly errors: readonly SqlError[];
}

const lexicalErrors = (token: LinedToken, lastLine: number): readonly SqlError[] => {
  const text = token.text;
  switch (token.error) {
    case 'unclosed-string':
    case 'unclosed-identifier': {
      const content = token.error === 'unclosed-string' ? unquoteLiteral(text) : text.slice(1);
      return [
        compileError(105, `Unclosed quotation mark after the character string '${content}'.`, token.line),
        compileError(102, `Incorrect syntax near '${content}'.`, token.line),
      ];
    }
    case 'unclosed-comment':
      return [compileError(113, "Missing end comment mark '*/'.", lastLine)];
    case 'unknown':
      return [syntaxError(token)];
    default:
      return [];
  }
};

/** Drops blanks and comments. At the end of the batch errors name its last token, so the end token has that text. */
export const readTokens = (text: string): TokenList => {
  const tokens: ParserToken[] = [];
  const errors: SqlError[] = [];
  const lastLine = text.split('\n').length;
  for (const token of tokenize(text)) {
    errors.push(...lexicalErrors(token, lastLine));
    if (token.kind !== 'whitespace' && token.kind !== 'comment') tokens.push(token);
  }
  const last = tokens.at(-1);
  tokens.push({ kind: 'end', text: '', start: text.length, line: last?.line ?? 1 });
  return { tokens, errors };
};
